"""Agreements, as callers write them and as they are shown."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_consignment.rules.agreements import AgreementAction, AgreementStatus, LossRule
from wellkept_consignment.rules.lines import NIL
from wellkept_consignment.schemas.prices import ConsignmentPriceCreate, Reason
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Currency
from wellkept_sdk.quantity import QuantityText, decimal_of
from wellkept_sdk.text import Code

_ITEMS_MAX: Final = 1_000
_DAYS_MAX: Final = 3_650

Metadata = Annotated[dict[str, Any], Meta(max_length=100)]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, examples=["Asia/Shanghai"])]
AnswerDays = Annotated[int, Meta(ge=1, le=365)]


class ConsignmentPeriod(StrEnum):
    """How often is settled."""

    MONTH = "month"
    WEEK = "week"
    ON_DEMAND = "on_demand"


class ConsignmentSilence(StrEnum):
    """What it means that a supplier does not answer in time."""

    STAYS_OPEN = "stays_open"
    CONFIRMS = "confirms"


class ConsignmentAgeingAction(StrEnum):
    """What is proposed for stock that has lain too long."""

    NOTIFY = "notify"
    RETURN = "return"
    BUY_OUT = "buy_out"


class ConsignmentAgeing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After how many local days stock has lain too long, and what is proposed then."""

    limit_days: Annotated[int, Meta(ge=1, le=_DAYS_MAX)]
    action: ConsignmentAgeingAction


class ConsignmentItemDraft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A part that the supplier keeps with us.

    Args:
        location_id: at which place; at every place, if absent.
        minimum: what the supplier keeps there at least.
        maximum: what may lie there at most; without a place, at all places together.
    """

    part_id: UUID
    location_id: UUID | None = None
    minimum: QuantityText | None = None
    maximum: QuantityText | None = None


Items = Annotated[list[ConsignmentItemDraft], Meta(max_length=_ITEMS_MAX)]


class ConsignmentAgreementCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is agreed with one supplier.

    Args:
        number: of your own; without it one is given.
        time_zone: whose days count, for prices and periods.
        ends_on: the first day without it; open, if absent.
        answer_days: how many days the supplier has to answer a statement.
    """

    party_id: PartyId
    currency: Currency
    starts_on: date
    items: Items
    number: Code | None = None
    time_zone: TimeZone = "Asia/Shanghai"
    ends_on: date | None = None
    period: ConsignmentPeriod = ConsignmentPeriod.MONTH
    answer_days: AnswerDays = 10
    silence: ConsignmentSilence = ConsignmentSilence.STAYS_OPEN
    loss_rule: LossRule = LossRule.US
    ageing: ConsignmentAgeing | None = None
    prices: Annotated[list[ConsignmentPriceCreate], Meta(max_length=_ITEMS_MAX)] = []
    metadata: Metadata = {}


class ConsignmentAgreementPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes; items are replaced as a whole. Start, zone and loss rule change in a draft only."""

    starts_on: date | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    loss_rule: LossRule | UnsetType = UNSET
    ends_on: date | UnsetType | None = UNSET
    period: ConsignmentPeriod | UnsetType = UNSET
    answer_days: AnswerDays | UnsetType = UNSET
    silence: ConsignmentSilence | UnsetType = UNSET
    ageing: ConsignmentAgeing | UnsetType | None = UNSET
    items: Items | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class ConsignmentItemRead(Struct, frozen=True, kw_only=True):
    """A part of an agreement; null is every place, or no bound."""

    part_id: UUID
    location_id: UUID | None
    minimum: QuantityText | None
    maximum: QuantityText | None

    @classmethod
    def of(cls, row: Row) -> "ConsignmentItemRead":
        """Return a stored item as it is shown."""
        return cls(
            part_id=row["part_id"],
            location_id=None if row["location_id"] == NIL else row["location_id"],
            minimum=_decimal(row["minimum_milli"]),
            maximum=_decimal(row["maximum_milli"]),
        )


class ConsignmentAgreementRead(Struct, frozen=True, kw_only=True):
    """What was agreed with one supplier; `metadata` is ours, suppliers see it empty."""

    id: UUID
    number: str
    party_id: PartyId
    status: AgreementStatus
    currency: str
    time_zone: str
    starts_on: date
    ends_on: date | None
    period: ConsignmentPeriod
    answer_days: int
    silence: ConsignmentSilence
    loss_rule: LossRule
    ageing: ConsignmentAgeing | None
    items: list[ConsignmentItemRead]
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, items: list[ConsignmentItemRead], *, is_outside: bool) -> "ConsignmentAgreementRead":
        """Return a stored agreement as it is shown."""
        limit_days = row["ageing_limit_days"]
        return cls(
            id=row["id"],
            number=row["number"],
            party_id=PartyId(row["party_id"]),
            status=AgreementStatus(row["status"]),
            currency=row["currency"],
            time_zone=row["time_zone"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            period=ConsignmentPeriod(row["period"]),
            answer_days=row["answer_days"],
            silence=ConsignmentSilence(row["silence"]),
            loss_rule=LossRule(row["loss_rule"]),
            ageing=None
            if limit_days is None
            else ConsignmentAgeing(limit_days=limit_days, action=ConsignmentAgeingAction(row["ageing_action"])),
            items=items,
            metadata={} if is_outside else row["metadata"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            version=row["version"],
        )


class ConsignmentAgreementTransition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An action, and why."""

    action: AgreementAction
    reason: Reason | None = None


class ConsignmentAgreementActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether the status allows it, and where it leads."""

    action: AgreementAction
    allowed: bool
    to: AgreementStatus


class ConsignmentAgreementActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: AgreementStatus
    actions: list[ConsignmentAgreementActionRead]


def _decimal(milli: int | None) -> str | None:
    return None if milli is None else decimal_of(milli)
