"""Lists that are read page by page: keyset cursors, sorts, and one query for each page."""

from wellkept.platform.paging.listing import Listing
from wellkept.platform.paging.page import provide_page

__all__ = ["Listing", "provide_page"]
