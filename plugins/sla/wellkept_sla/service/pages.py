"""Pages of lists that are folded, not stored: in their own order, each item under a name of its own."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TypeVar

from wellkept_sdk.errors import invalid
from wellkept_sdk.http import Page, PageRequest

ItemT = TypeVar("ItemT")


def page_of(items: Sequence[ItemT], page: PageRequest, *, name_of: Callable[[ItemT], object]) -> Page[ItemT]:
    """
    Return one page of a list that is read whole.

    Args:
        items: the list in its order.
        page: which part of it.
        name_of: returns what tells an item from all others, at every reading.

    Raises:
        Invalid: the cursor names no item of this list.
    """
    begin = 0 if page.cursor is None else _after(page.cursor, [str(name_of(item)) for item in items])
    shown = list(items[begin : begin + page.limit])
    more = begin + len(shown) < len(items)
    return Page(items=shown, next_cursor=_sealed(str(name_of(shown[-1]))) if more else None)


def _after(cursor: str, names: Sequence[str]) -> int:
    """Return the position after the item that a cursor names."""
    for position, name in enumerate(names):
        if _sealed(name) == cursor:
            return position + 1
    raise invalid("query/cursor", "cursor_invalid", "Is not a cursor of this list with these filters.")


def _sealed(name: str) -> str:
    return urlsafe_b64encode(name.encode()).rstrip(b"=").decode()
