"""What can be done to a ticket, and doing it."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from wellkept.platform.access.permissions import Permission
from wellkept.tickets.queries import lists
from wellkept.tickets.rules.actions import TicketAction
from wellkept.tickets.rules.transitions import ANY_WRITER
from wellkept.tickets.schemas.history import ActionsRead, FactRead, TransitionRead
from wellkept.tickets.service.possibilities import possible_actions
from wellkept.tickets.service.transitions import transition
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged

CREATED = 201


@get("/tickets/{ticket_id:uuid}/transitions", opt=needs(Permission.TICKETS_READ, record="ticket"))
async def list_actions(ticket_id: FromPath[UUID], actor: NamedDependency[Actor]) -> ActionsRead:
    """Return all thirteen actions: whether the caller may do each now, what it needs, and every reason against it."""
    return await possible_actions(ticket_id, actor=actor)


@post("/tickets/{ticket_id:uuid}/transitions", opt=needs(*ANY_WRITER, record="ticket"))
async def make_transition(
    ticket_id: FromPath[UUID],
    data: JSONBody[TicketAction],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[TransitionRead]:
    """Do one action; of several callers who do the same at once one succeeds, the others are told 409."""
    made = await transition(ticket_id, data, actor=actor, if_match=if_match)
    return tagged(made, status_code=CREATED)


@get("/tickets/{ticket_id:uuid}/history", opt=needs(Permission.TICKETS_READ, record="ticket"))
async def list_history(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], actor: NamedDependency[Actor]
) -> Page[FactRead]:
    """Return every fact of the ticket, oldest first; none is ever changed."""
    return await lists.facts(ticket_id, page, actor=actor)


ROUTES = [list_actions, make_transition, list_history]
