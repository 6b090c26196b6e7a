"""Opening a ticket: a new one, or one more repeat of an open one."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.activation.queries import core_terms
from wellkept.activation.terms import CoreTerms
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage import rows
from wellkept.platform.storage.driver_errors import UniqueViolation
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.errors import EquipmentOfOtherProject, OccurredInFuture, ReportedInFuture
from wellkept.tickets.events import TicketOpened, TicketRepeated
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules.guards import CLOCK_SKEW_MAX
from wellkept.tickets.rules.record import Effect, FactDraft, TicketRecord
from wellkept.tickets.rules.words import FactKind, TicketStatus
from wellkept.tickets.schemas.tickets import TicketCreate
from wellkept.tickets.service import announcements, history, log, recurrence
from wellkept.tickets.service.numbers import next_sequences, number_of
from wellkept.tickets.tables import Ticket, TicketFact
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Invalid, Unavailable, invalid, refuse, unknown_reference
from wellkept_sdk.ids import uuid7
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now

ATTEMPTS_MAX = 5


class Opened(Struct, frozen=True, kw_only=True):
    """The ticket that a report led to, and whether it is a new one."""

    ticket: TicketRecord
    is_new: bool


async def open_ticket(report: TicketCreate, *, actor: Actor) -> Opened:
    """
    Open a ticket; with the `dedup_key` of an open ticket of the project, count a repeat of that one instead.

    Raises:
        Invalid: the report names a project or equipment that the caller may not see, equipment of another project,
            a moment in the future, or lacks what the service plan demands.
    """
    received_at = now()
    async with transaction():
        place = await _place(report, actor=actor, received_at=received_at)
        for _ in range(ATTEMPTS_MAX):
            repeated = await _repeat(report, actor=actor)
            if repeated is not None:
                return Opened(ticket=repeated, is_new=False)
            opened = await _insert(report, place, actor=actor, received_at=received_at)
            if opened is not None:
                return Opened(ticket=opened, is_new=True)
        # The key's holder was opened by somebody else and finished again between every two looks.
        raise Unavailable


async def _place(report: TicketCreate, *, actor: Actor, received_at: datetime) -> lookups.Place:
    place = await lookups.place(report.project_id, report.equipment_id, actor=actor)
    mistakes = [
        *_reference_mistakes(report, place),
        *_moment_mistakes(report, received_at),
        *_missing_facts(report, core_terms()),
        *document_mistakes(report.metadata, pointer="/metadata"),
    ]
    refuse(mistakes)
    assert place is not None, "an unknown project is a mistake"
    return place


def _reference_mistakes(report: TicketCreate, place: lookups.Place | None) -> list[Invalid]:
    if place is None:
        return [unknown_reference("/project_id", "project")]
    if report.equipment_id is None:
        return []
    if place.equipment_project_id is None:
        return [unknown_reference("/equipment_id", "equipment")]
    return [] if place.equipment_project_id == report.project_id else [EquipmentOfOtherProject.at("/equipment_id")]


def _moment_mistakes(report: TicketCreate, received_at: datetime) -> list[Invalid]:
    latest = received_at + CLOCK_SKEW_MAX
    mistakes: list[Invalid] = []
    if report.reported_at is not None and as_utc(report.reported_at, pointer="/reported_at") > latest:
        mistakes.append(ReportedInFuture.at("/reported_at"))
    if report.occurred_at is not None and as_utc(report.occurred_at, pointer="/occurred_at") > latest:
        mistakes.append(OccurredInFuture.at("/occurred_at"))
    return mistakes


def _missing_facts(report: TicketCreate, terms: CoreTerms) -> list[Invalid]:
    return [
        invalid(f"/{name}", "required", "The service plan demands this before a ticket is opened.")
        for name in terms.required_to_open
        if not getattr(report, name)
    ]


async def _insert(
    report: TicketCreate, place: lookups.Place, *, actor: Actor, received_at: datetime
) -> TicketRecord | None:
    """Write the ticket; return None if its `dedup_key` was taken meanwhile."""
    if report.dedup_key is None:
        return await _write(report, place, actor=actor, received_at=received_at)
    try:
        # A savepoint of its own: to lose the race for the key must not end the request.
        async with transaction():
            return await _write(report, place, actor=actor, received_at=received_at)
    except UniqueViolation as clash:
        if clash.concerns("ticket", "project_id", "dedup_key"):
            return None
        raise


async def _write(report: TicketCreate, place: lookups.Place, *, actor: Actor, received_at: datetime) -> TicketRecord:
    [number_seq] = await next_sequences(1)
    ticket = _draft(report, place, actor=actor, received_at=received_at, number=number_of(number_seq))
    previous_id = await recurrence.predecessor(ticket)
    ticket = msgspec.structs.replace(ticket, previous_ticket_id=previous_id)
    await rows.insert(Ticket, **msgspec.structs.asdict(ticket), number_seq=number_seq)
    opening = FactDraft(
        kind=FactKind.OPENED, to_status=ticket.status, occurred_at=ticket.reported_at, data={"channel": ticket.channel}
    )
    await rows.insert_many(TicketFact, history.fact_rows(ticket.id, (opening,), actor=actor, first_position=1))
    subject = announcements.subject_fields(ticket, at=ticket.reported_at)
    await emit(TicketOpened(**subject, to_status=ticket.status), actor=actor)
    await recurrence.announce_recurrence(None, ticket, at=ticket.reported_at, actor=actor)
    return ticket


def _draft(
    report: TicketCreate, place: lookups.Place, *, actor: Actor, received_at: datetime, number: str
) -> TicketRecord:
    reported_at = as_utc(report.reported_at or received_at, pointer="/reported_at")
    given = msgspec.structs.asdict(report)
    del given["extensions"]
    own: dict[str, Any] = {
        "id": uuid7(),
        "version": 1,
        "created_at": received_at,
        "updated_at": received_at,
        "number": number,
        "customer_id": place.customer_id,
        "reporter": None if report.reporter is None else msgspec.to_builtins(report.reporter),
        "occurred_at": None if report.occurred_at is None else as_utc(report.occurred_at, pointer="/occurred_at"),
        "reported_at": reported_at,
        "received_at": received_at,
        "status": TicketStatus.NEW,
        "first_owner_id": actor.id if actor.is_staff else None,
        "moved_at": reported_at,
        "fact_count": 1,
    }
    return TicketRecord(**{**_EMPTY, **given, **own})


_COUNTERS = {"reopen_count", "repeat_count", "handover_count", "escalation_level"}
_EMPTY: dict[str, Any] = {name: 0 if name in _COUNTERS else None for name in TicketRecord.__struct_fields__}


async def _repeat(report: TicketCreate, *, actor: Actor) -> TicketRecord | None:
    """Count one more report of an open matter: no second clock, no second `opened`."""
    if report.dedup_key is None:
        return None
    ticket_id = await lookups.holder_of_dedup_key(report.project_id, report.dedup_key)
    if ticket_id is None:
        return None
    ticket = await history.locked(ticket_id)
    if not lookups.holds_dedup_key(ticket):
        return None
    return await _count_repeat(ticket, report, actor=actor)


async def _count_repeat(ticket: TicketRecord, report: TicketCreate, *, actor: Actor) -> TicketRecord:
    at = as_utc(report.reported_at, pointer="/reported_at") if report.reported_at else now()
    fact = FactDraft(kind=FactKind.REPEAT, occurred_at=at, data={"channel": report.channel, "title": report.title})
    effect = Effect(changes={"repeat_count": ticket.repeat_count + 1}, facts=(fact,))
    ticket, _ = await history.write(ticket, effect, actor=actor)
    await log.add_repeat(ticket, report.description or report.title, at=at, actor=actor)
    repeated = TicketRepeated(**announcements.subject_fields(ticket, at=at), repeat_count=ticket.repeat_count)
    await emit(repeated, actor=actor)
    return ticket
