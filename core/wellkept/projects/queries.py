"""Questions about projects: reads only, one statement each."""

from datetime import datetime
from typing import get_args
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.platform.access import records
from wellkept.platform.filters import contains
from wellkept.platform.paging.listing import Listing
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.extensions import NOTHING_ASKED, Asked
from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort, record_sorts
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept.platform.storage.sql import any_of
from wellkept.projects.schemas import (
    NO_PROJECT_EXTENSIONS,
    ProjectCreate,
    ProjectExtensions,
    ProjectExtensionsInput,
    ProjectExtensionsPatch,
    ProjectPatch,
    ProjectRead,
)
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import all_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.db.filters import equal, since
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import ProjectId
from wellkept_sdk.records.projects import Stage
from wellkept_sdk.records.references import RecordName

PROJECT = "project"

ProjectSort = RecordSort

PROJECT_RECORD = extensions.register(
    extensions.ExtensibleRecord(
        name=RecordName.PROJECT,
        extensions=ProjectExtensions,
        extensions_input=ProjectExtensionsInput,
        extensions_patch=ProjectExtensionsPatch,
        read=ProjectRead,
        create=ProjectCreate,
        patch=ProjectPatch,
        sort_name="ProjectSort",
        sorts=get_args(ProjectSort),
    )
)


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
    wanted = all_of(equal("id", project_id), await records.scope(PROJECT, actor))
    return required(await database().fetch_one(f"SELECT * FROM project WHERE {wanted.sql}", *wanted.args))


async def shown(row: Row, *, actor: Actor) -> ProjectRead:
    """
    Return a project's row as the caller may see it, with what plugins add to it.

    Raises:
        PluginFailed: a plugin that is required could not answer.
    """
    added = await extensions.of_record(PROJECT_RECORD, row["id"], actor=actor)
    return ProjectRead.of(row, actor=actor, extensions=added)


async def project_page(
    page: PageRequest,
    *,
    filters: ProjectFilters,
    sort: ProjectSort | None,
    actor: Actor,
    asked: Asked = NOTHING_ASKED,
) -> Page[ProjectRead]:
    """Return one page of the projects that the caller may see and that pass the filters."""
    where = all_of(
        await records.scope(PROJECT, actor),
        equal("code", filters.code),
        equal("customer_id", filters.customer_id),
        equal("stage", filters.stage),
        equal("kind", filters.kind),
        equal("region_code", filters.region_code),
        contains(filters.q, "code", "name"),
        since("updated_at", filters.updated_since),
        asked.where,
    )
    found = await extensions.sortable(_projects, PROJECT_RECORD, sort, actor=actor).rows(
        page, where=where, sort=sort, filters={**asdict(filters), **asked.filters}
    )
    added = await extensions.included(PROJECT_RECORD, found.items, asked, actor=actor)
    items = [
        ProjectRead.of(row, actor=actor, extensions=added.get(row["id"], NO_PROJECT_EXTENSIONS)) for row in found.items
    ]
    return Page(items=items, next_cursor=found.next_cursor)


records.register(
    records.RecordKind(
        name=PROJECT, table="project", scope=lambda actor: any_of("project.customer_id", actor.customer_ids)
    )
)
