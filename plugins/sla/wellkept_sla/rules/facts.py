"""Facts: the recorded inputs of the fold, and nothing else is one."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.calendars import WorkingCalendar
from wellkept_sdk.services.sla import Holder
from wellkept_sla.terms import SlaTerms


class FactKind(StrEnum):
    """What happened."""

    OPENED = "opened"  #: The ticket was made; always the first position.
    TRIAGED = "triaged"  #: The matter was judged.
    ASSIGNED = "assigned"  #: Somebody is to work on it.
    RESPONDED = "responded"  #: We answered the customer.
    STARTED = "started"  #: The work began.
    HELD = "held"  #: The ticket waits, for a reason.
    RESUMED = "resumed"  #: The waiting is over.
    RESOLVED = "resolved"  #: The matter is put right in our view; ends a hold too.
    CONFIRMED = "confirmed"  #: The customer agreed.
    REJECTED = "rejected"  #: The customer did not agree.
    CLOSED = "closed"  #: The ticket is finished.
    REOPENED = "reopened"  #: A finished matter was taken up again.
    CANCELLED = "cancelled"  #: The ticket was withdrawn.
    GRADE_CHANGED = "grade_changed"  #: Another grade counts.
    CUSTOMER_MESSAGE = "customer_message"  #: The customer wrote.
    OUR_MESSAGE = "our_message"  #: We wrote something that the customer may read.
    MILESTONE = "milestone"  #: Something happened that a clock may name.
    HOLDER = "holder"  #: Somebody said who has the matter in hand.
    ACTIVATION_CHANGED = "activation_changed"  #: Other terms serve the ticket, or none.
    CALENDAR_REVISED = "calendar_revised"  #: A calendar has new content that counts for open clocks too.


#: What integrators may simulate beside the opening, which is implied.
SIMULATED: Final = frozenset(FactKind) - {FactKind.OPENED, FactKind.ACTIVATION_CHANGED, FactKind.CALENDAR_REVISED}


class FactData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    What a fact carries beside its moments: every input that the fold uses, as it was then.

    Args:
        grade: of `opened` and `grade_changed`.
        reason: of `held`.
        party_id: of `held` and `holder`.
        milestone: of `milestone`.
        holder: of `holder`.
        note: of `milestone` and `holder`; read by people only.
        by_customer: of `rejected` and `reopened`: whether the customer did it.
        terms_hash: of `opened` and `activation_changed`; None there means that sla does not serve the ticket.
        calendars: of `opened`, `activation_changed` and `calendar_revised`: the revision of each calendar, by code.
        parties: of `opened` and `activation_changed`: the id of each party that the terms name, by code.
        reported_at: of `opened`.
        received_at: of `opened`.
        fault_at: of `opened`: when the fault occurred, where somebody knows.
        site_time_zone: of `opened`.
        customer_time_zone: of `opened`.
    """

    grade: int | None = None
    reason: HoldReason | None = None
    party_id: PartyId | None = None
    milestone: str | None = None
    holder: Holder | None = None
    note: str | None = None
    by_customer: bool = False
    terms_hash: str | None = None
    calendars: Mapping[str, UUID] = {}
    parties: Mapping[str, PartyId] = {}
    reported_at: datetime | None = None
    received_at: datetime | None = None
    fault_at: datetime | None = None
    site_time_zone: str | None = None
    customer_time_zone: str | None = None


class Fact(Struct, frozen=True, kw_only=True):
    """
    One recorded input of the fold.

    Args:
        id: as it is stored; None in a simulation.
        position: within its ticket, from 1, in the order of recording; breaks ties of `occurred_at`.
        occurred_at: when it happened; of `opened`, when the ticket's clocks could first have started.
        recorded_at: when we wrote it down.
        actor_id: who reported it.
    """

    id: UUID | None = None
    position: int
    kind: FactKind
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID | None = None
    data: FactData = FactData()


class Library(Struct, frozen=True, kw_only=True):
    """
    What the facts refer to: immutable terms by their hash, and calendars by the id of their revision.

    The calendars read their wall times in their own zone; the fold asks them for another where the terms say so.
    """

    terms: Mapping[str, SlaTerms]
    calendars: Mapping[UUID, WorkingCalendar]


def in_order(facts: list[Fact] | tuple[Fact, ...]) -> list[Fact]:
    """Return facts as they happened: the opening first, ties as they were recorded."""
    return sorted(facts, key=_moment)


def _moment(fact: Fact) -> tuple[bool, datetime, int]:
    return (fact.kind is not FactKind.OPENED, fact.occurred_at, fact.position)
