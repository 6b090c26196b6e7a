"""From what core tells of a ticket to the facts of its clocks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import Side
from wellkept_sdk.ids import PartyId
from wellkept_sdk.records import tickets as core
from wellkept_sdk.records.histories import LoggedMessage, TicketFactRecord
from wellkept_sdk.records.tickets import OPEN_STATUSES, Action, HoldReason, TicketRecord, Visibility
from wellkept_sla.rules.facts import FactData, FactKind

#: What the fold hears of; to call for attention moves no clock.
KINDS: Final = {
    Action.TRIAGE: FactKind.TRIAGED,
    Action.ASSIGN: FactKind.ASSIGNED,
    Action.RESPOND: FactKind.RESPONDED,
    Action.START: FactKind.STARTED,
    Action.HOLD: FactKind.HELD,
    Action.RESUME: FactKind.RESUMED,
    Action.RESOLVE: FactKind.RESOLVED,
    Action.CONFIRM: FactKind.CONFIRMED,
    Action.REJECT: FactKind.REJECTED,
    Action.CLOSE: FactKind.CLOSED,
    Action.REOPEN: FactKind.REOPENED,
    Action.CANCEL: FactKind.CANCELLED,
}
_TAKEN_UP_AGAIN: Final = frozenset({FactKind.REJECTED, FactKind.REOPENED})


class NewFact(Struct, frozen=True, kw_only=True):
    """
    Something to be recorded.

    Args:
        kind: what happened.
        occurred_at: when.
        data: what the fold needs to know of it.
        recorded_at: when it was written down; None means now.
        actor_id: who reported it; None means the caller.
    """

    kind: FactKind
    occurred_at: datetime
    data: FactData = FactData()
    recorded_at: datetime | None = None
    actor_id: UUID | None = None


def kind_of_message(side: Side, visibility: Visibility) -> FactKind | None:
    """Return who spoke to whom; None for what was not said between the customer and us."""
    if side is Side.CUSTOMER:
        return FactKind.CUSTOMER_MESSAGE
    if side is Side.PARTY or visibility is not Visibility.CUSTOMER:
        return None
    return FactKind.OUR_MESSAGE


def data_of(kind: FactKind, said: dict[str, Any], *, side: Side) -> FactData:
    """
    Return what the fold needs to know of an action.

    Args:
        kind: what was done.
        said: the action's own fields as JSON values.
        side: of whoever did it.
    """
    if kind is FactKind.HELD:
        party_id = said.get("party_id")
        return FactData(
            reason=HoldReason(said["reason"]), party_id=None if party_id is None else PartyId(UUID(str(party_id)))
        )
    return FactData(by_customer=kind in _TAKEN_UP_AGAIN and side is Side.CUSTOMER)


def opening_of(ticket: TicketRecord, *, grade: int, data: FactData, recorded_at: datetime | None = None) -> NewFact:
    """
    Return the first fact of a ticket.

    Args:
        ticket: as it is.
        grade: as it was opened.
        data: what serves it, and where it lies.
        recorded_at: when the ticket was made; None means now.
    """
    moments = [ticket.reported_at, ticket.received_at, *([ticket.occurred_at] if ticket.occurred_at else [])]
    opened = FactData(
        grade=grade,
        reported_at=ticket.reported_at,
        received_at=ticket.received_at,
        fault_at=ticket.occurred_at,
        terms_hash=data.terms_hash,
        calendars=data.calendars,
        parties=data.parties,
        site_time_zone=data.site_time_zone,
        customer_time_zone=data.customer_time_zone,
    )
    return NewFact(kind=FactKind.OPENED, occurred_at=min(moments), recorded_at=recorded_at, data=opened)


def grade_at_opening(ticket: TicketRecord, history: Iterable[TicketFactRecord]) -> int:
    """Return the grade that a ticket had before anybody changed it."""
    changed = (change for fact in history if (change := fact.change_of("grade")) is not None)
    first = next(changed, None)
    return ticket.grade if first is None or first.before is None else int(first.before)


def told(history: Iterable[TicketFactRecord], messages: Sequence[LoggedMessage] = ()) -> list[NewFact]:
    """Return the facts that a ticket's history tells, in the order of recording."""
    facts = [new for fact in history for new in _of_fact(fact)]
    facts += [new for message in messages if (new := _of_message(message)) is not None]
    # Stable: what was recorded at one moment stays in its order, the ticket's own history before what was said.
    return sorted(facts, key=_recorded_at)


def _of_fact(fact: TicketFactRecord) -> Iterator[NewFact]:
    if fact.action is not None:
        kind = KINDS.get(fact.action)
        if kind is not None:
            yield _new(fact, kind, data_of(kind, fact.data, side=fact.actor.side))
        return
    if fact.kind is not core.FactKind.CHANGE:
        return
    if _leads_back(fact):
        yield _new(fact, FactKind.REOPENED, FactData())
    grade = fact.change_of("grade")
    if grade is not None and grade.after is not None:
        yield _new(fact, FactKind.GRADE_CHANGED, FactData(grade=int(grade.after)))


def _leads_back(fact: TicketFactRecord) -> bool:
    """Return whether an import tells that a finished ticket was open again, where no action of ours leads."""
    if fact.from_status is None or fact.to_status is None:
        return False
    return fact.from_status not in OPEN_STATUSES and fact.to_status in OPEN_STATUSES


def _of_message(message: LoggedMessage) -> NewFact | None:
    kind = kind_of_message(message.actor.side, message.visibility)
    if kind is None:
        return None
    return NewFact(
        kind=kind, occurred_at=message.occurred_at, recorded_at=message.recorded_at, actor_id=message.actor.id
    )


def _new(fact: TicketFactRecord, kind: FactKind, data: FactData) -> NewFact:
    return NewFact(
        kind=kind, occurred_at=fact.occurred_at, recorded_at=fact.recorded_at, actor_id=fact.actor.id, data=data
    )


def _recorded_at(fact: NewFact) -> datetime:
    assert fact.recorded_at is not None, "History knows when it was written."
    return fact.recorded_at
