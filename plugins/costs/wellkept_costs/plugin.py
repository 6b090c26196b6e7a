"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_costs.demo import DEMO
from wellkept_costs.errors import ERRORS
from wellkept_costs.events import EVENTS
from wellkept_costs.extensions import EXTENSIONS
from wellkept_costs.jobs import TIMERS
from wellkept_costs.labels import LABELS
from wellkept_costs.permissions import PERMISSIONS
from wellkept_costs.routes import MOUNTS
from wellkept_costs.service import checking, collecting
from wellkept_costs.service.serving import SERVICES
from wellkept_costs.settings import CostsSettings
from wellkept_costs.tables import SCHEMA
from wellkept_costs.terms import CostsTerms
from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.hooks import ContractHooks, TicketHooks, hookimpl
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_sdk.services.costs import COSTS
from wellkept_sdk.services.liability import LIABILITY
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.stations import STATIONS


class CostsPlugin(Plugin, TicketHooks, ContractHooks):
    """What tickets cost, who bears it towards the customer, and what both sides settle."""

    manifest = Manifest(
        name="costs",
        version="1.0.0",
        sdk=">=1.0,<2",
        # What they charge at a transition is taken in when they have written it.
        after=("inventory", "consignment", "stations"),
        provides=(COSTS.name,),
        uses=(LIABILITY.name, PARTIES.name, STATIONS.name),
    )
    settings = CostsSettings
    terms = CostsTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    services = SERVICES
    permissions = PERMISSIONS
    events = EVENTS
    errors = ERRORS
    timers = TIMERS
    labels = LABELS
    demo = DEMO

    @hookimpl
    async def terms_checking(self, ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
        """Tell which amounts and allowances could never work."""
        return await checking.faults(ctx, event)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Take in what is charged when a ticket is resolved or closed."""
        await collecting.transitioned(ctx, event)


plugin = CostsPlugin()
