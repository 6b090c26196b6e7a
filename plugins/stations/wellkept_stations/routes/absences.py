"""Routes of absences."""

from typing import Annotated
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    documents,
    get,
    needs,
    post,
    require_staff,
)
from wellkept_sdk.moment import Moment, as_utc
from wellkept_stations import errors
from wellkept_stations.permissions import READ, WRITE
from wellkept_stations.queries import absences as queries
from wellkept_stations.queries import engineer_pages
from wellkept_stations.queries.absences import AbsenceFilters
from wellkept_stations.schemas.engineers import StationsAbsenceCreate, StationsAbsenceRead
from wellkept_stations.service import absences as service

_CREATE = {
    "leave": {"starts_at": "2026-12-01T00:00:00+08:00", "ends_at": "2026-12-08T00:00:00+08:00", "reason": "Leave"}
}


def provide_absence_filters(
    since: Annotated[Moment | None, QueryParameter(name="from", description="That end after this moment.")] = None,
    until: Annotated[Moment | None, QueryParameter(name="to", description="That start before this moment.")] = None,
) -> AbsenceFilters:
    """Return which absences the caller asks for."""
    return AbsenceFilters(
        since=None if since is None else as_utc(since, pointer="query/from"),
        until=None if until is None else as_utc(until, pointer="query/to"),
    )


@get(
    "/engineers/{engineer_id:uuid}/absences",
    opt=needs(READ.name) | documents(problems=[errors.EngineerNotFound]),
    dependencies={"filters": Provide(provide_absence_filters, sync_to_thread=False)},
)
async def list_absences(
    engineer_id: FromPath[UUID],
    filters: NamedDependency[AbsenceFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[StationsAbsenceRead]:
    """List when an engineer cannot be sent, in the order of the beginning."""
    require_staff(ctx.actor, READ.name)
    await engineer_pages.require_engineer(ctx, engineer_id)
    return await queries.absence_page(ctx, engineer_id, page, filters=filters)


@post(
    "/engineers/{engineer_id:uuid}/absences",
    opt=needs(WRITE.name) | documents(problems=[errors.EngineerNotFound, errors.AbsenceInvalid], examples=_CREATE),
)
async def create_absence(
    engineer_id: FromPath[UUID], data: JSONBody[StationsAbsenceCreate], ctx: NamedDependency[Ctx]
) -> StationsAbsenceRead:
    """Enter a time in which an engineer cannot be sent; visits that are planned in it stay as they are."""
    return await service.create(ctx, engineer_id, data)


ROUTES = (list_absences, create_absence)
