"""Moments in queries and forms: where msgspec is lenient, it would take a number for seconds since 1970."""

from msgspec import inspect


def is_no_moment(text: str) -> bool:
    """Return whether the text can only be a number, a day or rubbish: every moment has a time of day."""
    return ":" not in text


def wants_moment(type_: object) -> bool:
    """Return whether a value of the type is a moment."""
    return _is_moment(inspect.type_info(type_))


def _is_moment(info: inspect.Type) -> bool:
    match info:
        case inspect.Metadata():
            return _is_moment(info.type)
        case inspect.UnionType():
            return any(map(_is_moment, info.types))
        case _:
            return isinstance(info, inspect.DateTimeType)
