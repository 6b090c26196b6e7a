"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.db import Clause
from wellkept_sdk.hooks import ContractHooks, TicketHooks, Veto, VisibilityQuestion, hookimpl
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_sdk.hooks.ticket_questions import Candidates, CandidatesQuestion, Charges, ChargesQuestion
from wellkept_sdk.hooks.tickets import (
    ImportedTickets,
    OpenedTicket,
    ReactivatedTicket,
    TicketTransitioning,
    TransitionedTicket,
    UpdatedTicket,
)
from wellkept_sdk.services.calendars import CALENDARS
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.sla import SLA
from wellkept_sdk.services.stations import STATIONS
from wellkept_stations.demo import DEMO
from wellkept_stations.errors import ERRORS
from wellkept_stations.events import EVENTS
from wellkept_stations.extensions import EXTENSIONS
from wellkept_stations.jobs import JOBS, TIMERS
from wellkept_stations.labels import LABELS
from wellkept_stations.permissions import PERMISSIONS
from wellkept_stations.queries import visibility
from wellkept_stations.routes import MOUNTS
from wellkept_stations.service import (
    answering,
    charging,
    checking,
    enforcing,
    guarding,
    placing,
    triaged,
    withdrawing,
)
from wellkept_stations.service.serving import SERVICES
from wellkept_stations.settings import StationsSettings
from wellkept_stations.tables import SCHEMA
from wellkept_stations.terms import StationsTerms


class StationsPlugin(Plugin, TicketHooks, ContractHooks):
    """Regional stations, their engineers, who should go and why, and the visits they make."""

    manifest = Manifest(
        name="stations",
        version="1.0.0",
        sdk=">=1.0,<2",
        provides=(STATIONS.name,),
        uses=(CALENDARS.name, SLA.name, INVENTORY.name, PARTIES.name),
    )
    settings = StationsSettings
    terms = StationsTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    services = SERVICES
    permissions = PERMISSIONS
    events = EVENTS
    jobs = JOBS
    timers = TIMERS
    errors = ERRORS
    labels = LABELS
    demo = DEMO

    @hookimpl
    async def terms_checking(self, ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
        """Tell which weights could never work, and which engineers and calendars are not there."""
        return await checking.faults(ctx, event)

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Find the station."""
        await placing.ticket_opened(ctx, event)

    @hookimpl
    async def ticket_updated(self, ctx: Ctx, event: UpdatedTicket) -> None:
        """Find the station again when the equipment is another."""
        await placing.ticket_updated(ctx, event)

    @hookimpl
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Find the station of a ticket that is served from now on."""
        await placing.ticket_reactivated(ctx, event)

    @hookimpl
    async def tickets_imported(self, ctx: Ctx, event: ImportedTickets) -> None:
        """Find the stations of what an import has brought."""
        await placing.tickets_imported(ctx, event)

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Veto | None:
        """Keep a ticket open while somebody is on site; refuse who is not eligible, where the terms say so."""
        return await guarding.veto(ctx, event) or await enforcing.veto(ctx, event)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Assign or offer what was judged; withdraw offers and visits that nobody needs any more."""
        await withdrawing.transitioned(ctx, event)
        await guarding.transitioned(ctx, event)
        await triaged.transitioned(ctx, event)

    @hookimpl
    async def ticket_candidates(self, ctx: Ctx, event: CandidatesQuestion) -> Candidates | None:
        """Name who could be sent."""
        return await answering.candidates(ctx, event)

    @hookimpl
    async def ticket_charges(self, ctx: Ctx, event: ChargesQuestion) -> Charges | None:
        """State labour and travel of completed visits."""
        return await charging.charges(ctx, event)

    @hookimpl
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Show a partner the tickets that its people visit or are asked to take."""
        return visibility.tickets(event, at=ctx.at)


plugin = StationsPlugin()
