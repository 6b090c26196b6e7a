"""Tables as the report shows them."""

from collections.abc import Iterable, Sequence

VERDICTS = {True: "kept", False: "**missed**", None: "not measured"}


def section(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a heading with a table below it."""
    table = [heads, ["---"] * len(heads), *lines]
    return f"## {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in table) + "\n"
