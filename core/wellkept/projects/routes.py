"""The routes of projects."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from wellkept.platform.access.permissions import Permission
from wellkept.platform.plugin_host.extensions import Asked
from wellkept.platform.record_parameters import SORTED_BY, ChangedSince, Exactly, PartOfText, in_utc
from wellkept.projects import queries, service
from wellkept.projects.queries import ProjectFilters, ProjectSort
from wellkept.projects.schemas import ProjectCreate, ProjectPatch, ProjectRead
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import ProjectId
from wellkept_sdk.records.projects import Stage

_READ = needs(Permission.PROJECTS_READ, record=queries.PROJECT)
_WRITE = needs(Permission.PROJECTS_WRITE, record=queries.PROJECT)


def provide_filters(  # noqa: PLR0913, PLR0917 - every query parameter is an argument
    code: Exactly = None,
    customer_id: FromQuery[UUID | None] = None,
    stage: FromQuery[Stage | None] = None,
    kind: Exactly = None,
    region_code: Exactly = None,
    q: PartOfText = None,
    updated_since: ChangedSince = None,
) -> ProjectFilters:
    """Return which projects the caller asks for."""
    return ProjectFilters(
        code=code,
        customer_id=customer_id,
        stage=stage,
        kind=kind,
        region_code=region_code,
        q=q,
        updated_since=in_utc(updated_since),
    )


@get(
    "/projects",
    opt=needs(Permission.PROJECTS_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_projects(
    filters: NamedDependency[ProjectFilters],
    project_extensions: NamedDependency[Asked],
    page: NamedDependency[PageRequest],
    actor: NamedDependency[Actor],
    sort: Annotated[ProjectSort | None, SORTED_BY] = None,
) -> Page[ProjectRead]:
    """List the projects that the caller may see."""
    return await queries.project_page(page, filters=filters, sort=sort, actor=actor, asked=project_extensions)


@post("/projects", opt=needs(Permission.PROJECTS_WRITE))
async def create_project(data: JSONBody[ProjectCreate], actor: NamedDependency[Actor]) -> Response[ProjectRead]:
    """Make a project of a customer."""
    created = await queries.shown(await service.create(data, actor=actor), actor=actor)
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/projects/{created.id}")


@get("/projects/{project_id:uuid}", opt=_READ)
async def get_project(project_id: FromPath[ProjectId], actor: NamedDependency[Actor]) -> Response[ProjectRead]:
    """Return one project."""
    return tagged(await queries.shown(await queries.project(project_id, actor=actor), actor=actor))


@patch("/projects/{project_id:uuid}", opt=_WRITE)
async def update_project(
    project_id: FromPath[ProjectId],
    data: JSONBody[ProjectPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[ProjectRead]:
    """Change a project by JSON merge patch; the customer stays."""
    row = await service.update(project_id, patch=data, if_match=if_match, actor=actor)
    return tagged(await queries.shown(row, actor=actor))


@delete("/projects/{project_id:uuid}", opt=_WRITE)
async def delete_project(
    project_id: FromPath[ProjectId],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> None:
    """Delete a project that nothing refers to."""
    await service.delete(project_id, if_match=if_match, actor=actor)


ROUTES = [list_projects, create_project, get_project, update_project, delete_project]
