"""Questions about projects: reads only, one statement each."""

from datetime import datetime
from functools import partial
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.platform.access import records
from wellkept.platform.filters import contains, equal, since
from wellkept.platform.paging.listing import Listing
from wellkept.platform.paging.page import Page, PageRequest
from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort, record_sorts
from wellkept.platform.storage.connection import Row
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import all_of, any_of
from wellkept.projects.schemas import ProjectRead
from wellkept.projects.tables import Stage
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import ProjectId

PROJECT = "project"


class ProjectFilters(Struct, frozen=True, kw_only=True):
    """Which projects a list shows."""

    code: str | None = None
    customer_id: UUID | None = None
    stage: Stage | None = None
    kind: str | None = None
    region_code: str | None = None
    q: str | None = None
    updated_since: datetime | None = None


_projects = Listing(
    select="SELECT * FROM project",
    sorts=record_sorts("project"),
    sort_default=RECORD_SORT_DEFAULT,
)


async def project(project_id: ProjectId, *, actor: Actor) -> Row:
    """
    Return one project that the caller may see.

    Raises:
        NotFound: there is none.
    """
    wanted = all_of(equal("id", project_id), records.scope(PROJECT, actor))
    row = await database().fetch_one(f"SELECT * FROM project WHERE {wanted.sql}", *wanted.args)
    if row is None:
        raise NotFound
    return row


async def project_page(
    page: PageRequest, *, filters: ProjectFilters, sort: RecordSort | None, actor: Actor
) -> Page[ProjectRead]:
    """Return one page of the projects that the caller may see and that pass the filters."""
    where = all_of(
        records.scope(PROJECT, actor),
        equal("code", filters.code),
        equal("customer_id", filters.customer_id),
        equal("stage", filters.stage),
        equal("kind", filters.kind),
        equal("region_code", filters.region_code),
        contains(filters.q, "code", "name"),
        since("updated_at", filters.updated_since),
    )
    return await _projects.page(
        page, decode=partial(ProjectRead.of, actor=actor), where=where, sort=sort, filters=asdict(filters)
    )


records.register(
    records.RecordKind(
        name=PROJECT, table="project", scope=lambda actor: any_of("project.customer_id", actor.customer_ids)
    )
)
