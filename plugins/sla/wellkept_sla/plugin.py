"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin, subscribe
from wellkept_sdk.events.calendars import CalendarRevised
from wellkept_sdk.hooks import ContractHooks, TicketHooks, hookimpl
from wellkept_sdk.hooks.calendars import CalendarChange, CalendarHooks, CalendarImpact
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_sdk.hooks.tickets import (
    ImportedTickets,
    LoggedTicket,
    OpenedTicket,
    ReactivatedTicket,
    TransitionedTicket,
    UpdatedTicket,
)
from wellkept_sdk.services.calendars import CALENDARS
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.sla import SLA
from wellkept_sla.commands import COMMANDS
from wellkept_sla.errors import ERRORS
from wellkept_sla.events import EVENTS
from wellkept_sla.extensions import EXTENSIONS
from wellkept_sla.jobs import TIMERS
from wellkept_sla.labels import LABELS
from wellkept_sla.permissions import PERMISSIONS
from wellkept_sla.reactions import on_calendar_revised
from wellkept_sla.routes import MOUNTS
from wellkept_sla.service import checking, opening, recording, revising
from wellkept_sla.service.serving import SERVICES
from wellkept_sla.settings import SlaSettings
from wellkept_sla.tables import SCHEMA
from wellkept_sla.terms import SlaTerms


class SlaPlugin(Plugin, TicketHooks, ContractHooks, CalendarHooks):
    """Running time targets on tickets, computed as a fold over recorded facts."""

    manifest = Manifest(
        name="sla",
        version="1.0.0",
        sdk=">=1.0,<2",
        requires=("calendars",),
        provides=(SLA.name,),
        uses=(CALENDARS.name, PARTIES.name),
        # An open ticket without its clocks must not exist.
        failure=FailurePolicy.REQUIRED,
    )
    settings = SlaSettings
    terms = SlaTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    services = SERVICES
    permissions = PERMISSIONS
    events = EVENTS
    timers = TIMERS
    commands = COMMANDS
    errors = ERRORS
    labels = LABELS

    @hookimpl
    async def terms_checking(self, ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
        """Tell what clocks could never run, and which calendars and parties are not there."""
        document = event.plugins.get(self.manifest.name)
        found = [] if document is None else await checking.faults(ctx, document)
        return TermsFaults(items=found) if found else None

    @hookimpl
    async def calendar_impact(self, ctx: Ctx, event: CalendarChange) -> CalendarImpact | None:
        """Tell which dues a calendar would move."""
        return await revising.impact(ctx, event)

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Start the clocks."""
        await opening.open_clocks(ctx, event.ticket)

    @hookimpl
    async def ticket_updated(self, ctx: Ctx, event: UpdatedTicket) -> None:
        """Count by another grade from now on."""
        await recording.updated(ctx, event)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Let an action start, pause or stop clocks."""
        await recording.transitioned(ctx, event)

    @hookimpl
    async def ticket_logged(self, ctx: Ctx, event: LoggedTicket) -> None:
        """Let what was said start or stop clocks."""
        await recording.logged(ctx, event)

    @hookimpl
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Count by other terms from now on, or no more."""
        await opening.change_terms(ctx, event.ticket, is_active=event.is_active)

    @hookimpl
    async def tickets_imported(self, ctx: Ctx, event: ImportedTickets) -> None:
        """Fold what has happened elsewhere."""
        await opening.take_over(ctx, event.tickets)

    @subscribe(CalendarRevised)
    async def count_by_revision(self, ctx: Ctx, event: CalendarRevised) -> None:
        """Let open clocks be counted by the calendar's new content."""
        await on_calendar_revised(ctx, event)


plugin = SlaPlugin()
