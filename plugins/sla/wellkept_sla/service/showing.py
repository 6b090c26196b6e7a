"""What callers see of tickets: their clocks, folded from the facts at the moment that is asked for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.sla import ClockKind, ClockState
from wellkept_sla.queries import lists
from wellkept_sla.queries.clocks import stored_of
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.queries.library import library_of
from wellkept_sla.queries.lists import BreachFilters, ClockFilters
from wellkept_sla.rules.clocks import Clock, Folded, Holding
from wellkept_sla.rules.facts import Fact, FactKind, Library, in_order
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.stored import Stored
from wellkept_sla.rules.terms_of_clocks import terms_of
from wellkept_sla.schemas.breaches import SlaBreachListed
from wellkept_sla.schemas.clocks import Rows, SlaClock
from wellkept_sla.schemas.explaining import (
    SlaClockExplained,
    SlaExplanation,
    SlaRule,
    by_position,
)
from wellkept_sla.schemas.recording import SlaFact
from wellkept_sla.service.pages import page_of

_NOTHING_STORED = Stored()


class Look(Struct, frozen=True, kw_only=True):
    """One ticket at a moment: its facts so far, what they refer to, what follows, and what is stored of it."""

    facts: Sequence[Fact]
    library: Library
    folded: Folded
    rows: Rows

    def clocks(self, actor: Actor) -> list[Clock]:
        """Return the clocks that the caller may see, by code and number."""
        return sorted((clock for clock in self.folded.clocks if may_see(actor, clock)), key=lambda clock: clock.key)

    @property
    def present(self) -> Holding | None:
        """Who has the matter in hand; None for nobody."""
        last = self.folded.holdings[-1] if self.folded.holdings else None
        return last if last is not None and last.ends_at is None else None


def may_see(actor: Actor, clock: Clock) -> bool:
    """Return whether a clock is the caller's business: customers see what they were promised, parties what they did."""
    if not actor.is_outside:
        return True
    if actor.role is Role.CUSTOMER:
        return clock.kind is ClockKind.SLA
    return clock.kind is ClockKind.UC and clock.party_id is not None and clock.party_id == actor.party_id


def may_know(actor: Actor, holding: Holding) -> bool:
    """Return whether who had the matter in hand is the caller's business: to a party only when it was itself."""
    if actor.role is not Role.PARTNER:
        return True
    return holding.party_id is not None and holding.party_id == actor.party_id


async def looks(ctx: Ctx, ticket_ids: Collection[TicketId], *, as_of: datetime) -> Mapping[TicketId, Look]:
    """Return tickets as they stood at a moment, by what is known now; those without clocks by then are left out."""
    facts = await facts_of(ctx, ticket_ids)
    so_far = {ticket_id: [fact for fact in known if fact.occurred_at <= as_of] for ticket_id, known in facts.items()}
    opened = {ticket_id: known for ticket_id, known in so_far.items() if known and known[0].kind is FactKind.OPENED}
    library = await library_of(ctx, [fact for known in opened.values() for fact in known])
    stored = await stored_of(ctx, opened)
    return {
        ticket_id: Look(
            facts=known,
            library=library,
            folded=fold(library, known, as_of=as_of),
            rows=Rows.of(stored.get(ticket_id, _NOTHING_STORED), ticket_id=ticket_id, as_of=as_of),
        )
        for ticket_id, known in opened.items()
    }


async def look(ctx: Ctx, ticket_id: TicketId, *, as_of: datetime) -> Look | None:
    """Return one ticket as it stood at a moment; None where it had no clocks by then."""
    return (await looks(ctx, [ticket_id], as_of=as_of)).get(ticket_id)


async def ticket_clocks(
    ctx: Ctx,
    ticket_id: TicketId,
    page: PageRequest,
    *,
    as_of: datetime,
    state: ClockState | None,
    kind: ClockKind | None,
) -> Page[SlaClock]:
    """Return one page of the clocks of a ticket, by code and number."""
    seen = await look(ctx, ticket_id, as_of=as_of)
    if seen is None:
        return Page(items=[], next_cursor=None)
    wanted = [clock for clock in seen.clocks(ctx.actor) if state in {None, clock.state} and kind in {None, clock.kind}]
    found = page_of(wanted, page, name_of=lambda clock: clock.key)
    items = [SlaClock.of(clock, rows=seen.rows, actor=ctx.actor) for clock in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def explanation(ctx: Ctx, ticket_id: TicketId, *, as_of: datetime) -> SlaExplanation:
    """Return why the clocks of a ticket stand as they do."""
    seen = await look(ctx, ticket_id, as_of=as_of)
    if seen is None:
        return SlaExplanation(as_of=as_of, holder=None, clocks=[])
    return SlaExplanation(
        as_of=seen.folded.as_of,
        holder=seen.present.holder if seen.present is not None and may_know(ctx.actor, seen.present) else None,
        clocks=explained(seen, actor=ctx.actor),
    )


def explained(seen: Look, *, actor: Actor) -> list[SlaClockExplained]:
    """Return the clocks that the caller may see, each with its rule and past."""
    facts = by_position(seen.facts)
    return [
        SlaClockExplained.of(
            clock,
            rule=SlaRule.of(clock.code, terms_of(clock, facts=seen.facts, library=seen.library)),
            rows=seen.rows,
            facts=facts,
            actor=actor,
        )
        for clock in seen.clocks(actor)
    ]


async def clocks(ctx: Ctx, page: PageRequest, *, filters: ClockFilters, sort: str | None) -> Page[SlaClock]:
    """Return one page of the clocks of all tickets that the caller may see, each as it stands."""
    found = await lists.clock_page(ctx, page, filters=filters, sort=sort)
    seen = await looks(ctx, {TicketId(row["ticket_id"]) for row in found.items}, as_of=ctx.at)
    folded = {
        (ticket_id, clock.key): SlaClock.of(clock, rows=each.rows, actor=ctx.actor)
        for ticket_id, each in seen.items()
        for clock in each.clocks(ctx.actor)
    }
    places = [(row["ticket_id"], (row["code"], row["number"])) for row in found.items]
    return Page(items=[folded[place] for place in places if place in folded], next_cursor=found.next_cursor)


async def breaches(ctx: Ctx, page: PageRequest, *, filters: BreachFilters) -> Page[SlaBreachListed]:
    """Return one page of the breaches that the caller may see, newest first, as they were written down."""
    found = await lists.breach_page(ctx, page, filters=filters)
    items = [SlaBreachListed.of(row, actor=ctx.actor) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def facts(ctx: Ctx, ticket_id: TicketId, page: PageRequest) -> Page[SlaFact]:
    """Return one page of the inputs of the fold, in their order."""
    known = await facts_of(ctx, [ticket_id])
    found = page_of(in_order(list(known.get(ticket_id, ()))), page, name_of=lambda fact: fact.position)
    return Page(items=[SlaFact.of(fact) for fact in found.items], next_cursor=found.next_cursor)
