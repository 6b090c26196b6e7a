"""What is wrong with terms beyond their types."""

from wellkept_inventory.errors import TermsDurationInvalid
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk.errors import FieldError
from wellkept_sdk.period import duration_fault


def faults(terms: InventoryTerms) -> list[FieldError]:
    """Return what is wrong, each with a pointer that begins at the terms."""
    if duration_fault(terms.reserve_for) is None:
        return []
    return [FieldError("/reserve_for/duration", TermsDurationInvalid.code, TermsDurationInvalid.title())]
