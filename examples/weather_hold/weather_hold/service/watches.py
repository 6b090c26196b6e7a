"""Waiting for the weather: beginning, ending, resuming after a calm."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from weather_hold import queries
from weather_hold.events import WatchBegan, WatchEnded
from weather_hold.rules.wind import Wind, calm_since, forbids_work
from weather_hold.settings import WeatherHoldSettings
from weather_hold.tables import WeatherHoldWatch
from weather_hold.terms import WeatherHoldTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import Conflict
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import Action, HoldReason, LogKind, TicketRecord
from wellkept_sdk.verbs import LogDraft

CALM_CHECK = "calm_check"
#: `calm_minutes` is at most a day.
_LOOK_BACK = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


async def begin(ctx: Ctx, ticket: TicketRecord, *, at: datetime) -> None:
    """Watch a ticket that is held for the weather, and announce it; one that is watched stays so."""
    if await begin_silently(ctx, [ticket], at=at):
        await ctx.timers.set(CALM_CHECK, ticket.id, due_at=at + ctx.terms(WeatherHoldTerms).calm_minutes * _MINUTE)
        await ctx.emit(WatchBegan(ticket_id=ticket.id, project_id=ticket.project_id, occurred_at=at))


async def begin_silently(ctx: Ctx, tickets: Sequence[TicketRecord], *, at: datetime | None = None) -> int:
    """Watch those of the tickets that are held for the weather and not watched yet, and return how many they are."""
    held = [ticket for ticket in tickets if ticket.hold_reason is HoldReason.WEATHER]
    if not held:
        return 0
    watched = await queries.watched_among(ctx, [ticket.id for ticket in held])
    began = [
        {"ticket_id": ticket.id, "project_id": ticket.project_id, "began_at": at or ticket.moved_at}
        for ticket in held
        if ticket.id not in watched
    ]
    await ctx.db.insert_many(WeatherHoldWatch, began)
    return len(began)


async def end(ctx: Ctx, ticket_id: TicketId, *, at: datetime) -> None:
    """End the watch of a ticket, if it has one, and announce it."""
    watch = await ctx.db.fetch_one(
        "UPDATE weather_hold_watch SET ended_at = ?, updated_at = ?, version = version + 1"
        " WHERE ticket_id = ? AND ended_at IS NULL RETURNING project_id, began_at",
        *(at, ctx.at, ticket_id),
    )
    if watch is None:
        return
    await ctx.timers.cancel(CALM_CHECK, ticket_id)
    waited = (at - watch["began_at"]) // _MINUTE
    await ctx.emit(
        WatchEnded(ticket_id=ticket_id, project_id=watch["project_id"], occurred_at=at, waited_minutes=waited)
    )


async def tell_waiting_time(ctx: Ctx, ticket_id: TicketId) -> None:
    """Say in the service record how long the work has waited for the weather; what was said once is not repeated."""
    watches = await ctx.db.fetch(
        "UPDATE weather_hold_watch SET reported = TRUE, updated_at = ?, version = version + 1"
        " WHERE ticket_id = ? AND ended_at IS NOT NULL AND reported = FALSE RETURNING began_at, ended_at",
        *(ctx.at, ticket_id),
    )
    if watches:
        waited = sum(((watch["ended_at"] - watch["began_at"]) // _MINUTE for watch in watches), 0)
        text = f"The work has waited {waited} minutes for the weather."
        await ctx.tickets.log(ticket_id, LogDraft(kind=LogKind.NOTE, text=text))


async def resume_where_calm(ctx: Ctx) -> None:
    """Resume every ticket at whose project the wind has been calm for long enough."""
    running = await queries.running_watches(ctx)
    winds = await queries.winds(ctx, {watch.project_id for watch in running}, since=ctx.at - _LOOK_BACK)
    for watch in running:
        # Most sites are not calm: whose terms to ask is known without a statement per ticket.
        of_site = winds.get(watch.project_id, ())
        if calm_since(of_site, limit_mps=watch.wind_max_mps) is not None:
            on_ticket = await ctx.for_record(RecordName.TICKET, watch.ticket_id)
            await _resume(on_ticket, TicketId(watch.ticket_id), of_site, limit_mps=watch.wind_max_mps)


async def resume_if_calm(ctx: Ctx, ticket_id: TicketId) -> None:
    """Resume a watched ticket if the wind at its project has been calm for long enough."""
    ticket = await ctx.tickets.get(ticket_id)
    work = await queries.work_of(ctx, ticket_id)
    if ticket.hold_reason is not HoldReason.WEATHER or work is None:
        return
    winds = await queries.winds(ctx, [ticket.project_id], since=ctx.at - _LOOK_BACK)
    await _resume(ctx, ticket_id, winds.get(ticket.project_id, ()), limit_mps=work.wind_max_mps)


async def _resume(ctx: Ctx, ticket_id: TicketId, newest_first: Sequence[Wind], *, limit_mps: int) -> None:
    valid = ctx.settings(WeatherHoldSettings).reading_minutes_valid * _MINUTE
    since = calm_since(newest_first, limit_mps=limit_mps)
    is_known = forbids_work(next(iter(newest_first), None), limit_mps=limit_mps, at=ctx.at, valid=valid) is False
    if since is None or not is_known or ctx.at - since < ctx.terms(WeatherHoldTerms).calm_minutes * _MINUTE:
        return
    try:
        await ctx.tickets.transition(ticket_id, Action.RESUME, note="The wind has fallen.")
    except Conflict:
        # Somebody was faster, or another plugin has a reason to wait: the next run looks again.
        return
