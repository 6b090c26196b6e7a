"""Statements that were not answered in time, where that means yes."""

from wellkept_costs.events import CostsStatementAgreed
from wellkept_costs.rules.statements import AgreedBy, StatementAction, StatementStatus
from wellkept_costs.service import statement_rows as rows
from wellkept_costs.service.statement_moves import taken, told
from wellkept_sdk import Ctx, DueTimer


async def agree(ctx: Ctx, timer: DueTimer) -> None:
    """Agree to a statement by silence, unless it was answered or asked about again meanwhile."""
    async with ctx.db.transaction():
        before = await rows.locked(ctx, timer.record_id)
        if before is None or before["status"] != StatementStatus.ISSUED or before["answer_due_at"] > ctx.at:
            return
        at = before["answer_due_at"]
        changes = {"agreed_at": at, "agreed_by": AgreedBy.SILENCE.value}
        row = await taken(ctx, before, StatementAction.AGREE, changes, at=at)
        await ctx.emit(CostsStatementAgreed(**told(row), agreed_by=AgreedBy.SILENCE))
