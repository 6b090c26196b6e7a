"""The service record: what was noted, found, done and said."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from wellkept.platform.access.permissions import Permission
from wellkept.tickets.queries import lists
from wellkept.tickets.schemas.record import LogEntryCreate, LogEntryRead
from wellkept.tickets.service.log import add_entry
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest


@get("/tickets/{ticket_id:uuid}/log", opt=needs(Permission.TICKETS_READ, record="ticket"))
async def list_log(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], actor: NamedDependency[Actor]
) -> Page[LogEntryRead]:
    """Return the lines of the service record that the caller may see, oldest first."""
    return await lists.log_entries(ticket_id, page, actor=actor)


@post("/tickets/{ticket_id:uuid}/log", opt=needs(Permission.TICKETS_LOG, record="ticket"))
async def add_log_entry(
    ticket_id: FromPath[UUID], data: JSONBody[LogEntryCreate], actor: NamedDependency[Actor]
) -> LogEntryRead:
    """Add a line to the service record; a customer's line is always visible to the customer."""
    return await add_entry(ticket_id, data, actor=actor)


ROUTES = [list_log, add_log_entry]
