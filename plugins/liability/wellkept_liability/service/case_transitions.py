"""What is done to cases: proposed, answered, decided for all, frozen."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from wellkept_liability.errors import CaseNotAllowed, CaseNotFound, CaseUndetermined, CaseVersionOutdated
from wellkept_liability.events.cases import (
    LiabilityCaseAccepted,
    LiabilityCaseArbitrated,
    LiabilityCaseFinalised,
    LiabilityCaseProposed,
)
from wellkept_liability.permissions import ANSWER, DECIDE, WRITE
from wellkept_liability.queries import case_history
from wellkept_liability.queries import cases as queries
from wellkept_liability.queries.evidence import digests
from wellkept_liability.rules.answering import needs_answer, status_after
from wellkept_liability.rules.case_states import CaseAction, CaseStatus, CaseStep, allowed_actions, is_allowed
from wellkept_liability.rules.hashing import evidence_root
from wellkept_liability.schemas.case_steps import (
    LiabilityAccept,
    LiabilityArbitrate,
    LiabilityCaseTransition,
    LiabilityDispute,
    LiabilityFinalise,
    LiabilityPropose,
)
from wellkept_liability.schemas.cases import LiabilityBasis, LiabilityCaseRead, LiabilityCause, LiabilityVersionCreate
from wellkept_liability.service import case_rows as rows
from wellkept_liability.service.answers import answer, borne_share
from wellkept_liability.service.case_rows import ANSWERS_TIMER, UNASKED, Decision, Step
from wellkept_liability.service.moments import moment_of
from wellkept_liability.service.share_parties import involve, require_shares
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import IfMatch
from wellkept_sdk.services.liability import ShareRole

ACTION: Final[Mapping[type[LiabilityCaseTransition], CaseAction]] = {
    LiabilityPropose: CaseAction.PROPOSE,
    LiabilityAccept: CaseAction.ACCEPT,
    LiabilityDispute: CaseAction.DISPUTE,
    LiabilityArbitrate: CaseAction.ARBITRATE,
    LiabilityFinalise: CaseAction.FINALISE,
}
PERMISSION: Final[Mapping[CaseAction, str]] = {
    CaseAction.PROPOSE: WRITE.name,
    CaseAction.ACCEPT: ANSWER.name,
    CaseAction.DISPUTE: ANSWER.name,
    CaseAction.ARBITRATE: DECIDE.name,
    CaseAction.FINALISE: DECIDE.name,
}


async def transition(
    ctx: Ctx, ticket_id: UUID, command: LiabilityCaseTransition, *, if_match: IfMatch
) -> LiabilityCaseRead:
    """
    Do an action to the case of a ticket; of several callers at once each finds what the one before has left.

    Raises:
        PermissionDenied: the caller may not do it, or not for the party that it names.
        CaseNotFound: the ticket has no case that the caller may see.
        PreconditionFailed: it has changed since the version that the caller has seen.
        CaseVersionOutdated: another version than the one that holds would be answered.
        CaseNotAllowed: its status does not allow the action.
        CaseAnswerTooLate: silence was taken as the answer.
        CaseUndetermined: it would be final, and nobody bears a share yet.
        Invalid: a moment, a share, a party or evidence is wrong.
        Conflict: a party that would be involved is blocked or archived.
    """
    action = ACTION[type(command)]
    if not ctx.actor.may(PERMISSION[action]):
        raise PermissionDenied(permissions=(PERMISSION[action],))
    async with ctx.db.transaction():
        case = await queries.locked(ctx, ticket_id)
        await _require_told(ctx, case)
        if_match.require(case["version"])
        _require_present(case, command)
        require_allowed(case, action)
        row = await _perform(ctx, case, command)
        return await queries.read(ctx, row)


def require_allowed(case: Row, action: CaseAction) -> None:
    """
    Make sure that the status of a case allows an action.

    Raises:
        CaseNotAllowed: it does not; the problem names what it allows.
    """
    status = CaseStatus(case["status"])
    if not is_allowed(action, status=status):
        raise CaseNotAllowed(case_status=status, allowed=allowed_actions(status))


async def has_undetermined(ctx: Ctx, case: Row) -> bool:
    """Return whether nobody bears one of the current shares yet."""
    return any(share["role"] == ShareRole.UNDETERMINED for share in await queries.shares_of(ctx, case["id"]))


async def _require_told(ctx: Ctx, case: Row) -> None:
    """Refuse whoever was never shown the case: for them there is none."""
    if ctx.actor.is_outside and not await queries.was_told(ctx, case["id"]):
        raise CaseNotFound


def _require_present(case: Row, command: LiabilityCaseTransition) -> None:
    answers = isinstance(command, LiabilityAccept | LiabilityDispute)
    if answers and command.version != case["current_version"]:
        raise CaseVersionOutdated(current_version=case["current_version"])


async def _perform(ctx: Ctx, case: Row, command: LiabilityCaseTransition) -> Row:
    at = moment_of(ctx, command.occurred_at, since=await case_history.last_done_at(ctx, case["id"]))
    if isinstance(command, LiabilityPropose):
        return await _propose(ctx, case, command, at=at)
    if isinstance(command, LiabilityArbitrate):
        return await _arbitrate(ctx, case, command, at=at)
    if isinstance(command, LiabilityFinalise):
        return await _finalise(ctx, case, command, at=at)
    return await answer(ctx, case, command, at=at)


async def _propose(ctx: Ctx, case: Row, command: LiabilityPropose, *, at: datetime) -> Row:
    shares = [borne_share(share) for share in await queries.shares_of(ctx, case["id"])]
    days = command.answer_within_days or ctx.terms(LiabilityTerms).answer_within_days
    asked = any(map(needs_answer, shares))
    due_at = at + timedelta(days=days) if asked else None
    step = Step(
        kind=CaseStep.PROPOSE,
        to=status_after(shares, []),
        at=at,
        changes={"proposed_at": at, "answer_due_at": due_at, "overdue_at": None},
        data={"answer_within_days": days},
        note=command.note,
    )
    row = await rows.take(ctx, case, step)
    await involve(ctx, case["ticket_id"], shares)
    if due_at is not None:
        await ctx.timers.set(ANSWERS_TIMER, case["ticket_id"], due_at=due_at)
    await ctx.emit(LiabilityCaseProposed(**rows.told(row), answer_due_at=due_at))
    if not asked:
        await ctx.emit(LiabilityCaseAccepted(**rows.told(row)))
    return row


async def _arbitrate(ctx: Ctx, case: Row, command: LiabilityArbitrate, *, at: datetime) -> Row:
    await require_shares(ctx, command.shares)
    version = case["current_version"] + 1
    said = _said(await queries.shares_of(ctx, case["id"]), command)
    decision = Decision(decided_by=command.decided_by, decision=command.decision)
    await rows.write_version(ctx, case["id"], version, said, at=at, decision=decision)
    await ctx.timers.cancel(ANSWERS_TIMER, case["ticket_id"])
    step = Step(
        kind=CaseStep.ARBITRATE,
        to=CaseStatus.ARBITRATED,
        at=at,
        changes={**UNASKED, "proposed_at": at, "current_version": version},
        data={"decided_by": command.decided_by, "decision": command.decision},
        note=command.note,
    )
    row = await rows.take(ctx, case, step)
    await involve(ctx, case["ticket_id"], [borne_share(share) for share in await queries.shares_of(ctx, row["id"])])
    await ctx.emit(LiabilityCaseArbitrated(**rows.told(row)))
    return row


async def _finalise(ctx: Ctx, case: Row, command: LiabilityFinalise, *, at: datetime) -> Row:
    if await has_undetermined(ctx, case):
        raise CaseUndetermined
    root = evidence_root(await digests(ctx, case["id"]))
    await ctx.timers.cancel(ANSWERS_TIMER, case["ticket_id"])
    step = Step(
        kind=CaseStep.FINALISE,
        to=CaseStatus.FINAL,
        at=at,
        changes={"finalised_at": at, "evidence_root": root},
        data={"evidence_root": root},
        note=command.note,
    )
    row = await rows.take(ctx, case, step)
    await ctx.emit(LiabilityCaseFinalised(**rows.told(row), evidence_root=root))
    return row


def _said(before: Sequence[Row], command: LiabilityArbitrate) -> LiabilityVersionCreate:
    """Return what was decided as a version: the shares are new, cause and basis stay what they were."""
    return LiabilityVersionCreate(
        cause=msgspec.convert(before[0]["cause"], LiabilityCause),
        basis=LiabilityBasis(before[0]["basis"]),
        basis_text=before[0]["basis_text"],
        shares=command.shares,
    )
