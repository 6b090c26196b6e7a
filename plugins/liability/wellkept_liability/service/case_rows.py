"""The rows of cases: versions, answers and the history are written here, whatever is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.case_states import CaseStatus, CaseStep
from wellkept_liability.rules.shares import basis_points
from wellkept_liability.schemas.cases import LiabilityVersionCreate
from wellkept_liability.schemas.shares import LiabilityShareCreate
from wellkept_liability.service.numbers import next_number
from wellkept_liability.tables import (
    LiabilityCase,
    LiabilityCaseStep,
    LiabilityShare,
    LiabilityVersion,
)
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId, TicketId

#: Its record is the ticket; the moment is that until which answers are awaited.
ANSWERS_TIMER: Final = "case_answers"
FIRST_VERSION: Final = 1
_PREFIX: Final = "LC"
#: Of a case whose shares nobody is asked about, or not yet.
UNASKED: Final[Mapping[str, Any]] = {"proposed_at": None, "answer_due_at": None, "overdue_at": None}


class Step(Struct, frozen=True, kw_only=True):
    """
    Something that is done to a case.

    Args:
        to: where the case stands afterwards.
        at: when it happened.
        changes: columns of the case beside its status.
        data: the action's own fields, as JSON values.
    """

    kind: CaseStep
    to: CaseStatus
    at: datetime
    given_by: AnsweredBy = AnsweredBy.STAFF
    party_id: PartyId | None = None
    changes: Mapping[str, Any] = {}
    data: Mapping[str, Any] = {}
    note: str | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """What somebody has decided for all."""

    decided_by: str
    decision: str


async def insert(ctx: Ctx, ticket_id: UUID) -> Row:
    """
    Store a case that has no version yet, and return it.

    Raises:
        Conflict: the ticket has one already.
    """
    return await ctx.db.insert(
        LiabilityCase,
        **await next_number(ctx, "liability_case", _PREFIX),
        ticket_id=ticket_id,
        status=CaseStatus.PROVISIONAL.value,
        current_version=FIRST_VERSION,
        actor_id=ctx.actor.id,
    )


async def write_version(
    ctx: Ctx,
    case_id: UUID,
    version: int,
    said: LiabilityVersionCreate,
    *,
    at: datetime,
    decision: Decision | None = None,
) -> UUID:
    """Store a version whose shares have no mistakes, and return its id."""
    row = await ctx.db.insert(
        LiabilityVersion,
        case_id=case_id,
        version=version,
        cause=msgspec.to_builtins(said.cause),
        basis=said.basis.value,
        basis_text=said.basis_text,
        decided_by=None if decision is None else decision.decided_by,
        decision=None if decision is None else decision.decision,
        actor_id=ctx.actor.id,
        occurred_at=at,
        recorded_at=ctx.at,
    )
    await ctx.db.insert_many(LiabilityShare, _share_rows(row["id"], said.shares))
    return row["id"]


async def take(ctx: Ctx, before: Row, step: Step) -> Row:
    """Do a step to a locked case, keep it in the history and the audit, and return the row as it is then."""
    row = await ctx.db.update(LiabilityCase, before["id"], changes={**step.changes, "status": step.to.value})
    await remember(ctx, row, step, from_status=before["status"])
    if before["status"] != row["status"]:
        await show_anew(ctx, row)
    return row


async def remember(ctx: Ctx, row: Row, step: Step, *, from_status: str | None) -> None:
    """Keep a step in the history of a case, and in the audit."""
    await ctx.db.insert(
        LiabilityCaseStep,
        case_id=row["id"],
        action=step.kind.value,
        from_status=from_status,
        to_status=step.to.value,
        version=row["current_version"],
        party_id=step.party_id,
        given_by=step.given_by.value,
        note=step.note,
        data=dict(step.data),
        actor_id=ctx.actor.id,
        occurred_at=step.at,
        recorded_at=ctx.at,
    )
    await ctx.audit(
        f"liability.case.{_AUDITED[step.kind]}",
        subject=subject(row["id"]),
        before={"status": from_status},
        after={"status": step.to.value, "version": row["current_version"], "party_id": step.party_id},
    )


async def show_anew(ctx: Ctx, row: Row) -> None:
    """Let the ticket be read anew, which shows where its case stands."""
    await ctx.raise_version(RecordName.TICKET, row["ticket_id"])


def told(row: Row) -> dict[str, Any]:
    """Return what every event of a case tells, those of `LiabilityCaseEvent`."""
    ticket_id = row["ticket_id"]
    return {
        "case_id": row["id"],
        "number": row["number"],
        "ticket_id": None if ticket_id is None else TicketId(ticket_id),
        "version": row["current_version"],
    }


def subject(case_id: UUID) -> str:
    """Return a case as the audit names it."""
    return f"liability/cases/{case_id}"


def _share_rows(version_id: UUID, shares: Sequence[LiabilityShareCreate]) -> list[dict[str, object]]:
    return [
        {
            "version_id": version_id,
            "position": position,
            "role": share.role.value,
            "party_id": share.party_id,
            "scope": None if share.scope is None else share.scope.value,
            "share_bp": size,
            "note": share.note,
        }
        for position, (share, size) in enumerate(zip(shares, basis_points(shares), strict=True))
    ]


_AUDITED: Final[Mapping[CaseStep, str]] = {
    CaseStep.OPEN: "opened",
    CaseStep.REVISE: "revised",
    CaseStep.PROPOSE: "proposed",
    CaseStep.ACCEPT: "accepted",
    CaseStep.DISPUTE: "disputed",
    CaseStep.ARBITRATE: "arbitrated",
    CaseStep.FINALISE: "finalised",
    CaseStep.LAPSE: "lapsed",
}
