"""Tickets: list, open, read, correct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from wellkept.platform.access.permissions import Permission
from wellkept.platform.plugin_host.extensions import Asked
from wellkept.tickets.queries import extended, lists, lookups
from wellkept.tickets.queries.extended import TicketSort
from wellkept.tickets.queries.filters import TicketFilters
from wellkept.tickets.schemas.suggestions import SuggestionsAsk, SuggestionsRead
from wellkept.tickets.schemas.tickets import TicketCreate, TicketPatch, TicketRead
from wellkept.tickets.service.opening import open_ticket
from wellkept.tickets.service.suggesting import suggestions
from wellkept.tickets.service.updating import update
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.records.tickets import TicketStatus, Urgency

CREATED, OK = 201, 200
FILTER_LENGTH_MAX = 200


def comma_separated(words: Iterable[object]) -> str:
    """Return the pattern of one or more of the words with commas between them."""
    choices = "|".join(map(str, words))
    return rf"^({choices})(,({choices}))*\Z"


Statuses = Annotated[str, Meta(pattern=comma_separated(TicketStatus), examples=["new,triaged"])]
Grades = Annotated[str, Meta(pattern=comma_separated((1, 2, 3)), examples=["1,2"])]
Words = Annotated[str, Meta(min_length=1, max_length=FILTER_LENGTH_MAX)]


def ticket_filters(  # noqa: PLR0913, PLR0917 - one argument for each filter that the API documents
    status: Annotated[Statuses | None, QueryParameter(description="One or more statuses, separated by commas.")] = None,
    is_open: Annotated[
        bool | None, QueryParameter(name="open", description="Whether somebody still has to resolve or cancel them.")
    ] = None,
    grade: Annotated[Grades | None, QueryParameter(description="One or more grades, separated by commas.")] = None,
    urgency: FromQuery[Urgency | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    project_id: FromQuery[UUID | None] = None,
    equipment_id: FromQuery[UUID | None] = None,
    below: Annotated[
        UUID | None, QueryParameter(description="An item of equipment: tickets of it and of all that is mounted below.")
    ] = None,
    assignee_id: FromQuery[UUID | None] = None,
    channel: FromQuery[Words | None] = None,
    fault_code: FromQuery[Words | None] = None,
    number: FromQuery[Words | None] = None,
    dedup_key: FromQuery[Words | None] = None,
    reported_from: Annotated[Moment | None, QueryParameter(description="Reported at or after this.")] = None,
    reported_to: Annotated[Moment | None, QueryParameter(description="Reported before this.")] = None,
    updated_since: Annotated[Moment | None, QueryParameter(description="Changed at or after this.")] = None,
    q: Annotated[Words | None, QueryParameter(description="Text in number, title or description.")] = None,
) -> TicketFilters:
    """Return the filters that the query names; the dependency `filters`."""
    return TicketFilters(
        status=None if status is None else tuple(map(TicketStatus, status.split(","))),
        open=is_open,
        grade=None if grade is None else tuple(map(int, grade.split(","))),
        urgency=urgency,
        customer_id=customer_id,
        project_id=project_id,
        equipment_id=equipment_id,
        below=below,
        assignee_id=assignee_id,
        channel=channel,
        fault_code=fault_code,
        number=number,
        dedup_key=dedup_key,
        reported_from=reported_from and as_utc(reported_from, pointer="query/reported_from"),
        reported_to=reported_to and as_utc(reported_to, pointer="query/reported_to"),
        updated_since=updated_since and as_utc(updated_since, pointer="query/updated_since"),
        q=q,
    )


@get(
    "/tickets",
    opt=needs(Permission.TICKETS_READ),
    dependencies={"filters": Provide(ticket_filters, sync_to_thread=False)},
)
async def list_tickets(
    filters: NamedDependency[TicketFilters],
    ticket_extensions: NamedDependency[Asked],
    page: NamedDependency[PageRequest],
    actor: NamedDependency[Actor],
    sort: Annotated[
        TicketSort | None, QueryParameter(description="The order, by default `-reported_at`; `-` is descending.")
    ] = None,
) -> Page[TicketRead]:
    """Return the tickets that the caller may see, newest report first."""
    return await lists.tickets(page, filters=filters, sort=sort, actor=actor, asked=ticket_extensions)


@post(
    "/tickets",
    opt=needs(Permission.TICKETS_OPEN),
    responses={200: ResponseSpec(TicketRead, generate_examples=False, description="A repeat of this open ticket.")},
)
async def open_(data: JSONBody[TicketCreate], actor: NamedDependency[Actor]) -> Response[TicketRead]:
    """Open a ticket; with the `dedup_key` of an open one, count a repeat of that and return it with 200."""
    opened = await open_ticket(data, actor=actor)
    ticket = await extended.shown(opened.ticket, actor=actor)
    return tagged(ticket, status_code=CREATED if opened.is_new else OK, location=f"/v1/tickets/{ticket.id}")


@get("/tickets/{ticket_id:uuid}", opt=needs(Permission.TICKETS_READ, record="ticket"))
async def get_ticket(ticket_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Response[TicketRead]:
    """Return one ticket that the caller may see."""
    return tagged(await extended.shown(await lookups.ticket(ticket_id, actor=actor), actor=actor))


@patch("/tickets/{ticket_id:uuid}", opt=needs(Permission.TICKETS_WORK, record="ticket"))
async def update_ticket(
    ticket_id: FromPath[UUID],
    data: JSONBody[TicketPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[TicketRead]:
    """Correct fields of a ticket (JSON merge patch): one fact of history for each request that changes something."""
    ticket = await update(ticket_id, data, actor=actor, if_match=if_match)
    return tagged(await extended.shown(ticket, actor=actor))


@post("/tickets/suggestions", opt=needs(Permission.TICKETS_OPEN), status_code=OK)
async def suggest(data: JSONBody[SuggestionsAsk], actor: NamedDependency[Actor]) -> SuggestionsRead:
    """Return what could help with a matter that is still being written, as the plugins that would serve it know."""
    return await suggestions(data, actor=actor)


ROUTES = [list_tickets, open_, suggest, get_ticket, update_ticket]
