"""What a caller asks of a list, and what comes back."""

from typing import Annotated

from litestar.params import QueryParameter
from msgspec import Meta

from wellkept_sdk.http.paging import PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX, PageRequest


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
