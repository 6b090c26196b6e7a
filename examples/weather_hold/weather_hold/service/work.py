"""What is remembered of a ticket's work and of a project's site."""

from collections.abc import Sequence
from uuid import UUID

from weather_hold.queries import Site, sites
from weather_hold.schemas import WeatherHoldProjectWrite, WeatherHoldTicketWrite
from weather_hold.terms import WeatherHoldTerms
from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.records.tickets import TicketRecord


async def take_up(ctx: Ctx, tickets: Sequence[TicketRecord]) -> None:
    """
    Remember whether the work of tickets with equal terms is outdoors, and up to which wind.

    What people have said about a ticket stays; its limit becomes that of the terms.
    """
    terms = ctx.terms(WeatherHoldTerms)
    known = await sites(ctx, {ticket.project_id for ticket in tickets})
    await ctx.db.execute_many(
        "INSERT INTO weather_hold_work (id, ticket_id, outdoor, wind_max_mps) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (ticket_id) DO UPDATE SET wind_max_mps = excluded.wind_max_mps",
        [_row(ticket, known[ticket.project_id], terms) for ticket in tickets],
    )


async def say_outdoor(ctx: Ctx, ticket_id: UUID, said: WeatherHoldTicketWrite | None) -> None:
    """Remember what people say about a ticket's work; nothing asks the project's kind again."""
    ticket = await ctx.tickets.get(TicketId(ticket_id))
    await take_up(ctx, [ticket])
    if said is None:
        site = (await sites(ctx, [ticket.project_id]))[ticket.project_id]
        outdoor = site.kind in ctx.terms(WeatherHoldTerms).outdoor_kinds
    else:
        outdoor = said.outdoor
    await ctx.db.execute("UPDATE weather_hold_work SET outdoor = ? WHERE ticket_id = ?", outdoor, ticket_id)


async def limit_site(ctx: Ctx, project_id: UUID, said: WeatherHoldProjectWrite | None) -> None:
    """Give a site a limit of its own for the tickets to come, or take it away."""
    if said is None:
        await ctx.db.execute("DELETE FROM weather_hold_site WHERE project_id = ?", project_id)
        return
    await ctx.db.execute(
        "INSERT INTO weather_hold_site (id, project_id, wind_max_mps) VALUES (?, ?, ?)"
        " ON CONFLICT (project_id) DO UPDATE SET wind_max_mps = excluded.wind_max_mps",
        *(uuid7(), project_id, said.wind_max_mps),
    )


def _row(ticket: TicketRecord, site: Site, terms: WeatherHoldTerms) -> tuple[object, ...]:
    limits = [terms.wind_max_mps, *([] if site.wind_max_mps is None else [site.wind_max_mps])]
    return uuid7(), ticket.id, site.kind in terms.outdoor_kinds, min(limits)
