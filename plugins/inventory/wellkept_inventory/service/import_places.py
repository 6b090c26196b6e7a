"""Items of an import with their places in the body, so that every mistake is found where it was made."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from wellkept_sdk.errors import FieldError, Invalid, WellkeptError, invalid

ItemT = TypeVar("ItemT")
ErrorT = TypeVar("ErrorT", bound=WellkeptError)

#: Each item with its pointer: `/parts/3`.
Placed: TypeAlias = Sequence[tuple[str, ItemT]]

_NAMES_HERE = {"part_id": "part_code", "location_id": "location_code"}


def placed(name: str, items: Sequence[ItemT]) -> Placed[ItemT]:
    """Return the items of a list with their pointers."""
    return [(f"/{name}/{at}", item) for at, item in enumerate(items)]


def repeated(placed: Placed[ItemT], field: str, key: Callable[[ItemT], str]) -> list[Invalid]:
    """Return a mistake for each item that says again what names an earlier one."""
    seen: set[str] = set()
    found: list[Invalid] = []
    for pointer, item in placed:
        if key(item) in seen:
            found.append(invalid(f"{pointer}/{field}", "not_a_choice", "Each is named once in a request."))
        seen.add(key(item))
    return found


def moved_to(error: ErrorT, pointers: Sequence[str]) -> ErrorT:
    """Return a refusal of a posting, whose pointers `/lines/2/…` count its lines, with the pointers of the items."""
    error.errors = tuple(FieldError(_moved(each.pointer, pointers), each.code, each.message) for each in error.errors)
    return error


def _moved(pointer: str, pointers: Sequence[str]) -> str:
    number, slash, field = pointer.removeprefix("/lines/").partition("/")
    if not (pointer.startswith("/lines/") and number.isdecimal()):
        return pointer
    return f"{pointers[int(number)]}{slash}{_NAMES_HERE.get(field, field)}"
