"""Milestones: moments of a ticket that its clocks name, told by people or by other plugins."""

from datetime import datetime

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import NotFound, refuse
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId
from wellkept_sla.errors import MilestoneUnknown
from wellkept_sla.events import SlaMilestoneRecorded
from wellkept_sla.rules.facts import Fact, FactData, FactKind, in_order
from wellkept_sla.rules.terms_of_clocks import terms_of
from wellkept_sla.schemas.recording import SlaMilestone, SlaMilestoneCreate
from wellkept_sla.service.moments import moment_mistakes, moment_of, uncancelled
from wellkept_sla.service.pages import page_of
from wellkept_sla.service.recount import NewFact, recount
from wellkept_sla.service.showing import Look, look
from wellkept_sla.terms import SlaTerms

_PREFIX = "milestone:"


async def milestones(ctx: Ctx, ticket_id: TicketId, page: PageRequest) -> Page[SlaMilestone]:
    """Return one page of what has happened, in its order; to partners, only what their own clocks name."""
    seen = await look(ctx, ticket_id, as_of=ctx.at)
    recorded = [] if seen is None else [fact for fact in in_order(list(seen.facts)) if fact.kind is FactKind.MILESTONE]
    if seen is not None and ctx.actor.role is Role.PARTNER:
        named = _named_for(seen, ctx)
        recorded = [fact for fact in recorded if fact.data.milestone in named]
    found = page_of(recorded, page, name_of=lambda fact: fact.position)
    items = [SlaMilestone.of(fact, actor=ctx.actor) for fact in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def record(ctx: Ctx, ticket_id: TicketId, draft: SlaMilestoneCreate) -> SlaMilestone:
    """
    Record that something happened; the first of its kind decides for the clocks.

    Raises:
        MilestoneUnknown: no clock of the activation names it.
        FactInFuture: it has not happened yet.
        FactBeforeStart: it happened before the clocks start.
        TicketCancelled: the ticket is cancelled.
    """
    at = moment_of(ctx, draft.occurred_at)
    unknown = [] if draft.milestone in _named(ctx.terms(SlaTerms)) else [MilestoneUnknown.at("/milestone")]
    refuse([*unknown, *await moment_mistakes(ctx, ticket_id, at=at)])
    fact = await _store(ctx, ticket_id, at=at, data=FactData(milestone=draft.milestone, note=draft.note))
    return SlaMilestone.of(fact, actor=ctx.actor)


async def tell(ctx: Ctx, ticket_id: TicketId, *, milestone: str, occurred_at: datetime) -> None:
    """
    Record that something happened, as another plugin tells it; nothing happens where no clock names it.

    Raises:
        FactInFuture: it has not happened yet.
        FactBeforeStart: it happened before the clocks start.
        TicketCancelled: the ticket is cancelled.
    """
    if milestone not in _named(ctx.terms(SlaTerms)):
        return
    at = moment_of(ctx, occurred_at)
    refuse(await moment_mistakes(ctx, ticket_id, at=at))
    await _store(ctx, ticket_id, at=at, data=FactData(milestone=milestone))


async def _store(ctx: Ctx, ticket_id: TicketId, *, at: datetime, data: FactData) -> Fact:
    assert data.milestone is not None
    async with ctx.db.transaction():
        ticket = await uncancelled(ctx, ticket_id)
        news = NewFact(kind=FactKind.MILESTONE, occurred_at=at, data=data)
        recounted = await recount(ctx, ticket_id, news=[news])
        if recounted is None:
            raise NotFound
        [fact] = recounted.recorded
        await ctx.emit(
            SlaMilestoneRecorded(
                ticket_id=ticket_id,
                customer_id=ticket.customer_id,
                project_id=ticket.project_id,
                occurred_at=at,
                milestone=data.milestone,
            )
        )
    return fact


def _named(terms: SlaTerms) -> set[str]:
    """Return the milestones that clocks name."""
    points = [point for clock in terms.clocks.values() for point in (clock.starts_on, clock.stops_on)]
    return {point.removeprefix(_PREFIX) for point in points if point is not None and point.startswith(_PREFIX)}


def _named_for(seen: Look, ctx: Ctx) -> set[str]:
    """Return the milestones that the caller's own clocks name."""
    named: set[str] = set()
    for clock in seen.clocks(ctx.actor):
        said = terms_of(clock, facts=seen.facts, library=seen.library).clocks[clock.code]
        named |= {point.removeprefix(_PREFIX) for point in (said.starts_on, said.stops_on) if point is not None}
    return named
