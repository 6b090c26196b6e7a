"""What each action does to a statement and its lines, in the transaction of the action."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_costs.errors import StatementEmpty
from wellkept_costs.queries import statements as queries
from wellkept_costs.rules.statements import AgreedBy, StatementAction, answer_due
from wellkept_costs.schemas.statements import (
    CostsStatementAgree,
    CostsStatementAmend,
    CostsStatementDispute,
    CostsStatementSettle,
    CostsStatementTransition,
)
from wellkept_costs.service import statement_rows as rows
from wellkept_costs.service.evidence import evidence_mistakes
from wellkept_costs.service.settlement import settlement_of
from wellkept_costs.terms import Silence
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Clause, Row
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference

#: The timer that agrees to a statement which nobody has answered.
SILENCE: Final = "statement_silence"

Changes = dict[str, Any]


def action_of(data: CostsStatementTransition) -> StatementAction:
    """Return which action this is."""
    return StatementAction(str(data.__struct_config__.tag))


async def changes_of(ctx: Ctx, before: Row, data: CostsStatementTransition, *, at: datetime) -> Changes:
    """
    Do to the lines of a locked statement what an action asks for, and return what it changes in the statement.

    Args:
        ctx: in whose transaction.
        before: the statement.
        data: the action, which its status allows.
        at: when it happened.

    Raises:
        Invalid: evidence is wrong, or a line is named that does not stand on the statement.
        StatementEmpty: no line would be left.
    """
    return await _STEPS[action_of(data)](ctx, before, data, at)


async def _issue(ctx: Ctx, before: Row, data: CostsStatementTransition, at: datetime) -> Changes:
    """Ask the customer, and let silence answer where the terms want it."""
    del data
    terms = await settlement_of(ctx, before)
    due_at = answer_due(at, within_days=terms.answer_within_days)
    if terms.silence is Silence.AGREED:
        await ctx.timers.set(SILENCE, before["id"], due_at=due_at)
    return {"issued_at": at, "answer_due_at": due_at}


async def _agree(ctx: Ctx, before: Row, data: CostsStatementTransition, at: datetime) -> Changes:
    assert isinstance(data, CostsStatementAgree)
    own = Clause("ticket.customer_id = ?", (before["customer_id"],))
    refuse(await evidence_mistakes(ctx, data.evidence, of=own, required=False))
    by = AgreedBy.CUSTOMER if ctx.actor.role is Role.CUSTOMER else AgreedBy.STAFF
    return {"agreed_at": at, "agreed_by": by.value, "evidence": msgspec.to_builtins(data.evidence)}


async def _dispute(ctx: Ctx, before: Row, data: CostsStatementTransition, at: datetime) -> Changes:
    del at
    assert isinstance(data, CostsStatementDispute)
    ids = [each.line_id for each in data.lines]
    standing = await queries.standing_among(ctx, before["id"], ids)
    refuse(_misnamed(ids, standing, pointer="/lines/{}/line_id"))
    await rows.dispute(ctx, before["id"], {each.line_id: each.reason for each in data.lines})
    return {}


async def _amend(ctx: Ctx, before: Row, data: CostsStatementTransition, at: datetime) -> Changes:
    assert isinstance(data, CostsStatementAmend)
    ids = data.remove_line_ids
    standing = await queries.standing_among(ctx, before["id"], ids) if ids else set[UUID]()
    refuse(_misnamed(ids, standing, pointer="/remove_line_ids/{}"))
    if ids:
        await rows.release(ctx, before["id"], ids)
    await rows.forget_disputes(ctx, before["id"])
    if not await rows.has_lines(ctx, before["id"]):
        raise StatementEmpty
    total = await rows.totalled(ctx, before["id"])
    return {"total_minor": total["total_minor"], **await _issue(ctx, before, data, at)}


async def _settle(ctx: Ctx, before: Row, data: CostsStatementTransition, at: datetime) -> Changes:
    del ctx, before
    assert isinstance(data, CostsStatementSettle)
    return {"settled_at": at, "reference": data.reference}


async def _void(ctx: Ctx, before: Row, data: CostsStatementTransition, at: datetime) -> Changes:
    del data, at
    await rows.release(ctx, before["id"])
    return {"total_minor": 0}


_Step = Callable[[Ctx, Row, CostsStatementTransition, datetime], Awaitable[Changes]]
_STEPS: Final[Mapping[StatementAction, _Step]] = {
    StatementAction.ISSUE: _issue,
    StatementAction.AGREE: _agree,
    StatementAction.DISPUTE: _dispute,
    StatementAction.AMEND: _amend,
    StatementAction.SETTLE: _settle,
    StatementAction.VOID: _void,
}


def _misnamed(ids: Sequence[UUID], standing: Collection[UUID], *, pointer: str) -> list[Invalid]:
    mistakes: list[Invalid] = []
    for position, line_id in enumerate(ids):
        if line_id not in standing:
            mistakes.append(unknown_reference(pointer.format(position), "line on the statement"))
        elif line_id in ids[:position]:
            mistakes.append(invalid(pointer.format(position), "duplicate", "The line is named already."))
    return mistakes
