"""What plans and contracts decide."""

from typing import Annotated

from msgspec import Meta
from wellkept_sdk import Terms


class ChecklistsTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How the list is kept.

    Args:
        first_item: what every new ticket begins with; empty for nothing.
        required: whether open items keep a ticket from being resolved.
    """

    first_item: Annotated[str, Meta(max_length=200)] = ""
    required: bool = True
