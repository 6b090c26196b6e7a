"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_sdk import Ctx, Manifest, Plugin, subscribe
from wellkept_sdk.events.stations import VisitCheckedOut
from wellkept_sdk.hooks import ContractHooks, ProjectHooks, TicketHooks, hookimpl
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_sdk.hooks.record_changes import Updated
from wellkept_sdk.hooks.tickets import ReactivatedTicket, TransitionedTicket
from wellkept_sdk.records.projects import ProjectRecord
from wellkept_sdk.services.calendars import CALENDARS
from wellkept_sdk.services.stations import STATIONS
from wellkept_sdk.services.survey import SURVEY
from wellkept_survey.demo import DEMO
from wellkept_survey.errors import ERRORS
from wellkept_survey.events import EVENTS
from wellkept_survey.extensions import EXTENSIONS
from wellkept_survey.jobs import JOBS, TIMERS
from wellkept_survey.labels import LABELS
from wellkept_survey.permissions import PERMISSIONS
from wellkept_survey.routes import MOUNTS
from wellkept_survey.service import checking, planning, triggering
from wellkept_survey.service.serving import SERVICES
from wellkept_survey.settings import SurveySettings
from wellkept_survey.tables import SCHEMA
from wellkept_survey.terms import SurveyTerms


class SurveyPlugin(Plugin, TicketHooks, ProjectHooks, ContractHooks):
    """Asking customers how the service was, and contacts without a fault."""

    manifest = Manifest(
        name="survey",
        version="1.0.0",
        sdk=">=1.0,<2",
        provides=(SURVEY.name,),
        uses=(CALENDARS.name, STATIONS.name),
    )
    settings = SurveySettings
    terms = SurveyTerms
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
        """Tell which triggers and follow-ups could never work, and which templates are not there."""
        return await checking.faults(ctx, event)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Ask about a ticket that has come so far, and take back what waits of one that is taken up again."""
        await triggering.transitioned(ctx, event)

    @hookimpl
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Take back what waits of a ticket that is not asked about any more."""
        await triggering.reactivated(ctx, event)

    @subscribe(VisitCheckedOut)
    async def ask_about_visit(self, ctx: Ctx, event: VisitCheckedOut) -> None:
        """Ask about a visit that is over."""
        await triggering.visited(ctx, event)

    @hookimpl
    async def project_updated(self, ctx: Ctx, event: Updated[ProjectRecord]) -> None:
        """Plan follow-ups by the project's new days."""
        await planning.project_updated(ctx, event)


plugin = SurveyPlugin()
