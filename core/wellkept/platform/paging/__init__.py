"""Lists that are read page by page: keyset cursors, sorts, and one query for each page."""

from wellkept.platform.paging.listing import Listing, Sort
from wellkept.platform.paging.page import Page, PageRequest, provide_page

__all__ = ["Listing", "Page", "PageRequest", "Sort", "provide_page"]
