"""Lists that are not in the database, read page by page like those that are."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar
from uuid import UUID

from wellkept.platform.paging.cursors import Place, opened, sealed
from wellkept_sdk.http.paging import Page, PageRequest

SORT: Final = "name"
#: Names are unique here, so there is no tie for an id to break.
_NO_ID: Final = UUID(int=0)

ItemT = TypeVar("ItemT")


def page_of(items: Sequence[ItemT], page: PageRequest, *, name_of: Callable[[ItemT], str]) -> Page[ItemT]:
    """
    Return one page of items with unique names, in the order of the names.

    Raises:
        Invalid: the cursor is not one of such a list.
    """
    rest = sorted(items, key=name_of)
    if page.cursor is not None:
        last = opened(page.cursor, sort=SORT, filters={}, value_type=str).value
        rest = [item for item in rest if name_of(item) > last]
    shown = rest[: page.limit]
    more = len(rest) > len(shown)
    cursor = sealed(Place(name_of(shown[-1]), _NO_ID), sort=SORT, filters={}) if more else None
    return Page(items=shown, next_cursor=cursor)
