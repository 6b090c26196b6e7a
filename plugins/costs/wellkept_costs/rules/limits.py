"""How far chargeable work and goodwill may go."""

from msgspec import Struct

from wellkept_costs.errors import ApprovalNeeded, GoodwillExceeded
from wellkept_sdk.money import Money


class Limits(Struct, frozen=True, kw_only=True):
    """
    What the terms and the customer allow for a ticket, in its currency.

    Args:
        threshold_minor: up to which chargeable total nobody asks; None asks for no approval.
        approved_minor: the customer's latest approval.
        goodwill_minor: None is without limit.
    """

    currency: str
    threshold_minor: int | None
    approved_minor: int | None
    goodwill_minor: int | None

    @property
    def chargeable_minor(self) -> int | None:
        """Return up to what chargeable work may come; None is without limit."""
        if self.threshold_minor is None:
            return None
        return max(self.threshold_minor, self.approved_minor or 0)


class Extent(Struct, frozen=True, kw_only=True):
    """How far a ticket has gone."""

    chargeable_minor: int
    goodwill_minor: int


def require_within(limits: Limits, *, before: Extent, after: Extent) -> None:
    """
    Make sure that a change stays within the limits; what does not go further is never refused.

    Raises:
        ApprovalNeeded: the chargeable total would be more than threshold and approval.
        GoodwillExceeded: the goodwill would be more than the terms allow.
    """
    most = limits.chargeable_minor
    if most is not None and after.chargeable_minor > max(most, before.chargeable_minor):
        raise ApprovalNeeded(limit=_money(most, limits), would_be=_money(after.chargeable_minor, limits))
    most = limits.goodwill_minor
    if most is not None and after.goodwill_minor > max(most, before.goodwill_minor):
        raise GoodwillExceeded(limit=_money(most, limits), would_be=_money(after.goodwill_minor, limits))


def _money(amount_minor: int, limits: Limits) -> Money:
    return Money(amount_minor=amount_minor, currency=limits.currency)
