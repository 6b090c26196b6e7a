"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_inventory.commands import COMMANDS
from wellkept_inventory.demo import DEMO
from wellkept_inventory.errors import ERRORS
from wellkept_inventory.events import EVENTS, InventoryReservationFilled
from wellkept_inventory.extensions import EXTENSIONS
from wellkept_inventory.jobs import JOBS, TIMERS
from wellkept_inventory.labels import LABELS
from wellkept_inventory.permissions import PERMISSIONS
from wellkept_inventory.reactions import on_reservation_filled
from wellkept_inventory.routes import MOUNTS
from wellkept_inventory.service import ticket_life
from wellkept_inventory.service.serving import SERVICES
from wellkept_inventory.settings import InventorySettings
from wellkept_inventory.tables import SCHEMA
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin, subscribe
from wellkept_sdk.hooks import ContractHooks, TicketHooks, hookimpl
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_sdk.hooks.stock import StockHooks
from wellkept_sdk.hooks.ticket_questions import Charges, ChargesQuestion
from wellkept_sdk.hooks.tickets import ReactivatedTicket, TransitionedTicket
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.parties import PARTIES


class InventoryPlugin(Plugin, TicketHooks, ContractHooks):
    """Spare parts as an append-only double-entry ledger."""

    manifest = Manifest(
        name="inventory",
        version="1.0.0",
        sdk=">=1.0,<2",
        requires=("parties",),
        provides=(INVENTORY.name,),
        uses=(PARTIES.name, CONSIGNMENT.name),
        # Stock that moves without its posting, or a cancelled ticket that goes on holding parts, must not exist.
        failure=FailurePolicy.REQUIRED,
    )
    settings = InventorySettings
    terms = InventoryTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    timers = TIMERS
    jobs = JOBS
    services = SERVICES
    hooks = (StockHooks,)
    permissions = PERMISSIONS
    events = EVENTS
    commands = COMMANDS
    errors = ERRORS
    labels = LABELS
    demo = DEMO

    @hookimpl
    async def terms_checking(self, ctx: Ctx, event: TermsChecking) -> TermsFaults | None:  # noqa: ARG002 - every hook's
        """Tell how long a reservation cannot hold."""
        return ticket_life.terms_faults(event.plugins.get(self.manifest.name))

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Release what is reserved for a ticket that has ended."""
        await ticket_life.transitioned(ctx, event)

    @hookimpl
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Release what is reserved for a ticket that may have no parts any more."""
        await ticket_life.reactivated(ctx, event)

    @hookimpl
    async def ticket_charges(self, ctx: Ctx, event: ChargesQuestion) -> Charges | None:
        """State what our own parts have cost."""
        return await ticket_life.charges(ctx, event)

    @subscribe(InventoryReservationFilled)
    async def show_filled(self, ctx: Ctx, event: InventoryReservationFilled) -> None:
        """Let a ticket be read anew whose parts have come."""
        await on_reservation_filled(ctx, event)


plugin = InventoryPlugin()
