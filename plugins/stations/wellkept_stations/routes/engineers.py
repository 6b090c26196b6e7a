"""Routes of engineers."""

from typing import Annotated
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    patch,
    post,
    require_staff,
    tagged,
)
from wellkept_sdk.text import Code
from wellkept_stations import errors
from wellkept_stations.permissions import READ, WRITE
from wellkept_stations.queries import engineer_pages as queries
from wellkept_stations.queries.engineer_pages import EngineerFilters
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus
from wellkept_stations.schemas.engineers import StationsEngineerCreate, StationsEngineerPatch, StationsEngineerRead
from wellkept_stations.service import engineers as service
from wellkept_stations.terms import SkillCode

CREATED = 201
_CREATE = {
    "engineer": {
        "user_id": "01a2008d-7400-7000-8000-000000000007",
        "code": "ZW",
        "name": "张伟",
        "station_id": "01a2008d-7400-7000-8000-000000000042",
        "kind": "engineer",
        "skills": [{"code": "hydraulics", "level": 3}],
        "certificates": [{"code": "high_voltage", "valid_until": "2027-06-30"}],
        "home": {"longitude": 121.5447, "latitude": 31.2215},
    }
}


def provide_engineer_filters(
    code: Annotated[Code | None, QueryParameter(description="Exactly this code.")] = None,
    station_id: Annotated[UUID | None, QueryParameter(description="Of this station.")] = None,
    kind: FromQuery[StationsEngineerKind | None] = None,
    status: FromQuery[StationsEngineerStatus | None] = None,
    user_id: Annotated[UUID | None, QueryParameter(description="With this account.")] = None,
    skill: Annotated[SkillCode | None, QueryParameter(description="Who can do this, at any level.")] = None,
) -> EngineerFilters:
    """Return which engineers the caller asks for."""
    return EngineerFilters(code=code, station_id=station_id, kind=kind, status=status, user_id=user_id, skill=skill)


@get(
    "/engineers",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_engineer_filters, sync_to_thread=False)},
)
async def list_engineers(
    filters: NamedDependency[EngineerFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[StationsEngineerRead]:
    """List engineers with their skills and certificates, in the order of their codes."""
    require_staff(ctx.actor, READ.name)
    return await queries.engineer_page(ctx, page, filters=filters)


@post(
    "/engineers",
    opt=needs(WRITE.name) | documents(problems=[CodeTaken, errors.UserTaken, errors.StationClosed], examples=_CREATE),
)
async def create_engineer(
    data: JSONBody[StationsEngineerCreate], ctx: NamedDependency[Ctx]
) -> Response[StationsEngineerRead]:
    """Make a user an engineer of a station."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/stations/engineers/{created.id}")


@get("/engineers/{engineer_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.EngineerNotFound]))
async def get_engineer(engineer_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[StationsEngineerRead]:
    """Return one engineer with skills and certificates."""
    require_staff(ctx.actor, READ.name)
    return tagged(await queries.engineer(ctx, engineer_id))


@patch(
    "/engineers/{engineer_id:uuid}",
    opt=needs(WRITE.name) | documents(problems=[errors.EngineerNotFound, errors.StationClosed]),
)
async def update_engineer(
    engineer_id: FromPath[UUID],
    data: JSONBody[StationsEngineerPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[StationsEngineerRead]:
    """Change an engineer by JSON merge patch; skills and certificates are replaced as wholes."""
    return tagged(await service.update(ctx, engineer_id, data, if_match=if_match))


ROUTES = (list_engineers, create_engineer, get_engineer, update_engineer)
