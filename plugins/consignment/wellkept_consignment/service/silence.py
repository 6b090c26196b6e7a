"""Statements that were not answered in time."""

from typing import Final
from uuid import UUID

from wellkept_consignment.events import ConsignmentStatementAnswerLapsed
from wellkept_consignment.rules.answers import Answer, AnsweredHow
from wellkept_consignment.rules.statements import StatementStatus
from wellkept_consignment.schemas.agreements import ConsignmentSilence
from wellkept_consignment.service import statement_rows as rows
from wellkept_consignment.service.statement_rows import subject, total_of
from wellkept_sdk import Ctx
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import local_day

_DUE: Final = (
    "SELECT statement.id, statement.answer_due_on, agreement.time_zone FROM consignment_statement statement"
    " JOIN consignment_agreement agreement ON agreement.id = statement.agreement_id"
    " WHERE statement.status = 'issued' AND statement.reminded_at IS NULL AND EXISTS (SELECT 1"
    " FROM consignment_statement_line place WHERE place.statement_id = statement.id AND place.standing"
    " AND place.answer = 'pending') ORDER BY statement.id"
)
_CONFIRM: Final = (
    f"UPDATE consignment_statement_line SET answer = '{Answer.CONFIRMED}', answered_at = ?,"
    f" answered_how = '{AnsweredHow.SILENCE}' WHERE statement_id = ? AND standing AND answer = '{Answer.PENDING}'"
)


async def lapsed(ctx: Ctx) -> list[UUID]:
    """Return the statements whose last day for an answer is over, with lines that nobody has answered."""
    return [
        row["id"]
        for row in await ctx.db.fetch(_DUE)
        if row["answer_due_on"] < local_day(ctx.at, time_zone=row["time_zone"])
    ]


async def lapse(ctx: Ctx, statement_id: UUID) -> None:
    """Confirm by silence, where that was agreed, or remind of the answer; once, and one transaction."""
    async with ctx.db.transaction():
        row = await rows.locked(ctx, statement_id)
        # Between the question and the lock somebody may have agreed or cancelled it.
        if row is None or row["status"] != StatementStatus.ISSUED or row["reminded_at"] is not None:
            return
        agreement = await rows.agreement_of(ctx, row["agreement_id"])
        confirmed = 0
        if agreement["silence"] == ConsignmentSilence.CONFIRMS:
            confirmed = await ctx.db.execute(_CONFIRM, ctx.at, statement_id)
        await ctx.db.execute(
            "UPDATE consignment_statement SET reminded_at = ?, updated_at = ?, version = version + 1 WHERE id = ?",
            *(ctx.at, ctx.at, statement_id),
        )
        await ctx.audit(
            "consignment.statement.answer_lapsed", subject=subject(statement_id), after={"confirmed": confirmed}
        )
        await ctx.emit(
            ConsignmentStatementAnswerLapsed(
                statement_id=statement_id,
                number=row["number"],
                agreement_id=row["agreement_id"],
                party_id=PartyId(row["party_id"]),
                total=total_of(row),
                confirmed=confirmed,
            )
        )
