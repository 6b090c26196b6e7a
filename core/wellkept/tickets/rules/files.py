"""What a file's sender says of it, made harmless."""

import re
import unicodedata

NAME_LENGTH_MAX = 200
#: A longer one is no ending by which a program knows the file.
ENDING_LENGTH_MAX = 20
UNNAMED = "unnamed"
UNKNOWN_MEDIA_TYPE = "application/octet-stream"
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")


def safe_name(name: str) -> str:
    """Return the last part of a path without control characters, at most 200 characters, its ending kept."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    if len(visible) <= NAME_LENGTH_MAX:
        return visible or UNNAMED
    stem, dot, ending = visible.rpartition(".")
    if not stem or len(ending) > ENDING_LENGTH_MAX:
        return visible[:NAME_LENGTH_MAX]
    return stem[: NAME_LENGTH_MAX - len(ending) - 1] + dot + ending


def safe_media_type(media_type: str) -> str:
    """Return the type without parameters, or the type of unknown bytes if it is not well-formed (RFC 6838)."""
    plain = media_type.partition(";")[0].strip().lower()
    return plain if _MEDIA_TYPE.fullmatch(plain) else UNKNOWN_MEDIA_TYPE
