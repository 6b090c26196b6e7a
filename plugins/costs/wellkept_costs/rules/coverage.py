"""Who bears something towards the customer, and how a line is split of which an allowance covers a part."""

from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_costs.errors import PenaltyNotChargeable
from wellkept_costs.rules.amounts import amount_of
from wellkept_costs.rules.pricing import Priced
from wellkept_sdk.rounding import half_away_from_zero
from wellkept_sdk.services.costs import CostKind, CoveredBy

GIVEN: Final = "given"
ALLOWANCE: Final = "allowance"
DEFAULT: Final = "default"
PENALTY: Final = "penalty"


class AllowanceKey(Struct, frozen=True, order=True):
    """An allowance of a contract, in one of its periods; in this order they are locked."""

    contract_id: UUID
    code: str
    starts_on: date


class Rest(Struct, frozen=True):
    """What is left of an allowance, more than zero."""

    key: AllowanceKey
    milli: int


class Cover(Struct, frozen=True, kw_only=True):
    """
    Who bears it, and why.

    Args:
        allowance: which covers it as far as it reaches; what is beyond falls to `covered_by`.
    """

    covered_by: CoveredBy
    code: str
    allowance: Rest | None = None


class Part(Struct, frozen=True, kw_only=True):
    """A line, or one of the two of a split."""

    covered_by: CoveredBy
    code: str
    allowance: AllowanceKey | None
    quantity_milli: int
    unit_price_minor: int
    cost_minor: int
    price_minor: int


def settled_cover(kind: CostKind, *, given: CoveredBy | None) -> Cover | None:
    """
    Return who bears something where that needs no look at warranties and allowances; else None.

    Raises:
        PenaltyNotChargeable: what we owe the customer would be charged to it.
    """
    if kind is CostKind.PENALTY and given is CoveredBy.CHARGEABLE:
        raise PenaltyNotChargeable.at("/covered_by")
    if given is not None:
        return Cover(covered_by=given, code=GIVEN)
    if kind is CostKind.PENALTY:
        return Cover(covered_by=CoveredBy.CONTRACT, code=PENALTY)
    return None


def cover_of(*, warranty_code: str | None, rest: Rest | None, default: CoveredBy) -> Cover:
    """
    Return who bears something of which the request does not say it.

    Args:
        warranty_code: why a warranty covers it; None where none does.
        rest: what is left of an allowance for it; None without one.
        default: what the terms say.
    """
    if warranty_code is not None:
        return Cover(covered_by=CoveredBy.WARRANTY, code=warranty_code)
    return Cover(covered_by=default, code=DEFAULT, allowance=rest)


def parts_of(priced: Priced, cover: Cover) -> tuple[Part, ...]:
    """
    Return what becomes of something: one line, or two of which the first is what the allowance covers.

    Cost and price of the second are those of the whole less those of the first, so that nothing appears or vanishes.

    Raises:
        PriceMissing: the customer would pay, and nothing says how much.
    """
    rest = cover.allowance
    if rest is None:
        return (_whole(priced, cover.covered_by, cover.code),)
    if rest.milli >= priced.quantity_milli:
        return (_whole(priced, CoveredBy.CONTRACT, ALLOWANCE, rest.key),)
    unit_price = priced.unit_price(chargeable=cover.covered_by is CoveredBy.CHARGEABLE)
    first = Part(
        covered_by=CoveredBy.CONTRACT,
        code=ALLOWANCE,
        allowance=rest.key,
        quantity_milli=rest.milli,
        unit_price_minor=unit_price,
        cost_minor=_portion(priced.unit_cost_minor, priced.cost_minor if priced.has_own_cost else None, priced, rest),
        price_minor=_portion(unit_price, priced.price_minor if priced.has_own_price else None, priced, rest),
    )
    second = Part(
        covered_by=cover.covered_by,
        code=cover.code,
        allowance=None,
        quantity_milli=priced.quantity_milli - first.quantity_milli,
        unit_price_minor=unit_price,
        cost_minor=priced.cost_minor - first.cost_minor,
        price_minor=priced.price_minor - first.price_minor,
    )
    return first, second


def _whole(priced: Priced, covered_by: CoveredBy, code: str, allowance: AllowanceKey | None = None) -> Part:
    return Part(
        covered_by=covered_by,
        code=code,
        allowance=allowance,
        quantity_milli=priced.quantity_milli,
        unit_price_minor=priced.unit_price(chargeable=covered_by is CoveredBy.CHARGEABLE),
        cost_minor=priced.cost_minor,
        price_minor=priced.price_minor,
    )


def _portion(unit_minor: int, own_minor: int | None, priced: Priced, rest: Rest) -> int:
    """Return what the covered part comes to: by the unit, or of an amount of its own by proportion."""
    if own_minor is None:
        return amount_of(unit_minor, rest.milli)
    return half_away_from_zero(own_minor * rest.milli, over=priced.quantity_milli)
