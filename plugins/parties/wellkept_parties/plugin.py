"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_parties.demo import DEMO
from wellkept_parties.errors import ERRORS
from wellkept_parties.events import EVENTS, PartyUpdated
from wellkept_parties.extensions import EXTENSIONS
from wellkept_parties.jobs import JOBS
from wellkept_parties.labels import LABELS
from wellkept_parties.permissions import PERMISSIONS
from wellkept_parties.queries import visibility
from wellkept_parties.reactions import on_party_updated
from wellkept_parties.routes import MOUNTS
from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_parties.service import closing, moving
from wellkept_parties.service.serving import SERVICES
from wellkept_parties.settings import PartiesSettings
from wellkept_parties.tables import SCHEMA
from wellkept_sdk import ActivationLevel, Ctx, FailurePolicy, Manifest, Plugin, subscribe
from wellkept_sdk.db import Clause
from wellkept_sdk.hooks import CustomerHooks, EquipmentHooks, ProjectHooks, TicketHooks, VisibilityQuestion, hookimpl
from wellkept_sdk.hooks.record_changes import Deleted, Updated
from wellkept_sdk.hooks.tickets import ImportedTickets, TransitionedTicket
from wellkept_sdk.records.customers import CustomerRecord
from wellkept_sdk.records.equipment import EquipmentRecord
from wellkept_sdk.records.projects import ProjectRecord
from wellkept_sdk.services.parties import PARTIES


class PartiesPlugin(Plugin, TicketHooks, EquipmentHooks, ProjectHooks, CustomerHooks):
    """The register of outside organisations, and of who takes part in what."""

    manifest = Manifest(
        name="parties",
        version="1.0.0",
        sdk=">=1.0,<2",
        provides=(PARTIES.name,),
        activation=ActivationLevel.DEPLOYMENT,
        # What partners may see hangs on what it writes.
        failure=FailurePolicy.REQUIRED,
    )
    settings = PartiesSettings
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
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Show a partner the tickets in which its party takes part now."""
        return visibility.tickets(event, at=ctx.at)

    @hookimpl
    def equipment_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Show a partner its items, those of its projects, and what its tickets are about."""
        return visibility.equipment(event, at=ctx.at)

    @hookimpl
    def project_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Show a partner its projects, and those in which its items and tickets lie."""
        return visibility.projects(event, at=ctx.at)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Note since when a ticket is over, and bring involvements back when it is taken up again."""
        await closing.transitioned(ctx, event)

    @hookimpl
    async def tickets_imported(self, ctx: Ctx, event: ImportedTickets) -> None:
        """Note since when tickets are over that an import has closed."""
        await closing.imported(ctx, event.tickets)

    @hookimpl
    async def project_updated(self, ctx: Ctx, event: Updated[ProjectRecord]) -> None:
        """Count the days of a site that lies in another zone now."""
        if event.before.time_zone != event.record.time_zone:
            await moving.project_moved(ctx, event.record.id)

    @hookimpl
    async def customer_updated(self, ctx: Ctx, event: Updated[CustomerRecord]) -> None:
        """Count the days of a customer's sites that name no zone of their own."""
        if event.before.time_zone != event.record.time_zone:
            await moving.customer_moved(ctx, event.record.id)

    @hookimpl
    async def project_deleted(self, ctx: Ctx, event: Deleted[ProjectRecord]) -> None:
        """Forget who took part."""
        await moving.record_deleted(ctx, PartiesRecordKind.PROJECT, event.record.id)

    @hookimpl
    async def equipment_deleted(self, ctx: Ctx, event: Deleted[EquipmentRecord]) -> None:
        """Forget who took part."""
        await moving.record_deleted(ctx, PartiesRecordKind.EQUIPMENT, event.record.id)

    @subscribe(PartyUpdated)
    async def show_new_name(self, ctx: Ctx, event: PartyUpdated) -> None:
        """Let the equipment that a party has supplied be read anew when it is called otherwise."""
        await on_party_updated(ctx, event)


plugin = PartiesPlugin()
