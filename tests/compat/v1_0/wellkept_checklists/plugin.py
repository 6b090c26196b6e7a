"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin, subscribe
from wellkept_sdk.events.tickets import TicketCancelled
from wellkept_sdk.hooks import TicketHooks, Veto, hookimpl
from wellkept_sdk.hooks.tickets import OpenedTicket, TicketTransitioning

from wellkept_checklists import errors, events, permissions, service
from wellkept_checklists.extensions import EXTENSIONS
from wellkept_checklists.labels import LABELS
from wellkept_checklists.routes import MOUNTS
from wellkept_checklists.tables import SCHEMA
from wellkept_checklists.terms import ChecklistsTerms


class ChecklistsPlugin(Plugin, TicketHooks):
    """Keeps a list of things to do at each ticket."""

    manifest = Manifest(name="checklists", version="0.1.0", sdk=">=1.0,<2", failure=FailurePolicy.REQUIRED)
    terms = ChecklistsTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    permissions = (permissions.READ, permissions.WRITE)
    events = (events.ChecklistsItemAdded, events.ChecklistsItemDone)
    errors = (errors.ChecklistsItemRepeated, errors.ChecklistsItemsOpen)
    labels = LABELS

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Begin the list."""
        await service.begin(ctx, event.ticket.id)

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Veto | None:
        """Let nobody resolve a ticket with open items."""
        return await service.veto(ctx, event.ticket.id, event.action)

    @subscribe(TicketCancelled)
    async def forget(self, ctx: Ctx, event: TicketCancelled) -> None:
        """Forget what nobody will do any more."""
        await service.forget(ctx, event.ticket_id)


plugin = ChecklistsPlugin()
