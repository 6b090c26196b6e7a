"""Asking obligors to do what they have promised, and what comes of it."""

from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_liability.errors import NoticeNotAllowed, NoticeNotFound, NoticeTooEarly
from wellkept_liability.events.warranty import (
    LiabilityNoticeDefaulted,
    LiabilityNoticeGiven,
    LiabilityNoticePerformed,
    LiabilityNoticeSteppedIn,
)
from wellkept_liability.rules.notices import LiabilityNoticeStatus, default_from, is_undone
from wellkept_liability.schemas.notices import (
    LiabilityNoticeCreate,
    LiabilityNoticeRead,
    LiabilityNoticeStepIn,
    LiabilityNoticeTransition,
)
from wellkept_liability.service.moments import moment_of
from wellkept_liability.service.warranty_terms import require_party
from wellkept_liability.tables import LiabilityNotice
from wellkept_sdk import Ctx, DueTimer, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound, ServiceInactive, invalid, unknown_reference
from wellkept_sdk.hooks.tickets import ReactivatedTicket
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.moment import as_utc

DEFAULT_TIMER: Final = "notice"

_TERM: Final = (
    "SELECT term.id, term.obligor_party_id FROM liability_warranty_term term"
    " JOIN ticket ON ticket.project_id = term.project_id"
    " WHERE term.id = ? AND ticket.id = ? AND term.revoked_at IS NULL"
)
_TICKET: Final = "SELECT ticket_id FROM liability_notice WHERE id = ?"
_OPEN: Final = "SELECT id, due_at FROM liability_notice WHERE ticket_id = ? AND status = 'open' ORDER BY id"


async def give(ctx: Ctx, ticket_id: TicketId, draft: LiabilityNoticeCreate) -> LiabilityNoticeRead:
    """
    Ask the obligor of a warranty to do what it has promised.

    Raises:
        Invalid: the ticket's project has no such warranty, or `perform_by` is neither a day nor a moment.
    """
    async with ctx.db.transaction():
        term = await ctx.db.fetch_one(_TERM, draft.warranty_term_id, ticket_id)
        if term is None:
            raise unknown_reference("/warranty_term_id", "warranty of this ticket's project")
        due_at = default_from(draft.perform_by, time_zone=await ctx.tickets.time_zone(ticket_id))
        if due_at is None:
            raise invalid("/perform_by", "type", "Expected a day, or a moment with its offset.")
        row = await ctx.db.insert(
            LiabilityNotice,
            ticket_id=ticket_id,
            obligor_party_id=term["obligor_party_id"],
            status=LiabilityNoticeStatus.OPEN,
            due_at=as_utc(due_at, pointer="/perform_by"),
            created_at=ctx.at,
            actor_id=ctx.actor.id,
            **msgspec.to_builtins(draft, builtin_types=(UUID,)),
        )
        await ctx.timers.set(DEFAULT_TIMER, row["id"], due_at=row["due_at"])
        await _audit(ctx, row, "given")
        await ctx.emit(LiabilityNoticeGiven(**_told(row), due_at=row["due_at"]))
        return _shown(row)


