"""Issuing, answering, amending, settling and voiding statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from wellkept_costs.errors import (
    StatementInFuture,
    StatementNotAllowed,
    StatementNotFound,
    StatementOutOfOrder,
)
from wellkept_costs.events import (
    CostsStatementAgreed,
    CostsStatementAmended,
    CostsStatementDisputed,
    CostsStatementEvent,
    CostsStatementIssued,
    CostsStatementSettled,
    CostsStatementVoided,
)
from wellkept_costs.permissions import SETTLE
from wellkept_costs.queries import statements as queries
from wellkept_costs.rules.statements import (
    DESTINATION,
    AgreedBy,
    StatementAction,
    StatementStatus,
    allowed_actions,
)
from wellkept_costs.schemas.statements import (
    CostsStatementAgree,
    CostsStatementAmend,
    CostsStatementDispute,
    CostsStatementIssue,
    CostsStatementRead,
    CostsStatementSettle,
    CostsStatementTransition,
    CostsStatementVoid,
)
from wellkept_costs.service import statement_rows as rows
from wellkept_costs.service.statement_rows import subject, total_of
from wellkept_costs.service.statement_steps import SILENCE, Changes, action_of, changes_of
from wellkept_costs.service.statements import may
from wellkept_costs.tables import CostsStatement
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import CustomerId
from wellkept_sdk.moment import as_utc


async def move(
    ctx: Ctx, statement_id: UUID, data: CostsStatementTransition, *, if_match: IfMatch
) -> CostsStatementRead:
    """
    Do an action to a statement.

    Raises:
        StatementNotFound: there is no such statement that the caller may see.
        PermissionDenied: the caller may only answer.
        PreconditionFailed: it has changed since the version that the caller has seen.
        StatementNotAllowed: its status does not allow it.
        Invalid: the moment is not possible, or a line is named that does not stand on it.
        StatementEmpty: no line would be left.
    """
    action = action_of(data)
    async with ctx.db.transaction():
        await queries.visible(ctx, statement_id)
        if not may(ctx.actor, action):
            raise PermissionDenied(permissions=(SETTLE.name,))
        before = await rows.locked(ctx, statement_id)
        if before is None:
            raise StatementNotFound
        if_match.require(before["version"])
        require_allowed(before, action)
        at = _moment(ctx, data.occurred_at, before)
        changes = await changes_of(ctx, before, data, at=at)
        row = await taken(ctx, before, action, changes, at=at)
        await ctx.emit(_told(row, data))
        return await queries.read(ctx, row)


def require_allowed(row: Row, action: StatementAction) -> None:
    """
    Make sure that the status of a statement allows an action.

    Raises:
        StatementNotAllowed: it does not; the problem names the actions that it allows.
    """
    allowed = allowed_actions(StatementStatus(row["status"]))
    if action not in allowed:
        raise StatementNotAllowed(statement_status=row["status"], allowed=[each.value for each in allowed])


async def taken(ctx: Ctx, before: Row, action: StatementAction, changes: Changes, *, at: datetime) -> Row:
    """Store an action with what it changes, and keep who has done it; return the statement."""
    to = DESTINATION[action]
    if to is not StatementStatus.ISSUED:
        await ctx.timers.cancel(SILENCE, before["id"])
    row = await ctx.db.update(CostsStatement, before["id"], changes={**changes, "status": to.value, "moved_at": at})
    await ctx.audit(
        f"costs.statement.{_DONE[action]}",
        subject=subject(row["id"]),
        before={"status": before["status"], "total_minor": before["total_minor"]},
        after={**changes, "status": row["status"], "occurred_at": at},
    )
    return row


#: What was done, as events and the audit name it.
_DONE: Final[Mapping[StatementAction, str]] = {
    StatementAction.ISSUE: "issued",
    StatementAction.AGREE: "agreed",
    StatementAction.DISPUTE: "disputed",
    StatementAction.AMEND: "amended",
    StatementAction.SETTLE: "settled",
    StatementAction.VOID: "voided",
}


def told(row: Row) -> dict[str, Any]:
    """Return what every event of a statement tells, as its arguments."""
    return {
        "statement_id": row["id"],
        "number": row["number"],
        "customer_id": CustomerId(row["customer_id"]),
        "total": total_of(row),
    }


def _told(row: Row, data: CostsStatementTransition) -> CostsStatementEvent:
    """Return what is announced of an action, with what it alone has to say."""
    if isinstance(data, CostsStatementIssue):
        return CostsStatementIssued(**told(row), answer_due_at=row["answer_due_at"])
    if isinstance(data, CostsStatementAmend):
        removed = data.remove_line_ids
        return CostsStatementAmended(**told(row), removed_line_ids=removed, answer_due_at=row["answer_due_at"])
    if isinstance(data, CostsStatementDispute):
        return CostsStatementDisputed(**told(row), line_ids=[each.line_id for each in data.lines])
    return _ended(row, data)


def _ended(row: Row, data: CostsStatementAgree | CostsStatementSettle | CostsStatementVoid) -> CostsStatementEvent:
    if isinstance(data, CostsStatementAgree):
        return CostsStatementAgreed(**told(row), agreed_by=AgreedBy(row["agreed_by"]))
    if isinstance(data, CostsStatementSettle):
        return CostsStatementSettled(**told(row), reference=data.reference)
    return CostsStatementVoided(**told(row), reason=data.reason)


def _moment(ctx: Ctx, occurred_at: datetime | None, before: Row) -> datetime:
    """
    Return when an action happened.

    Raises:
        StatementInFuture: it has not happened yet.
        StatementOutOfOrder: it would have happened before the last one; the first may be told later than it happened.
    """
    if occurred_at is None:
        return ctx.at
    at = as_utc(occurred_at, pointer="/occurred_at")
    if at > ctx.at:
        raise StatementInFuture.at("/occurred_at")
    if before["status"] != StatementStatus.DRAFT and at < before["moved_at"]:
        raise StatementOutOfOrder.at("/occurred_at")
    return at
