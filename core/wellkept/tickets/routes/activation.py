"""Resolving again what serves a ticket."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from wellkept.platform.access.permissions import Permission
from wellkept.tickets.schemas.activation import Reactivate, ReactivationRead
from wellkept.tickets.service.reactivation import reactivate
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.preconditions import IfMatch, etag

OK = 200


@post(
    "/tickets/{ticket_id:uuid}/activation",
    opt=needs(Permission.ACTIVATION_WRITE, record="ticket"),
    status_code=OK,
)
async def reactivate_ticket(
    ticket_id: FromPath[UUID],
    data: JSONBody[Reactivate],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[ReactivationRead]:
    """Serve a ticket as plans and contracts say now, instead of as they said when it was received."""
    done = await reactivate(ticket_id, note=data.note, actor=actor, if_match=if_match)
    return Response(content=done.read, status_code=OK, headers={"ETag": etag(done.version)})


ROUTES = [reactivate_ticket]
