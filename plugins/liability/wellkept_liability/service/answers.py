"""Words on shares: of whoever bears them, of our own house for them, or of nobody in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from wellkept_liability.errors import AnswerEvidence, CaseAnswerTooLate, CaseNotFound
from wellkept_liability.events.cases import LiabilityCaseAccepted, LiabilityCaseDisputed
from wellkept_liability.queries import cases as queries
from wellkept_liability.queries.evidence import may_read
from wellkept_liability.rules.answering import (
    AnsweredBy,
    ShareAnswer,
    is_of_customer,
    is_of_party,
    needs_answer,
    status_after,
)
from wellkept_liability.rules.case_states import CaseStatus, CaseStep
from wellkept_liability.rules.shares import basis_points, size_mistakes
from wellkept_liability.schemas.case_steps import LiabilityAccept, LiabilityDispute
from wellkept_liability.schemas.shares import (
    BorneShare,
    LiabilityAnswerEvidence,
    LiabilityCounterShare,
    LiabilityShareCreate,
)
from wellkept_liability.service import case_rows as rows
from wellkept_liability.service.case_rows import ANSWERS_TIMER, Step
from wellkept_liability.tables import LiabilityAnswer
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId, TicketId

_STEP = {ShareAnswer.ACCEPTED: CaseStep.ACCEPT, ShareAnswer.DISPUTED: CaseStep.DISPUTE}


class Word(Struct, frozen=True, kw_only=True):
    """What is answered, by whom and when; the same to each share that it is about."""

    answer: ShareAnswer
    by: AnsweredBy
    at: datetime
    reason: str | None = None
    counter_shares: list[dict[str, Any]] | None = None
    evidence: dict[str, Any] | None = None


async def answer(ctx: Ctx, case: Row, command: LiabilityAccept | LiabilityDispute, *, at: datetime) -> Row:
    """
    Answer the shares of one who bears some, in the caller's transaction, which holds the case; return its row.

    Raises:
        PermissionDenied: a partner or customer names another party.
        CaseNotFound: the caller from outside bears no share.
        CaseAnswerTooLate: silence was taken as the answer.
        Invalid: who answers is not told or bears no share, evidence is missing, or counter-shares are not the whole.
    """
    shares = await queries.shares_of(ctx, case["id"])
    own = _answered(ctx, shares, command)
    if any(share["said_given_by"] == AnsweredBy.SILENCE for share in shares):
        raise CaseAnswerTooLate
    await _require_evidence(ctx, case, command)
    word = _word(ctx, command, at=at)
    fresh = [share for share in own if not _is_said(share, word)]
    if not fresh:
        return case
    status = await write(ctx, case, shares, fresh, word)
    party_id = own[0]["party_id"]
    step = Step(
        kind=_STEP[word.answer],
        to=status,
        at=at,
        given_by=word.by,
        party_id=None if party_id is None else PartyId(party_id),
        data=_told(word, fresh),
        note=command.note,
    )
    row = await rows.take(ctx, case, step)
    await tell(ctx, case, row, [share["party_id"] for share in fresh], word.answer)
    return row


async def write(ctx: Ctx, case: Row, shares: Sequence[Row], answered: Sequence[Row], word: Word) -> CaseStatus:
    """
    Store one answer to several shares of the current version, in place of earlier ones, and return what it leads to.

    Args:
        ctx: in whose transaction, which holds the case.
        case: whose.
        shares: all of the version.
        answered: those of them that are answered.
        word: the answer.
    """
    ids = [share["share_id"] for share in answered]
    replaced = ctx.db.any_of("share_id", ids)
    await ctx.db.execute(f"DELETE FROM liability_answer WHERE {replaced.sql}", *replaced.args)
    said = {
        "answer": word.answer.value,
        "reason": word.reason,
        "counter_shares": word.counter_shares,
        "given_by": word.by.value,
        "evidence": word.evidence,
        "actor_id": ctx.actor.id,
        "occurred_at": word.at,
        "recorded_at": ctx.at,
    }
    await ctx.db.insert_many(
        LiabilityAnswer,
        [{**said, "version_id": share["version_id"], "share_id": share["share_id"]} for share in answered],
    )
    others = [
        ShareAnswer(share["said_answer"])
        for share in shares
        if share["share_id"] not in ids and share["said_answer"] is not None
    ]
    answers = [*others, *[word.answer] * len(ids)]
    borne = [borne_share(share) for share in shares]
    if len(answers) == sum(1 for share in borne if needs_answer(share)):
        await ctx.timers.cancel(ANSWERS_TIMER, case["ticket_id"])
    return status_after(borne, answers)


async def tell(ctx: Ctx, before: Row, row: Row, party_ids: Sequence[PartyId | None], answer: ShareAnswer) -> None:
    """Announce disputes, each of those who dispute once, and that all agree now."""
    if answer is ShareAnswer.DISPUTED:
        for party_id in dict.fromkeys(party_ids):
            await ctx.emit(LiabilityCaseDisputed(**rows.told(row), disputing_party_id=party_id))
    if row["status"] == CaseStatus.ACCEPTED != before["status"]:
        await ctx.emit(LiabilityCaseAccepted(**rows.told(row)))


def borne_share(share: Row) -> BorneShare:
    """Return who bears a stored share."""
    return msgspec.convert({"role": share["role"], "party_id": share["party_id"]}, BorneShare)


def _answered(ctx: Ctx, shares: Sequence[Row], command: LiabilityAccept | LiabilityDispute) -> list[Row]:
    """Return the shares that a caller answers: its own, or those of whom our own house answers for."""
    named = command.party_id
    if not ctx.actor.is_outside:
        found = _of_customer(shares) if named is None else _of_party(shares, named)
    elif named is not None and named != ctx.actor.party_id:
        raise PermissionDenied(detail="Nobody answers for another party.")
    else:
        found = _of_customer(shares) if ctx.actor.role is Role.CUSTOMER else _of_party(shares, ctx.actor.party_id)
    if found:
        return found
    if ctx.actor.is_outside:
        raise CaseNotFound
    if named is None:
        raise invalid("/party_id", "required", "The customer bears no share: name the party that answers.")
    raise unknown_reference("/party_id", "share of this party")


def _of_customer(shares: Sequence[Row]) -> list[Row]:
    return [share for share in shares if is_of_customer(borne_share(share))]


def _of_party(shares: Sequence[Row], party_id: PartyId | None) -> list[Row]:
    return [share for share in shares if is_of_party(borne_share(share), party_id)]


async def _require_evidence(ctx: Ctx, case: Row, command: LiabilityAccept | LiabilityDispute) -> None:
    evidence = command.evidence
    if evidence is None:
        if not ctx.actor.is_outside and isinstance(command, LiabilityAccept):
            raise AnswerEvidence.at("/evidence")
        return
    if evidence.attachment_id is not None:
        ticket_id = TicketId(case["ticket_id"])
        files = (await ctx.tickets.files([ticket_id]))[ticket_id]
        if not any(each.id == evidence.attachment_id and may_read(ctx, each.visibility) for each in files):
            raise unknown_reference("/evidence/attachment_id", "attachment")


def _word(ctx: Ctx, command: LiabilityAccept | LiabilityDispute, *, at: datetime) -> Word:
    by = AnsweredBy.PARTY if ctx.actor.is_outside else AnsweredBy.STAFF
    evidence = _builtins(command.evidence)
    if isinstance(command, LiabilityAccept):
        return Word(answer=ShareAnswer.ACCEPTED, by=by, at=at, evidence=evidence)
    return Word(
        answer=ShareAnswer.DISPUTED,
        by=by,
        at=at,
        reason=command.reason,
        counter_shares=_counter_shares(command.counter_shares),
        evidence=evidence,
    )


def _counter_shares(shares: list[LiabilityShareCreate] | None) -> list[dict[str, Any]] | None:
    if shares is None:
        return None
    # Who disputes may not know the others: only the sizes are looked at.
    refuse(size_mistakes(shares, pointer="/counter_shares"))
    counter = [
        LiabilityCounterShare(
            role=share.role, party_id=share.party_id, scope=share.scope, share_bp=size, note=share.note
        )
        for share, size in zip(shares, basis_points(shares), strict=True)
    ]
    return msgspec.to_builtins(counter)


def _told(word: Word, answered: Sequence[Row]) -> dict[str, Any]:
    """Return what the history keeps of an answer: to which shares it was given, and what was said."""
    said = {name: value for name, value in msgspec.structs.asdict(word).items() if value is not None}
    return msgspec.to_builtins({**said, "share_ids": [share["share_id"] for share in answered]})


def _builtins(evidence: LiabilityAnswerEvidence | None) -> dict[str, Any] | None:
    return None if evidence is None else msgspec.to_builtins(evidence)


def _is_said(share: Row, word: Word) -> bool:
    """Return whether the same was answered already, so that nothing new is to be kept."""
    return share["said_answer"] == word.answer and word.answer is ShareAnswer.ACCEPTED
