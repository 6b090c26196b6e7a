"""Where in a request a mistake is: JSON Pointers into the body, `query/limit` and `header/If-Match` elsewhere."""


def child(pointer: str, step: str | int) -> str:
    """Return the JSON Pointer of a member or element; no answer can carry half a surrogate pair in its name."""
    name = str(step).replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{printable(name)}"


def printable(text: str) -> str:
    """Return the text with lone surrogates replaced, so that it can be written as UTF-8."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
