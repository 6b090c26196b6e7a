"""Seven plugins that listen to everything that happens to a ticket, and do nothing."""

from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.tickets import OpenedTicket, TicketOpening, TicketTransitioning, TransitionedTicket

PLUGINS = 7


class Listener(Plugin, TicketHooks):
    """A plugin that hears of tickets; it fails the change if it fails, so it needs no savepoint."""

    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> None:
        """Have nothing against it."""

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Take note."""

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> None:
        """Have nothing against it."""

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Take note."""


def seven_plugins() -> list[Listener]:
    """Return the plugins; every second one is optional, as in a real deployment."""
    return [_listener(number) for number in range(1, PLUGINS + 1)]


def _listener(number: int) -> Listener:
    failure = FailurePolicy.OPTIONAL if number % 2 else FailurePolicy.REQUIRED
    manifest = Manifest(name=f"listener_{number}", version="1.0.0", sdk=">=1.0,<2", failure=failure)
    return type(f"Listener{number}", (Listener,), {"manifest": manifest})()