async def take_step(
    ctx: Ctx, ticket_id: TicketId, notice_id: UUID, step: LiabilityNoticeTransition
) -> LiabilityNoticeRead:
    """
    Record that the obligor has performed, or that somebody else steps in.

    Raises:
        NoticeNotFound: there is no such notice about the ticket.
        NoticeNotAllowed: it was performed, or somebody has stepped in.
        NoticeTooEarly: the obligor still has time, and it can wait.
        Invalid: the moment or the party is wrong.
        Conflict: the party is blocked or archived.
    """
    async with ctx.db.transaction():
        row = await ctx.db.locked(LiabilityNotice, notice_id)
        if row is None or row["ticket_id"] != ticket_id:
            raise NoticeNotFound
        if not is_undone(LiabilityNoticeStatus(row["status"])):
            raise NoticeNotAllowed
        at = moment_of(ctx, step.occurred_at)
        if isinstance(step, LiabilityNoticeStepIn):
            if not step.urgent and at < row["due_at"]:
                raise NoticeTooEarly(due_at=row["due_at"])
            if step.party_id is not None:
                await require_party(ctx, step.party_id, pointer="/party_id")
            changes: dict[str, Any] = {
                "status": LiabilityNoticeStatus.STEPPED_IN,
                "stepped_in_at": at,
                "urgent": step.urgent,
                "step_in_party_id": step.party_id,
                "reason": step.reason,
            }
        else:
            changes = {"status": LiabilityNoticeStatus.PERFORMED, "performed_at": at}
        return _shown(await _moved(ctx, row, {**changes, "outcome_note": step.note}))


async def time_over(ctx: Ctx, timer: DueTimer) -> None:
    """Let an obligor be in default that has not performed in time; once somebody has stepped in, nothing happens."""
    found = await ctx.db.fetch_one(_TICKET, timer.record_id)
    served = None if found is None else await _serving(ctx, TicketId(found["ticket_id"]))
    if served is None:
        return
    async with served.db.transaction():
        row = await served.db.locked(LiabilityNotice, timer.record_id)
        if row is None or row["status"] != LiabilityNoticeStatus.OPEN:
            return
        changes = {"status": LiabilityNoticeStatus.IN_DEFAULT, "defaulted_at": served.at}
        row = await served.db.update(LiabilityNotice, row["id"], changes=changes)
        await _audit(served, row, "defaulted")
        await served.emit(LiabilityNoticeDefaulted(**_told(row), due_at=row["due_at"]))


async def reactivated(ctx: Ctx, event: ReactivatedTicket) -> None:
    """Await obligors again where the plugin serves a ticket again: a timer that came due meanwhile was dropped."""
    if event.is_active and not event.was_active:
        found = await ctx.db.fetch(_OPEN, event.ticket.id)
        await ctx.timers.set_many(DEFAULT_TIMER, {row["id"]: row["due_at"] for row in found})


async def _moved(ctx: Ctx, row: Row, changes: dict[str, Any]) -> Row:
    row = await ctx.db.update(LiabilityNotice, row["id"], changes=changes)
    await ctx.timers.cancel(DEFAULT_TIMER, row["id"])
    if row["status"] == LiabilityNoticeStatus.PERFORMED:
        await _audit(ctx, row, "performed")
        await ctx.emit(LiabilityNoticePerformed(**_told(row)))
        return row
    await _audit(ctx, row, "stepped_in")
    party_id = row["step_in_party_id"]
    await ctx.emit(
        LiabilityNoticeSteppedIn(
            **_told(row), step_in_party_id=None if party_id is None else PartyId(party_id), urgent=row["urgent"]
        )
    )
    return row


async def _serving(ctx: Ctx, ticket_id: TicketId) -> Ctx | None:
    """Return the context of a ticket for a timer; None where the plugin does not serve it any more."""
    try:
        return await ctx.for_record(RecordName.TICKET, ticket_id)
    except (NotFound, ServiceInactive):
        return None


async def _audit(ctx: Ctx, row: Row, verb: str) -> None:
    shown = msgspec.to_builtins(_shown(row))
    await ctx.audit(f"liability.notice.{verb}", subject=f"liability/obligor-notices/{row['id']}", after=shown)


def _told(row: Row) -> dict[str, Any]:
    obligor = row["obligor_party_id"]
    return {
        "notice_id": row["id"],
        "ticket_id": TicketId(row["ticket_id"]),
        "warranty_term_id": row["warranty_term_id"],
        "obligor_party_id": None if obligor is None else PartyId(obligor),
    }


def _shown(row: Row) -> LiabilityNoticeRead:
    return msgspec.convert(row, LiabilityNoticeRead)
