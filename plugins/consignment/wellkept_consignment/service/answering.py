"""Answering the lines of a statement, by the supplier or for it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from wellkept_consignment.errors import (
    AnswerConceded,
    AnswerEvidence,
    AnswerUnknownLine,
    PriceCurrency,
    StatementNotFound,
)
from wellkept_consignment.events import ConsignmentStatementAnswered
from wellkept_consignment.queries import statements as queries
from wellkept_consignment.rules.answers import Answer, AnsweredHow, Outcome
from wellkept_consignment.rules.statements import StatementStatus
from wellkept_consignment.schemas.answers import (
    ConsignmentAnswers,
    ConsignmentConfirmation,
    ConsignmentDispute,
    ConsignmentEvidence,
)
from wellkept_consignment.schemas.statements import ConsignmentStatementRead
from wellkept_consignment.service import statement_rows as rows
from wellkept_consignment.service.statement_rows import subject, total_of
from wellkept_consignment.service.statements import wrong_state
from wellkept_consignment.tables import ConsignmentStatement
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import FieldError, Invalid, NotFound, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import milli_of

#: What was conceded stays so, however often it is confirmed: its correction stands beside it.
_CONCEDED = f"CASE WHEN outcome = '{Outcome.CONCEDED.value}' THEN"
_WRITE = (
    "UPDATE consignment_statement_line SET answer = ?, reason = ?, party_quantity_milli = ?, party_amount_minor = ?,"
    f" outcome = {_CONCEDED} outcome END, note = {_CONCEDED} note END,"
    " answered_by = ?, answered_at = ?, answered_how = ? WHERE id = ?"
)
_SAID = ("answer", "reason", "party_quantity_milli", "party_amount_minor")


async def answer(
    ctx: Ctx, statement_id: UUID, data: ConsignmentAnswers, *, if_match: IfMatch
) -> ConsignmentStatementRead:
    """
    Confirm or dispute lines, all of them or none.

    Raises:
        StatementNotFound: there is no such statement that the caller may see.
        PreconditionFailed: it has changed since the version that the caller has seen.
        StatementWrongState: it is not issued, or agreed already.
        Invalid: a line is not on the statement or named twice, an amount has another currency, or evidence is missing.
        AnswerConceded: a line is disputed again whose amount was agreed by a correction.
    """
    async with ctx.db.transaction():
        row = await answerable(ctx, statement_id)
        if_match.require(row["version"])
        await require_evidence(ctx, data.evidence)
        asked = [each.statement_line_id for each in data.answers]
        refuse(_mistakes(data.answers, currency=row["currency"]))
        found = await named(ctx, statement_id, asked, pointer="/answers")
        return await written(
            ctx,
            row,
            {place["on_id"]: _said(each) for place, each in zip(found, data.answers, strict=True)},
            places=found,
            evidence=data.evidence,
        )


async def answerable(ctx: Ctx, statement_id: UUID) -> Row:
    """
    Return a statement that the caller may answer now, held until the transaction ends.

    Raises:
        StatementNotFound: there is no such statement that the caller may see.
        StatementWrongState: it is not issued, or agreed already.
    """
    await queries.visible(ctx, statement_id)
    row = await rows.locked(ctx, statement_id)
    if row is None:
        raise StatementNotFound
    if row["status"] != StatementStatus.ISSUED:
        raise wrong_state(row)
    return row


async def require_evidence(ctx: Ctx, evidence: ConsignmentEvidence | None) -> None:
    """
    Make sure that whoever answers for the supplier says how that answered.

    Raises:
        AnswerEvidence: nothing is said.
        Invalid: an attachment is named that is not there.
    """
    if evidence is None and not ctx.actor.is_outside:
        raise AnswerEvidence.at("/evidence")
    if evidence is not None and evidence.attachment_id is not None:
        try:
            await ctx.attachments.sha256(evidence.attachment_id)
        except NotFound as missing:
            raise unknown_reference("/evidence/attachment_id", "attachment") from missing


async def named(ctx: Ctx, statement_id: UUID, ids: Sequence[UUID], *, pointer: str) -> list[Row]:
    """
    Return lines that stand on a statement, in the order in which they are named.

    Raises:
        Invalid: one does not stand there, or is named twice.
    """
    found = {place["on_id"]: place for place in await queries.places(ctx, statement_id, ids)}
    mistakes: list[Invalid] = []
    for position, line_id in enumerate(ids):
        if line_id not in found:
            mistakes.append(AnswerUnknownLine.at(f"{pointer}/{position}/statement_line_id"))
        elif line_id in ids[:position]:
            mistakes.append(
                invalid(f"{pointer}/{position}/statement_line_id", "duplicate", "The line is named already.")
            )
    refuse(mistakes)
    return [found[line_id] for line_id in ids]


async def written(
    ctx: Ctx,
    row: Row,
    said: Mapping[UUID, Mapping[str, Any]],
    *,
    places: Sequence[Row],
    evidence: ConsignmentEvidence | None,
) -> ConsignmentStatementRead:
    """
    Write answers in the caller's transaction, which holds the statement, and return it; what is said already is left.

    Args:
        ctx: whose actor answers.
        row: of the statement.
        said: answer, reason, quantity and amount, by the id of the line's place.
        places: of the same lines.
        evidence: how the supplier answered, if somebody else writes it down.

    Raises:
        AnswerConceded: a line is disputed again whose amount was agreed by a correction.
    """
    changed = [place for place in places if _before(place) != said[place["on_id"]]]
    conceded = [
        FieldError(f"/answers/{position}/answer", AnswerConceded.code, AnswerConceded.title())
        for position, place in enumerate(places)
        if place["on_outcome"] == Outcome.CONCEDED and said[place["on_id"]]["answer"] == Answer.DISPUTED
    ]
    if conceded:
        raise AnswerConceded(errors=conceded)
    if not changed:
        return await queries.read(ctx, row)
    how = AnsweredHow.PARTY if ctx.actor.is_outside else AnsweredHow.ON_BEHALF
    await ctx.db.execute_many(
        _WRITE,
        [
            (*(said[place["on_id"]][name] for name in _SAID), ctx.actor.id, ctx.at, how.value, place["on_id"])
            for place in changed
        ],
    )
    await ctx.audit(
        "consignment.statement.answered",
        subject=subject(row["id"]),
        before={str(place["on_id"]): _before(place) for place in changed},
        after={
            **{str(place["on_id"]): dict(said[place["on_id"]]) for place in changed},
            "how": how.value,
            "evidence": msgspec.to_builtins(evidence),
        },
    )
    # No amount has changed, and the total neither.
    return await announced(ctx, await ctx.db.update(ConsignmentStatement, row["id"], changes={}))


async def announced(ctx: Ctx, row: Row) -> ConsignmentStatementRead:
    """Tell how the lines of a statement are answered now, and return it; they are counted once."""
    count = await queries.count(ctx, row["id"])
    await ctx.emit(
        ConsignmentStatementAnswered(
            statement_id=row["id"],
            number=row["number"],
            agreement_id=row["agreement_id"],
            party_id=PartyId(row["party_id"]),
            total=total_of(row),
            pending=count["pending"],
            disputed=count["disputed"],
        )
    )
    return ConsignmentStatementRead.of(row, count)


def _mistakes(answers: Sequence[ConsignmentConfirmation | ConsignmentDispute], *, currency: str) -> list[Invalid]:
    return [
        PriceCurrency.at(f"/answers/{position}/party_amount/currency")
        for position, each in enumerate(answers)
        if isinstance(each, ConsignmentDispute)
        and each.party_amount is not None
        and each.party_amount.currency != currency
    ]


def _said(each: ConsignmentConfirmation | ConsignmentDispute) -> dict[str, Any]:
    if isinstance(each, ConsignmentConfirmation):
        return dict.fromkeys(_SAID) | {"answer": Answer.CONFIRMED.value}
    return {
        "answer": Answer.DISPUTED.value,
        "reason": each.reason,
        "party_quantity_milli": None if each.party_quantity is None else milli_of(each.party_quantity),
        "party_amount_minor": None if each.party_amount is None else each.party_amount.amount_minor,
    }


def _before(place: Row) -> dict[str, Any]:
    return {name: place[f"on_{name}"] for name in _SAID}
