"""Lists that are read page by page: what a caller asks for, and what comes back."""

from typing import Generic, TypeVar

from msgspec import Struct

PAGE_SIZE_DEFAULT = 50

PAGE_SIZE_MAX = 200

ItemT = TypeVar("ItemT")


class PageRequest(Struct, frozen=True):
    """How many items, and after which."""

    limit: int = PAGE_SIZE_DEFAULT
    cursor: str | None = None


class Page(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """A part of a list; `next_cursor` is null on the last page."""

    items: list[ItemT]
    next_cursor: str | None
