"""Entity tags, as RFC 9110 writes and compares them."""

import re

TAG = r'(?:W/)?"[!#-~]*"'
LIST_PATTERN = rf"^\s*(?:\*|{TAG}(?:\s*,\s*{TAG})*)\s*\Z"
ANY = "*"

_tags = re.compile(TAG)
_list = re.compile(LIST_PATTERN)


def tags_of(line: str) -> list[str]:
    """
    Return the tags that a header names, weak ones with their `W/`, or only `*`.

    Raises:
        ValueError: the line is neither `*` nor a list of tags.
    """
    if not _list.match(line):
        raise ValueError('Expected entity tags, such as "3", or *.')
    return [ANY] if line.strip() == ANY else _tags.findall(line)


def matches_weakly(line: str, etag: str) -> bool:
    """Return whether `If-None-Match` names the tag; weak or strong makes no difference, and rubbish names nothing."""
    try:
        tags = tags_of(line)
    except ValueError:
        return False
    return ANY in tags or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}
