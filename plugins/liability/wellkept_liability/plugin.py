"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_liability.demo import DEMO
from wellkept_liability.errors import ERRORS
from wellkept_liability.events import EVENTS
from wellkept_liability.events.warranty import (
    LiabilityWarrantyTermCreated,
    LiabilityWarrantyTermRescheduled,
    LiabilityWarrantyTermRevoked,
)
from wellkept_liability.extensions import EXTENSIONS
from wellkept_liability.jobs import JOBS, TIMERS
from wellkept_liability.labels import LABELS
from wellkept_liability.permissions import PERMISSIONS
from wellkept_liability.reactions import on_warranty_changed
from wellkept_liability.routes import MOUNTS
from wellkept_liability.service import case_silence, money_silence, notices, rescheduling, retention_dates
from wellkept_liability.service.serving import SERVICES
from wellkept_liability.tables import SCHEMA
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx, FailurePolicy, Manifest, Plugin, subscribe
from wellkept_sdk.hooks import EquipmentHooks, ProjectHooks, TicketHooks, hookimpl
from wellkept_sdk.hooks.record_changes import Updated
from wellkept_sdk.hooks.tickets import ReactivatedTicket
from wellkept_sdk.records.equipment import EquipmentRecord
from wellkept_sdk.records.projects import ProjectRecord
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.services.costs import COSTS
from wellkept_sdk.services.liability import LIABILITY
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.sla import SLA


class LiabilityPlugin(Plugin, ProjectHooks, EquipmentHooks, TicketHooks):
    """Warranties, who bears which part of a fault, and the money that follows from it."""

    manifest = Manifest(
        name="liability",
        version="1.0.0",
        sdk=">=1.0,<2",
        requires=("costs", "parties"),
        provides=(LIABILITY.name,),
        uses=(COSTS.name, PARTIES.name, CONSIGNMENT.name, SLA.name),
        # No day of a project or an item without what hangs on it; nothing that is done to tickets waits for it.
        failure=FailurePolicy.REQUIRED,
    )
    terms = LiabilityTerms
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
    async def project_updated(self, ctx: Ctx, event: Updated[ProjectRecord]) -> None:
        """Count the days of warranties, and of what is held back, again."""
        await rescheduling.project_updated(ctx, event)
        await retention_dates.project_updated(ctx, event)

    @hookimpl
    async def equipment_updated(self, ctx: Ctx, event: Updated[EquipmentRecord]) -> None:
        """Count the days of warranties again that run from those of an item."""
        await rescheduling.equipment_updated(ctx, event)

    @hookimpl
    async def ticket_reactivated(self, ctx: Ctx, event: ReactivatedTicket) -> None:
        """Await obligors and the answers to a proposal and to back-charges again; count warranties again."""
        await rescheduling.reactivated(ctx, event)
        await notices.reactivated(ctx, event)
        await case_silence.reactivated(ctx, event)
        await money_silence.reactivated(ctx, event)

    @subscribe(LiabilityWarrantyTermCreated)
    async def show_created(self, ctx: Ctx, event: LiabilityWarrantyTermCreated) -> None:
        """Let tickets be read anew."""
        await on_warranty_changed(ctx, event)

    @subscribe(LiabilityWarrantyTermRescheduled)
    async def show_rescheduled(self, ctx: Ctx, event: LiabilityWarrantyTermRescheduled) -> None:
        """Let tickets be read anew."""
        await on_warranty_changed(ctx, event)

    @subscribe(LiabilityWarrantyTermRevoked)
    async def show_revoked(self, ctx: Ctx, event: LiabilityWarrantyTermRevoked) -> None:
        """Let tickets be read anew."""
        await on_warranty_changed(ctx, event)


plugin = LiabilityPlugin()
