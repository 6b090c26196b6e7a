"""What the use of suppliers' stock for a ticket has made."""

from uuid import UUID

from wellkept_consignment.permissions import READ
from wellkept_consignment.queries.lines import of_ticket
from wellkept_consignment.schemas.lines import ConsignmentLineRead, ConsignmentLines
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, NamedDependency, get, needs


@get("/lines", opt=needs(READ.name))
async def list_lines_of_ticket(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> ConsignmentLines:
    """Return the lines of a ticket, oldest first; a supplier sees its own."""
    is_outside = ctx.actor.is_outside
    rows = await of_ticket(ctx, ticket_id)
    return ConsignmentLines(items=[ConsignmentLineRead.of(row, is_outside=is_outside) for row in rows])


ON_TICKET = (list_lines_of_ticket,)
