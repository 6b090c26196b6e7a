"""The steps by which money that was held back is released."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_liability.errors import RetentionNotAllowed, RetentionNotFound
from wellkept_liability.queries import retentions as queries
from wellkept_liability.rules.retention import RetentionAction, RetentionStatus, allowed_actions
from wellkept_liability.schemas.retentions import (
    LiabilityRetentionActionRead,
    LiabilityRetentionActions,
    LiabilityRetentionCheck,
    LiabilityRetentionPay,
    LiabilityRetentionRead,
    LiabilityRetentionRemind,
    LiabilityRetentionRequest,
    LiabilityRetentionTransition,
)
from wellkept_liability.service import retention_effects as effects
from wellkept_liability.service import retention_rows as rows
from wellkept_liability.service.moments import moment_of
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.http import IfMatch

_ACTION: Final[Mapping[type[LiabilityRetentionTransition], RetentionAction]] = {
    LiabilityRetentionRequest: RetentionAction.REQUEST_RELEASE,
    LiabilityRetentionCheck: RetentionAction.CHECK,
    LiabilityRetentionRemind: RetentionAction.REMIND,
    LiabilityRetentionPay: RetentionAction.PAY,
}
# What follows one upon the other; money may be withheld and deducted at any time.
_LAST_STEP: Final = (
    "SELECT occurred_at FROM liability_retention_entry WHERE retention_id = ?"
    " AND kind NOT IN ('withheld', 'deducted') ORDER BY position DESC LIMIT 1"
)


async def actions(ctx: Ctx, project_id: UUID, retention_id: UUID) -> LiabilityRetentionActions:
    """
    Return every step, and whether the status of a retention allows it.

    Raises:
        RetentionNotFound: the project has no such retention that the caller may see.
    """
    status = RetentionStatus((await queries.visible(ctx, project_id, retention_id))["status"])
    allowed = allowed_actions(status)
    return LiabilityRetentionActions(
        status=status,
        actions=[LiabilityRetentionActionRead(action=action, allowed=action in allowed) for action in RetentionAction],
    )


async def transition(
    ctx: Ctx, project_id: UUID, retention_id: UUID, command: LiabilityRetentionTransition, *, if_match: IfMatch
) -> LiabilityRetentionRead:
    """
    Do a step of the release of what is held back.

    Raises:
        RetentionNotFound: the project has no such retention that the caller may see.
        PreconditionFailed: it has changed since the version that the caller has seen.
        Invalid: the moment or what is to be deducted is wrong.
        RetentionNotAllowed: its status does not allow the step.
        RetentionTooEarly: it is asked for before its last day is over.
        RetentionNotDue: it is reminded of a check that is not overdue.
        RetentionInsufficient: not so much is held back as is to be deducted.
    """
    await queries.visible(ctx, project_id, retention_id)
    async with ctx.db.transaction():
        before = await rows.locked_or_none(ctx, retention_id)
        if before is None:
            raise RetentionNotFound
        if_match.require(before["version"])
        _require_allowed(before, _ACTION[type(command)])
        at = moment_of(ctx, command.occurred_at, since=await _last_step_at(ctx, retention_id))
        return await queries.read(ctx, await _done(ctx, before, command, at))


def _require_allowed(row: Row, action: RetentionAction) -> None:
    allowed = allowed_actions(RetentionStatus(row["status"]))
    if action not in allowed:
        raise RetentionNotAllowed(retention_status=row["status"], allowed=[each.value for each in allowed])


async def _last_step_at(ctx: Ctx, retention_id: UUID) -> datetime | None:
    row = await ctx.db.fetch_one(_LAST_STEP, retention_id)
    return None if row is None else row["occurred_at"]


async def _done(ctx: Ctx, before: Row, command: LiabilityRetentionTransition, at: datetime) -> Row:
    match command:
        case LiabilityRetentionRequest():
            return await effects.request(ctx, before, command, at=at)
        case LiabilityRetentionRemind():
            return await effects.remind(ctx, before, command, at=at)
        case LiabilityRetentionCheck():
            return await effects.check(ctx, before, command, at=at)
        case LiabilityRetentionPay():
            return await effects.pay(ctx, before, command, at=at)
