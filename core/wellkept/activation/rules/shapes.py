"""Whether a place in a document holds an object with fields or a map with keys of its own, as the type says."""

from functools import cache

from msgspec import inspect

from wellkept_sdk.terms import Terms

#: The type of a place, or None where the type does not say (a union of several objects, anything at all).
Shape = inspect.Type | None


@cache
def shape_of(terms: type[Terms]) -> Shape:
    """Return the type of a document of terms."""
    return inspect.type_info(terms)


def is_map(shape: Shape) -> bool:
    """Return whether a place holds a map: its keys are the plan's own, none of them has a default to return to."""
    return isinstance(_object(shape), inspect.DictType)


def member(shape: Shape, name: str) -> Shape:
    """Return the type of a member of an object."""
    match _object(shape):
        case inspect.DictType(value_type=value_type):
            return value_type
        case inspect.StructType(fields=fields):
            return next((field.type for field in fields if field.encode_name == name), None)
        case _:
            return None


def _object(shape: Shape) -> Shape:
    match shape:
        case inspect.Metadata(type=inner):
            return _object(inner)
        case inspect.UnionType(types=types):
            options = [option for option in map(_object, types) if option is not None]
            return options[0] if len(options) == 1 else None
        case inspect.DictType() | inspect.StructType():
            return shape
        case _:
            return None
