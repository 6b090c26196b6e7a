"""The routes that explain which plugins serve a record, and why."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from wellkept.activation.queries.explaining import explained
from wellkept.activation.schemas.explanations import ActivationExplained
from wellkept.platform.access.permissions import Permission
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId, TicketId
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.records.references import RecordName

At = Annotated[
    Moment | None,
    QueryParameter(description="Explain for this instant; by default now, for a ticket what it has pinned."),
]


@get(
    "/customers/{customer_id:uuid}/activation",
    opt=needs(Permission.CUSTOMERS_READ, record=RecordName.CUSTOMER),
)
async def get_customer_activation(
    customer_id: FromPath[CustomerId], actor: NamedDependency[Actor], at: At = None
) -> ActivationExplained:
    """Explain which plugins serve a customer, with which terms, and why."""
    return (await explained(RecordName.CUSTOMER, customer_id, at=_in_utc(at))).for_actor(actor)


@get(
    "/projects/{project_id:uuid}/activation",
    opt=needs(Permission.PROJECTS_READ, record=RecordName.PROJECT),
)
async def get_project_activation(
    project_id: FromPath[ProjectId], actor: NamedDependency[Actor], at: At = None
) -> ActivationExplained:
    """Explain which plugins serve a project, with which terms, and why."""
    return (await explained(RecordName.PROJECT, project_id, at=_in_utc(at))).for_actor(actor)


@get(
    "/equipment/{equipment_id:uuid}/activation",
    opt=needs(Permission.EQUIPMENT_READ, record=RecordName.EQUIPMENT),
)
async def get_equipment_activation(
    equipment_id: FromPath[EquipmentId], actor: NamedDependency[Actor], at: At = None
) -> ActivationExplained:
    """Explain which plugins serve an installed item, with which terms, and why."""
    return (await explained(RecordName.EQUIPMENT, equipment_id, at=_in_utc(at))).for_actor(actor)


@get(
    "/tickets/{ticket_id:uuid}/activation",
    opt=needs(Permission.TICKETS_READ, record=RecordName.TICKET),
)
async def get_ticket_activation(
    ticket_id: FromPath[TicketId], actor: NamedDependency[Actor], at: At = None
) -> ActivationExplained:
    """Explain which plugins serve a ticket as pinned, with which terms, and why; with `at`, as it would be resolved."""
    return (await explained(RecordName.TICKET, ticket_id, at=_in_utc(at))).for_actor(actor)


def _in_utc(at: datetime | None) -> datetime | None:
    return at and as_utc(at, pointer="query/at")


ROUTES = [get_customer_activation, get_project_activation, get_equipment_activation, get_ticket_activation]
