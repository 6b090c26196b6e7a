"""Clocks and breaches: of a ticket, and of all tickets."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    get,
    needs,
)
from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.services.sla import ClockKind, ClockState
from wellkept_sla.permissions import READ
from wellkept_sla.queries.lists import BreachFilters, ClockFilters
from wellkept_sla.schemas.breaches import SlaBreachListed
from wellkept_sla.schemas.clocks import SlaClock
from wellkept_sla.schemas.explaining import SlaExplanation
from wellkept_sla.service import showing
from wellkept_sla.service.moments import asked_for
from wellkept_sla.terms import ClockCode

AsOf = Annotated[
    Moment | None, QueryParameter(description="The moment for which the clocks are asked, by default now.")
]
# Litestar keeps the name `state` for itself.
InState = Annotated[ClockState | None, QueryParameter(name="state", description="Where the clocks stand.")]
ClockSort = Annotated[str, Meta(pattern=r"^-?due_at\Z", examples=["due_at", "-due_at"])]


def clock_filters(  # noqa: PLR0913, PLR0917 - one argument for each filter that the API documents
    in_state: InState = None,
    kind: FromQuery[ClockKind | None] = None,
    code: FromQuery[ClockCode | None] = None,
    party_id: FromQuery[UUID | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    project_id: FromQuery[UUID | None] = None,
    breached: Annotated[bool | None, QueryParameter(description="Whether a breach of the clock stands.")] = None,
    due_before: Annotated[Moment | None, QueryParameter(description="Due before this.")] = None,
) -> ClockFilters:
    """Return the filters that the query names; the dependency `clock_filters`."""
    return ClockFilters(
        state=in_state,
        kind=kind,
        code=code,
        party_id=party_id,
        customer_id=customer_id,
        project_id=project_id,
        breached=breached,
        due_before=due_before and as_utc(due_before, pointer="query/due_before"),
    )


def breach_filters(  # noqa: PLR0913, PLR0917 - one argument for each filter that the API documents
    breached_from: Annotated[Moment | None, QueryParameter(description="Breached at or after this.")] = None,
    breached_to: Annotated[Moment | None, QueryParameter(description="Breached before this.")] = None,
    excused: Annotated[bool | None, QueryParameter(description="Whether it was excused.")] = None,
    withdrawn: Annotated[bool | None, QueryParameter(description="Whether a late fact has disproved it.")] = None,
    code: FromQuery[ClockCode | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    project_id: FromQuery[UUID | None] = None,
) -> BreachFilters:
    """Return the filters that the query names; the dependency `breach_filters`."""
    return BreachFilters(
        breached_from=breached_from and as_utc(breached_from, pointer="query/breached_from"),
        breached_to=breached_to and as_utc(breached_to, pointer="query/breached_to"),
        excused=excused,
        withdrawn=withdrawn,
        code=code,
        customer_id=customer_id,
        project_id=project_id,
    )


@get("/clocks", opt=needs(READ.name))
async def list_ticket_clocks(
    ticket_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    as_of: AsOf = None,
    in_state: InState = None,
    kind: FromQuery[ClockKind | None] = None,
) -> Page[SlaClock]:
    """Return the clocks of a ticket that the caller may see, by code and number, as they stand or stood."""
    return await showing.ticket_clocks(
        ctx,
        TicketId(ticket_id),
        page,
        as_of=asked_for(ctx, as_of),
        state=in_state,
        kind=kind,
    )


@get("/explain", opt=needs(READ.name))
async def explain_ticket_clocks(
    ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx], as_of: AsOf = None
) -> SlaExplanation:
    """Return why the clocks of a ticket stand as they do: rule, segments, and who had the matter in hand."""
    return await showing.explanation(ctx, TicketId(ticket_id), as_of=asked_for(ctx, as_of))


@get("/clocks", opt=needs(READ.name), dependencies={"clock_filters": Provide(clock_filters, sync_to_thread=False)})
async def list_clocks(
    clock_filters: NamedDependency[ClockFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        ClockSort | None, QueryParameter(description="The order, by default `due_at`; `-` is descending.")
    ] = None,
) -> Page[SlaClock]:
    """Return the clocks that the caller may see, what is due first coming first and what has no due last."""
    return await showing.clocks(ctx, page, filters=clock_filters, sort=sort)


@get("/breaches", opt=needs(READ.name), dependencies={"breach_filters": Provide(breach_filters, sync_to_thread=False)})
async def list_breaches(
    breach_filters: NamedDependency[BreachFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[SlaBreachListed]:
    """Return the breaches that the caller may see, newest first, withdrawn ones among them."""
    return await showing.breaches(ctx, page, filters=breach_filters)


ON_TICKET = (list_ticket_clocks, explain_ticket_clocks)
ON_DEPLOYMENT = (list_clocks, list_breaches)
