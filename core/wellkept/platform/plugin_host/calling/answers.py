"""What goes into a hook and what comes out of it, checked and copied: a plugin may be wrong about both."""

from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect

from wellkept.platform.merge_patch import given

EventT = TypeVar("EventT", bound=Struct)


class WrongAnswerError(TypeError):
    """A hook answered something that it must not."""


def is_copied(kind: type[Struct]) -> bool:
    """Return whether an event of this type holds dictionaries, which freezing it does not protect."""
    return bool(_dictionaries(kind))


def own_copy(event: EventT) -> EventT:
    """Return the event with dictionaries of its own, so that who changes them changes nothing for others."""
    copies = {name: deepcopy(getattr(event, name)) for name in _dictionaries(type(event))}
    return msgspec.structs.replace(event, **copies)


def as_promised(answer: object, types: tuple[type, ...]) -> Any:  # noqa: ANN401 - one of the types
    """
    Return the answer of a hook as one of the types that its specification names.

    Raises:
        WrongAnswerError: it is none of them, or has fields of other types than they say.
    """
    if not isinstance(answer, types):
        names = " or ".join([*(kind.__name__ for kind in types), "None"])
        raise WrongAnswerError(f"It answered {type(answer).__name__} instead of {names}.")
    if not isinstance(answer, Struct) or _holds_anything(type(answer)):
        return answer
    try:
        return msgspec.convert(msgspec.to_builtins(answer), type(answer))
    except (msgspec.ValidationError, TypeError, ValueError) as error:
        raise WrongAnswerError(f"It answered a {type(answer).__name__} with wrong fields: {error}") from error


def patched(event: EventT, patch: Struct) -> EventT:
    """
    Return the event with what a patch names.

    Raises:
        TypeError: the patch names a field that the event does not have.
    """
    return msgspec.structs.replace(event, **given(patch))


@cache
def _dictionaries(kind: type[Struct]) -> tuple[str, ...]:
    fields = msgspec.structs.fields(kind)
    return tuple(field.name for field in fields if _holds_dictionary(inspect.type_info(field.type)))


def _holds_dictionary(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(map(_holds_dictionary, kind.types))
    return isinstance(kind, inspect.DictType)


@cache
def _holds_anything(kind: type[Struct]) -> bool:
    """Tell whether values would lose their types on the way through JSON's, as the arguments of a clause do."""
    return any(field.type == tuple[object, ...] for field in msgspec.structs.fields(kind))
