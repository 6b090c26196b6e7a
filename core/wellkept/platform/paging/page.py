"""What a caller asks of a list, and what comes back."""

from typing import Annotated, Generic, TypeVar

from litestar.params import QueryParameter
from msgspec import Meta, Struct

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


def provide_page(
    limit: Annotated[
        Annotated[int, Meta(ge=1, le=PAGE_SIZE_MAX)], QueryParameter(description="Most items of one page.")
    ] = PAGE_SIZE_DEFAULT,
    cursor: Annotated[
        str | None, QueryParameter(description="`next_cursor` of the page before; with the same filters and sort.")
    ] = None,
) -> PageRequest:
    """Return what the caller asks for; the dependency `page`."""
    return PageRequest(limit, cursor)
