"""What a ticket comes to, as callers read it."""

from collections.abc import Mapping

from msgspec import UNSET, Struct, UnsetType

from wellkept_sdk.money import Currency, Money
from wellkept_sdk.services.costs import CostKind, CoveredBy


class CostsSum(Struct, frozen=True, kw_only=True):
    """
    What some lines come to together.

    Args:
        cost: what they cost us; customers are not told.
        price: what they are priced at; partners are not told.
    """

    cost: Money | UnsetType = UNSET
    price: Money | UnsetType = UNSET


class CostsApprovalState(Struct, frozen=True, kw_only=True):
    """
    How far chargeable work may go.

    Args:
        threshold: up to which total nobody asks; null asks for no approval.
        approved: the customer's latest approval; null without one.
        left: what may be charged beyond what is charged already; null where no approval is asked for.
    """

    threshold: Money | None
    approved: Money | None
    left: Money | None


class CostsSummary(Struct, frozen=True, kw_only=True):
    """
    What a ticket comes to, reversals included; of what the caller may see of it.

    Args:
        cost: what it costs us; customers are not told.
        price: what it is priced at; partners are not told.
        chargeable: what the customer pays; partners are not told.
        approval: partners are not told.
    """

    currency: Currency
    cost: Money | UnsetType = UNSET
    price: Money | UnsetType = UNSET
    chargeable: Money | UnsetType = UNSET
    by_kind: Mapping[CostKind, CostsSum]
    by_coverage: Mapping[CoveredBy, CostsSum]
    approval: CostsApprovalState | UnsetType = UNSET
