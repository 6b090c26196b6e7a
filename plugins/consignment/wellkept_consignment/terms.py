"""What plans and contracts say about suppliers' stock."""

from typing import Annotated

from msgspec import Meta

from wellkept_sdk import Terms
from wellkept_sdk.text import Code


class ConsignmentTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Whose stock may be used under a contract.

    Args:
        suppliers: codes of parties; None is all of them.
    """

    suppliers: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=200)] | None = None
