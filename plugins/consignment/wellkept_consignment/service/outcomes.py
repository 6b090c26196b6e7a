"""How disputes end: the line stands, another amount is agreed, or it is left for a later statement."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec.structs import replace

from wellkept_consignment.errors import OutcomeNotDisputed, PriceCurrency, StatementNotFound
from wellkept_consignment.queries import lines as line_queries
from wellkept_consignment.queries import statements as queries
from wellkept_consignment.rules.answers import Answer, Outcome
from wellkept_consignment.rules.changes import adjustment, claims_held
from wellkept_consignment.rules.groups import OwedLine
from wellkept_consignment.rules.lines import LineDraft
from wellkept_consignment.rules.statements import StatementStatus
from wellkept_consignment.schemas.answers import (
    ConsignmentCarried,
    ConsignmentConceded,
    ConsignmentOutcome,
    ConsignmentOutcomes,
    ConsignmentUpheld,
)
from wellkept_consignment.schemas.statements import ConsignmentStatementRead
from wellkept_consignment.service import lines
from wellkept_consignment.service import statement_rows as rows
from wellkept_consignment.service.answering import announced, named
from wellkept_consignment.service.statement_rows import subject
from wellkept_consignment.service.statements import wrong_state
from wellkept_consignment.tables import ConsignmentStatementLine
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import FieldError, refuse
from wellkept_sdk.http import IfMatch
from wellkept_sdk.services.consignment import LineKind

_END = "UPDATE consignment_statement_line SET standing = ?, answer = ?, outcome = ?, note = ? WHERE id = ?"
_ADJUSTING = frozenset({LineKind.CORRECTION, LineKind.CLAIM})


async def end(
    ctx: Ctx, statement_id: UUID, data: ConsignmentOutcomes, *, if_match: IfMatch
) -> ConsignmentStatementRead:
    """
    End disputes, all of them or none.

    Raises:
        StatementNotFound: there is no such statement.
        PreconditionFailed: it has changed since the version that the caller has seen.
        StatementWrongState: it is not issued, or agreed already.
        Invalid: a line is not on the statement or named twice, or an amount has another currency.
        OutcomeNotDisputed: a line is not in dispute.
    """
    async with ctx.db.transaction():
        row = await _held(ctx, statement_id)
        if_match.require(row["version"])
        refuse(
            [
                PriceCurrency.at(f"/outcomes/{position}/amount/currency")
                for position, each in enumerate(data.outcomes)
                if isinstance(each, ConsignmentConceded) and each.amount.currency != row["currency"]
            ]
        )
        found = await named(ctx, statement_id, [each.statement_line_id for each in data.outcomes], pointer="/outcomes")
        _require_disputed(found)
        await ctx.db.execute_many(_END, [_ended(each) for each in data.outcomes])
        await _correct(ctx, statement_id, found, data.outcomes)
        await ctx.audit(
            "consignment.statement.disputes_ended",
            subject=subject(statement_id),
            after={str(each.statement_line_id): msgspec.to_builtins(each) for each in data.outcomes},
        )
        return await announced(ctx, await rows.changed(ctx, statement_id))


async def _held(ctx: Ctx, statement_id: UUID) -> Row:
    """Return an issued statement; nobody prices the lines of its agreement before the transaction ends."""
    seen = await queries.visible(ctx, statement_id)
    await rows.locked_agreement(ctx, seen["agreement_id"])
    row = await rows.locked(ctx, statement_id)
    if row is None:
        raise StatementNotFound
    if row["status"] != StatementStatus.ISSUED:
        raise wrong_state(row)
    return row


def _require_disputed(found: Sequence[Row]) -> None:
    wrong = [
        FieldError(f"/outcomes/{position}", OutcomeNotDisputed.code, OutcomeNotDisputed.title())
        for position, place in enumerate(found)
        if place["on_answer"] != Answer.DISPUTED
    ]
    if wrong:
        raise OutcomeNotDisputed(errors=wrong)


def _ended(each: ConsignmentOutcome) -> tuple[bool, str, str | None, str, UUID]:
    if isinstance(each, ConsignmentCarried):
        return False, Answer.CARRIED.value, None, each.note, each.statement_line_id
    outcome = Outcome.UPHELD if isinstance(each, ConsignmentUpheld) else Outcome.CONCEDED
    return True, Answer.CONFIRMED.value, outcome.value, each.note, each.statement_line_id


async def _correct(ctx: Ctx, statement_id: UUID, found: Sequence[Row], outcomes: Sequence[ConsignmentOutcome]) -> None:
    """Let corrections to what was agreed join the statement; a claimed share follows on a later one."""
    conceded = [
        (msgspec.convert(place, OwedLine), each)
        for place, each in zip(found, outcomes, strict=True)
        if isinstance(each, ConsignmentConceded) and each.amount.amount_minor != place["amount_minor"]
    ]
    if not conceded:
        return
    drafts = [_correction(ctx, line, each) for line, each in conceded]
    recorded = await lines.record(ctx, drafts)
    await ctx.db.insert_many(
        ConsignmentStatementLine,
        [
            {
                "statement_id": statement_id,
                "line_id": line["id"],
                "standing": True,
                "late": False,
                "answer": Answer.CONFIRMED.value,
                "note": each.note,
                "answered_at": ctx.at,
            }
            for line, (_, each) in zip(recorded, conceded, strict=True)
        ],
    )
    corrected = {draft.corrects_line_id for draft in drafts}
    groups = await line_queries.groups_with(ctx, [line for line, _ in conceded])
    touched = [group for group in groups if corrected & {member.id for member in group.members}]
    await lines.record(ctx, [claim for group in touched for claim in claims_held(group, group.net_minor, at=ctx.at)])


def _correction(ctx: Ctx, line: OwedLine, each: ConsignmentConceded) -> LineDraft:
    """Return the difference to what was agreed; that of a correction or claim corrects what it corrects."""
    delta_minor = each.amount.amount_minor - (line.amount_minor or 0)
    draft = replace(adjustment(line, LineKind.CORRECTION, delta_minor, at=ctx.at), reason=each.note)
    return replace(draft, corrects_line_id=line.corrects_line_id) if line.kind in _ADJUSTING else draft
