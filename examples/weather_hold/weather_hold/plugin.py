"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from weather_hold import errors, events, permissions, reactions
from weather_hold.commands import COMMANDS
from weather_hold.contract import WEATHER
from weather_hold.extensions import EXTENSIONS
from weather_hold.jobs import JOBS, TIMERS
from weather_hold.labels import LABELS
from weather_hold.routes import MOUNTS
from weather_hold.service import possibility, watches, work
from weather_hold.settings import WeatherHoldSettings
from weather_hold.tables import SCHEMA
from weather_hold.terms import WeatherHoldTerms
from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin, provide, subscribe
from wellkept_sdk.events.tickets import TicketResolved
from wellkept_sdk.hooks import TicketHooks, Veto, hookimpl
from wellkept_sdk.hooks.tickets import (
    ImportedTickets,
    OpenedTicket,
    ReactivatedTicket,
    TicketTransitioning,
    TransitionedTicket,
    TransitionPatch,
)
from wellkept_sdk.records.tickets import HoldReason, TicketStatus


class WeatherHold(Plugin, TicketHooks):
    """Lets work outdoors wait for the weather."""

    manifest = Manifest(
        name="weather_hold",
        version="2.0.0",
        sdk=">=1.0,<2",
        provides=(WEATHER.name,),
        failure=FailurePolicy.REQUIRED,
    )
    settings = WeatherHoldSettings
    terms = WeatherHoldTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    services = (provide(WEATHER, possibility.Weather),)
    permissions = (permissions.READ, permissions.WRITE)
    events = (events.WatchBegan, events.WatchEnded)
    jobs = JOBS
    timers = TIMERS
    commands = COMMANDS
    errors = (errors.TooWindy, errors.ReadingRepeated, errors.ReadingInFuture)
    labels = LABELS

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Veto | TransitionPatch | None:
        """Let nobody begin work outdoors in a strong wind."""
        return await possibility.veto(ctx, event)

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Take the ticket up."""
        await work.take_up(ctx, [event.ticket])

    @hookimpl
    async def tickets_imported(self, ctx: Ctx, event: ImportedTickets) -> None:
        """Take a batch up; what was held for the weather in the other system goes on waiting here."""
        await work.take_up(ctx, event.tickets)
        await watches.begin_silently(ctx, event.tickets)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Watch what is held for the weather, for as long as it is held."""
        if event.before.hold_reason is HoldReason.WEATHER and event.ticket.status is not TicketStatus.ON_HOLD:
            await watches.end(ctx, event.ticket.id, at=event.occurred_at)
        elif event.ticket.hold_reason is HoldReason.WEATHER:
            await watches.begin(ctx, event.ticket, at=event.occurred_at)

    @hookimpl
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Take the ticket up under its new terms, or stop watching it."""
        if event.is_active:
            await work.take_up(ctx, [event.ticket])
            await watches.begin(ctx, event.ticket, at=ctx.at)
        else:
            await watches.end(ctx, event.ticket.id, at=ctx.at)

    @subscribe(TicketResolved)
    async def tell_waiting_time(self, ctx: Ctx, event: TicketResolved) -> None:
        """Say in the service record how long the work has waited."""
        await reactions.on_resolved(ctx, event)


plugin = WeatherHold()
