"""Opening cases, and new versions of their shares."""

from uuid import UUID

from wellkept_liability.errors import CaseClosed, CaseExists
from wellkept_liability.events.cases import LiabilityCaseOpened
from wellkept_liability.queries import cases as queries
from wellkept_liability.queries import versions
from wellkept_liability.rules.case_states import CaseStatus, CaseStep, is_closed
from wellkept_liability.schemas.cases import LiabilityCaseRead, LiabilityVersionCreate, LiabilityVersionRead
from wellkept_liability.service import case_rows as rows
from wellkept_liability.service.case_rows import ANSWERS_TIMER, FIRST_VERSION, UNASKED, Step
from wellkept_liability.service.share_parties import require_shares
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict
from wellkept_sdk.http import IfMatch


async def open_case(ctx: Ctx, ticket_id: UUID, said: LiabilityVersionCreate) -> LiabilityCaseRead:
    """
    Write the first finding for a ticket, whatever the ticket's status; nobody else sees it until it is proposed.

    Raises:
        Invalid: the shares are not the whole, or somebody cannot bear one.
        CaseExists: the ticket has a case already.
    """
    async with ctx.db.transaction():
        await require_shares(ctx, said.shares)
        try:
            case = await rows.insert(ctx, ticket_id)
        except Conflict as clash:
            raise CaseExists from clash
        await rows.write_version(ctx, case["id"], FIRST_VERSION, said, at=ctx.at)
        step = Step(kind=CaseStep.OPEN, to=CaseStatus.PROVISIONAL, at=ctx.at)
        await rows.remember(ctx, case, step, from_status=None)
        await rows.show_anew(ctx, case)
        await ctx.emit(LiabilityCaseOpened(**rows.told(case)))
        return await queries.read(ctx, case)


async def revise(ctx: Ctx, ticket_id: UUID, said: LiabilityVersionCreate, *, if_match: IfMatch) -> LiabilityVersionRead:
    """
    Write a new version, which is the one that holds from now on: nobody has answered it, and nobody was asked.

    Raises:
        CaseNotFound: the ticket has no case.
        PreconditionFailed: it has changed since the version that the caller has seen.
        CaseClosed: it was decided for all, or is final.
        Invalid: the shares are not the whole, or somebody cannot bear one.
    """
    async with ctx.db.transaction():
        case = await queries.locked(ctx, ticket_id)
        if_match.require(case["version"])
        if is_closed(CaseStatus(case["status"])):
            raise CaseClosed(case_status=case["status"])
        await require_shares(ctx, said.shares)
        version = case["current_version"] + 1
        version_id = await rows.write_version(ctx, case["id"], version, said, at=ctx.at)
        await ctx.timers.cancel(ANSWERS_TIMER, ticket_id)
        changes = {**UNASKED, "current_version": version}
        await rows.take(ctx, case, Step(kind=CaseStep.REVISE, to=CaseStatus.PROVISIONAL, at=ctx.at, changes=changes))
        return await versions.version(ctx, version_id)
