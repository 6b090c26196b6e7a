"""Opening a ticket: a new one, or one more repeat of an open one."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wellkept.activation import queries as activation
from wellkept.activation.terms import CoreTerms
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.driver_errors import UniqueViolation
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.errors import OccurredInFuture, ReportedInFuture
from wellkept.tickets.queries import lookups
from wellkept.tickets.queries.extended import TICKET_RECORD
from wellkept.tickets.rules.guards import CLOCK_SKEW_MAX
from wellkept.tickets.rules.record import Effect, FactDraft
from wellkept.tickets.schemas.tickets import TicketCreate
from wellkept.tickets.service import announcements, history, log
from wellkept.tickets.service.creation import Reported, write_new
from wellkept.tickets.service.occasions import on_ticket
from wellkept.tickets.service.places import place_mistakes, served_there
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Invalid, Unavailable, invalid, refuse
from wellkept_sdk.events.tickets import TicketRepeated
from wellkept_sdk.ids import TicketId
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import FactKind, TicketRecord

ATTEMPTS_MAX = 5


class Opened(Struct, frozen=True, kw_only=True):
    """The ticket that a report led to, and whether it is a new one."""

    ticket: TicketRecord
    is_new: bool


async def open_ticket(report: TicketCreate, *, actor: Actor, previous_ticket_id: TicketId | None = None) -> Opened:
    """
    Open a ticket; with the `dedup_key` of an open ticket of the project, count a repeat of that one instead.

    Args:
        report: what was said of the matter.
        actor: who says it.
        previous_ticket_id: the ticket of the same project that a plugin says this one goes on with.

    Raises:
        Invalid: the report names a project or equipment that the caller may not see, equipment of another project,
            a moment in the future, or lacks what the service plan demands.
        Vetoed: a plugin does not allow it.
    """
    received_at = now()
    async with transaction():
        reported = await _checked(report, actor=actor, received_at=received_at)
        reported = replace(reported, previous_ticket_id=previous_ticket_id)
        for _ in range(ATTEMPTS_MAX):
            repeated = await _repeat(report, actor=actor)
            if repeated is not None:
                return Opened(ticket=repeated, is_new=False)
            opened = await _insert(reported)
            if opened is not None:
                return Opened(ticket=opened, is_new=True)
        # The key's holder was opened by somebody else and finished again between every two looks.
        raise Unavailable


async def _checked(report: TicketCreate, *, actor: Actor, received_at: datetime) -> Reported:
    place = await lookups.place(report.project_id, report.equipment_id, actor=actor)
    mistakes = [
        *place_mistakes(place, project_id=report.project_id, equipment_id=report.equipment_id),
        *_moment_mistakes(report, received_at),
        *document_mistakes(report.metadata, pointer="/metadata"),
    ]
    if place is None:
        refuse(mistakes)
    assert place is not None, "an unknown project is a mistake"
    resolved = await served_there(place, project_id=report.project_id, at=received_at)
    occasion = Occasion(actor=actor, at=received_at, active=resolved.active, record=None)
    extended = await extensions.prepare(TICKET_RECORD, report.extensions, occasion=occasion)
    refuse([*mistakes, *_missing_facts(report, activation.core_terms(resolved.active)), *extended.mistakes])
    return Reported(
        report=report, place=place, resolved=resolved, extended=extended, actor=actor, received_at=received_at
    )


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


async def _insert(reported: Reported) -> TicketRecord | None:
    """Write the ticket; return None if its `dedup_key` was taken meanwhile."""
    if reported.report.dedup_key is None:
        return await write_new(reported)
    try:
        # A savepoint of its own: to lose the race for the key must not end the request.
        async with transaction():
            return await write_new(reported)
    except UniqueViolation as clash:
        if clash.concerns("ticket", "project_id", "dedup_key"):
            return None
        raise


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
    occasion = await on_ticket(ticket, actor=actor)
    await log.add_repeat(ticket, report.description or report.title, at=at, occasion=occasion)
    repeated = TicketRepeated(**announcements.subject_fields(ticket, at=at), repeat_count=ticket.repeat_count)
    await emit(repeated, actor=actor, active=occasion.active)
    return await history.as_left(ticket, occasion)
