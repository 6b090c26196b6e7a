"""What is recorded about a ticket: milestones, holders, facts, excuses; and folding it again."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    documents,
    get,
    needs,
    post,
    require_staff,
)
from wellkept_sdk.ids import TicketId
from wellkept_sla import errors
from wellkept_sla.permissions import EXCUSE, READ, RECORD, REPAIR
from wellkept_sla.schemas.breaches import SlaExcuse, SlaExcuseCreate
from wellkept_sla.schemas.explaining import SlaHolding
from wellkept_sla.schemas.recording import (
    SlaFact,
    SlaHolder,
    SlaHolderCreate,
    SlaMilestone,
    SlaMilestoneCreate,
)
from wellkept_sla.schemas.repairing import SlaReplay, SlaReplayCreate
from wellkept_sla.service import excuses, holders, milestones, replay, showing

OK = 200

_MOMENTS = (errors.FactInFuture, errors.FactBeforeStart, errors.TicketCancelled)


@get("/milestones", opt=needs(READ.name))
async def list_milestones(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SlaMilestone]:
    """Return what was recorded to have happened to a ticket, oldest first."""
    return await milestones.milestones(ctx, TicketId(ticket_id), page)


@post("/milestones", opt=needs(RECORD.name) | documents(problems=[errors.MilestoneUnknown, *_MOMENTS]))
async def record_milestone(
    ticket_id: FromPath[UUID], data: JSONBody[SlaMilestoneCreate], ctx: NamedDependency[Ctx]
) -> SlaMilestone:
    """Record that something happened which a clock names; of several of its name, the first decides."""
    return await milestones.record(ctx, TicketId(ticket_id), data)


@get("/holders", opt=needs(READ.name))
async def list_holders(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SlaHolding]:
    """Return who had a ticket's matter in hand, and since when who has it, oldest first."""
    return await holders.timeline(ctx, TicketId(ticket_id), page)


@post(
    "/holders",
    opt=needs(RECORD.name) | documents(problems=[errors.HolderPartyMismatch, errors.HolderUnknownParty, *_MOMENTS]),
)
async def record_holder(
    ticket_id: FromPath[UUID], data: JSONBody[SlaHolderCreate], ctx: NamedDependency[Ctx]
) -> SlaHolder:
    """Record who has the matter in hand, until a hold, a resumption or somebody says otherwise."""
    return await holders.record(ctx, TicketId(ticket_id), data)


@get("/facts", opt=needs(READ.name))
async def list_facts(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SlaFact]:
    """Return the inputs from which a ticket's clocks follow, in the order in which they happened; not for outsiders."""
    require_staff(ctx.actor, READ.name)
    return await showing.facts(ctx, TicketId(ticket_id), page)


@post("/replay", status_code=OK, opt=needs(REPAIR.name))
async def replay_ticket(
    ticket_id: FromPath[UUID], data: JSONBody[SlaReplayCreate], ctx: NamedDependency[Ctx]
) -> SlaReplay:
    """Fold the facts of a ticket again, compare the stored clocks with what comes of it, and store that if asked."""
    return await replay.replay(ctx, TicketId(ticket_id), applies=data.apply)


@post("/breaches/{breach_id:uuid}/excuses", opt=needs(EXCUSE.name) | documents(problems=[errors.BreachAlreadyMarked]))
async def excuse_breach(
    ticket_id: FromPath[UUID],
    breach_id: FromPath[UUID],
    data: JSONBody[SlaExcuseCreate],
    ctx: NamedDependency[Ctx],
) -> SlaExcuse:
    """Excuse a breach with a reason: it stays one, and reports count it apart."""
    return await excuses.excuse(ctx, TicketId(ticket_id), breach_id, data)


ON_TICKET = (
    list_milestones,
    record_milestone,
    list_holders,
    record_holder,
    list_facts,
    replay_ticket,
    excuse_breach,
)
