"""Routes of visits of all tickets."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromQuery,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    get,
    needs,
)
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.permissions import READ
from wellkept_stations.queries import visits as queries
from wellkept_stations.queries.visits import VisitFilters
from wellkept_stations.schemas.visits import StationsVisitRead

Sorting = Annotated[
    Literal["planned_from", "-planned_from"] | None,
    QueryParameter(description="The order, by default `planned_from`."),
]


def provide_visit_filters(
    engineer_id: Annotated[UUID | None, QueryParameter(description="Made by this engineer.")] = None,
    station_id: Annotated[UUID | None, QueryParameter(description="Of this station.")] = None,
    status: FromQuery[VisitStatus | None] = None,
    # Python keeps the name `from` for itself.
    starts_at: Annotated[Moment | None, QueryParameter(name="from", description="Planned to last beyond this.")] = None,
    ends_at: Annotated[Moment | None, QueryParameter(name="to", description="Planned to begin before this.")] = None,
) -> VisitFilters:
    """Return which visits the caller asks for."""
    return VisitFilters(
        engineer_id=engineer_id,
        station_id=station_id,
        status=status,
        starts_at=starts_at and as_utc(starts_at, pointer="query/from"),
        ends_at=ends_at and as_utc(ends_at, pointer="query/to"),
    )


@get("/visits", opt=needs(READ.name), dependencies={"filters": Provide(provide_visit_filters, sync_to_thread=False)})
async def list_visits(
    filters: NamedDependency[VisitFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Sorting = None,
) -> Page[StationsVisitRead]:
    """
    List visits; customers see those of their tickets, partners those that their people make.

    For customers order and times are those of the windows.
    """
    return await queries.page_of_all(ctx, page, filters=filters, sort=sort)


ROUTES = (list_visits,)
