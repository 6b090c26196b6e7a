"""What plans and contracts say about costs: rates, allowances, limits and settlement."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from wellkept_sdk import Terms
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Currency
from wellkept_sdk.quantity import UnitCode
from wellkept_sdk.services.costs import CostKind, CoveredBy

AllowanceCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z", examples=["hours"])]
AllowanceQuantity = Annotated[
    str,
    Meta(
        pattern=r"^(0|[1-9][0-9]{0,6})(\.[0-9]{1,3})?\Z",
        description="A decimal number with at most three decimals.",
        examples=["40"],
    ),
]


class AllowancePeriod(StrEnum):
    """How often an included quantity begins anew, counted from the first day of the contract."""

    MONTH = "month"  #: On the same day of every month, or its last.
    YEAR = "year"  #: On the same day of every year.
    CONTRACT = "contract"  #: Never.


class Silence(StrEnum):
    """What it means when the customer does not answer a statement in time."""

    OPEN = "open"  #: Nothing: the statement waits.
    AGREED = "agreed"  #: The statement is agreed.


class CostsUnitAmount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount of zero or more, such as what one unit costs."""

    amount_minor: Annotated[int, Meta(ge=0, le=AMOUNT_MINOR_MAX, description="Minor units.", examples=[12000])]
    currency: Currency


class RateTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one unit of something costs us and is priced at, where a line does not say so itself."""

    unit: UnitCode
    unit_cost: CostsUnitAmount | None = None
    unit_price: CostsUnitAmount | None = None


class AllowanceTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A quantity that a contract includes.

    Args:
        kind_of_cost: of which lines.
        unit: in which they are measured.
        quantity: in every period, more than zero.
    """

    kind_of_cost: CostKind
    unit: UnitCode
    quantity: AllowanceQuantity
    period: AllowancePeriod


class SettlementTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How statements are answered.

    Args:
        answer_within_days: of 24 hours each, from the issue on.
        silence: what it means to give no answer by then.
    """

    answer_within_days: Annotated[int, Meta(ge=1, le=365)] = 14
    silence: Silence = Silence.OPEN


class CostsTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is charged under a contract, and what is not.

    Args:
        currency: of all lines of a ticket.
        coverage_default: who bears a line for which neither request, warranty nor allowance answers.
        approval_threshold: up to which total of a ticket chargeable work needs no approval; None asks for none ever.
        goodwill_limit: up to which price a ticket's goodwill may come; None is without limit.
        rates: by kind.
        allowances: by code; the first in the order of the codes that has something left is used.
        settlement: of statements.
    """

    currency: Currency = "CNY"
    coverage_default: CoveredBy = CoveredBy.CHARGEABLE
    approval_threshold: CostsUnitAmount | None = None
    goodwill_limit: CostsUnitAmount | None = None
    rates: Mapping[CostKind, RateTerms] = {}
    allowances: Annotated[Mapping[AllowanceCode, AllowanceTerms], Meta(max_length=50)] = {}
    settlement: SettlementTerms = SettlementTerms()
