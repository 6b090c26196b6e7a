"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_consignment.demo import DEMO
from wellkept_consignment.errors import ERRORS
from wellkept_consignment.events import EVENTS
from wellkept_consignment.extensions import EXTENSIONS
from wellkept_consignment.jobs import JOBS
from wellkept_consignment.labels import LABELS
from wellkept_consignment.permissions import PERMISSIONS
from wellkept_consignment.routes import MOUNTS
from wellkept_consignment.service import ageing, charging, moving
from wellkept_consignment.service.serving import SERVICES
from wellkept_consignment.settings import ConsignmentSettings
from wellkept_consignment.tables import SCHEMA
from wellkept_consignment.terms import ConsignmentTerms
from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.phases import Veto
from wellkept_sdk.hooks.stock import StockHooks
from wellkept_sdk.hooks.ticket_questions import Charges, ChargesQuestion
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.stock import StockDraft, StockPosting


class ConsignmentPlugin(Plugin, TicketHooks, StockHooks):
    """Suppliers' stock, and what is owed for its use."""

    manifest = Manifest(
        name="consignment",
        version="1.0.0",
        sdk=">=1.0,<2",
        requires=("inventory", "parties"),
        provides=(CONSIGNMENT.name,),
        uses=(INVENTORY.name, PARTIES.name),
        # No use of a supplier's stock without its line.
        failure=FailurePolicy.REQUIRED,
    )
    settings = ConsignmentSettings
    terms = ConsignmentTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    services = SERVICES
    permissions = PERMISSIONS
    events = EVENTS
    jobs = JOBS
    errors = ERRORS
    labels = LABELS
    demo = DEMO

    @hookimpl
    async def stock_moving(self, ctx: Ctx, event: StockDraft) -> Veto | None:
        """Refuse what no agreement covers, and more than was agreed."""
        return await moving.objection(ctx, event)

    @hookimpl
    async def stock_moved(self, ctx: Ctx, event: StockPosting) -> None:
        """Record what is owed, or not owed any more, and since when what came in lies there."""
        await moving.moved(ctx, event)
        await ageing.remember(ctx, event)

    @hookimpl
    async def ticket_charges(self, ctx: Ctx, event: ChargesQuestion) -> Charges | None:
        """State what the use of suppliers' stock has cost."""
        return await charging.charges(ctx, event)


plugin = ConsignmentPlugin()
