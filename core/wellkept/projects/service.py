"""Making, changing and deleting projects; each verb is one transaction and is announced in it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from wellkept.customers.queries import CUSTOMER
from wellkept.platform import merge_patch
from wellkept.platform.access import records
from wellkept.platform.constraints import UniqueKey, existing, unique, unreferenced
from wellkept.platform.metadata import merged_document
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.seams.record_plugins import RecordPlugins
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.projects.queries import PROJECT_RECORD
from wellkept.projects.schemas import ProjectCreate, ProjectPatch, Site, SitePatch
from wellkept.projects.tables import Project
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.events.projects import ProjectCreated, ProjectDeleted, ProjectUpdated
from wellkept_sdk.hooks.projects import ProjectHooks
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import CustomerId, ProjectId
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.records.projects import ProjectRecord
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.time_zones import time_zone_mistakes

_PLUGINS = RecordPlugins(
    PROJECT_RECORD, record=ProjectRecord, hooks=ProjectHooks, events=(ProjectCreated, ProjectUpdated, ProjectDeleted)
)
_CODE = UniqueKey("project", ("code",), "/code")
_NOWHERE = Site()


async def create(draft: ProjectCreate, *, actor: Actor) -> Row:
    """
    Make a project.

    Raises:
        Invalid: the customer or time zone is unknown, or the metadata too long.
        CodeTaken: another project has this code.
        Vetoed: a plugin does not allow it.
    """
    values = merge_patch.given(draft)
    values.pop("extensions", None)
    values |= msgspec.structs.asdict(values.pop("site") or _NOWHERE)
    async with transaction():
        unknown = await records.unseen(CUSTOMER, [draft.customer_id], actor)
        mistakes = [*(unknown_reference("/customer_id", "customer") for _ in unknown), *_mistakes(values)]
        refuse(mistakes if unknown else [])
        say = await _PLUGINS.below(RecordRef(RecordName.CUSTOMER, draft.customer_id), actor=actor)
        await say.prepare(draft.extensions)
        refuse([*mistakes, *say.mistakes])
        await say.creating(values)
        with unique(_CODE), existing("/customer_id", "customer"):
            row = await rows.insert(Project, **values)
        await say.created(row)
        created = ProjectCreated(project_id=row["id"], customer_id=draft.customer_id, code=draft.code)
        await emit(created, actor=actor, active=say.active)
        return row


async def update(project_id: ProjectId, *, patch: ProjectPatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change a project; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such project.
        Invalid: the time zone is unknown, or the metadata too long.
        PreconditionFailed: the project has changed since the version that the caller has seen.
        CodeTaken: another project has this code.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        before = rows.required(await rows.locked(Project, project_id))
        values = _patched(patch, before=before)
        say = await _PLUGINS.on(project_id, actor=actor)
        await say.prepare(patch.extensions, record_id=project_id)
        refuse([*_mistakes(values), *say.mistakes])
        if_match.require(before["version"])
        changes = merge_patch.differing(values, before=before)
        changed = (*_announced(changes), *say.changed_fields)
        if not changed:
            return before
        await say.updating(before, changes)
        with unique(_CODE):
            row = await rows.update(Project, project_id, changes=changes)
        await say.updated(before, row, changed)
        updated = ProjectUpdated(
            project_id=project_id,
            customer_id=CustomerId(row["customer_id"]),
            code=row["code"],
            changed_fields=changed,
        )
        await emit(updated, actor=actor, active=say.active)
        return row


async def delete(project_id: ProjectId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a project that nothing refers to.

    Raises:
        NotFound: there is no such project.
        PreconditionFailed: the project has changed since the version that the caller has seen.
        InUse: equipment, tickets or other records belong to this project.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        row = rows.required(await rows.locked(Project, project_id))
        if_match.require(row["version"])
        say = await _PLUGINS.on(project_id, actor=actor)
        await say.deleting(row)
        with unreferenced():
            await rows.delete(Project, project_id)
        await say.deleted(row)
        deleted = ProjectDeleted(project_id=project_id, customer_id=CustomerId(row["customer_id"]), code=row["code"])
        await emit(deleted, actor=actor, active=say.active)


def _patched(patch: ProjectPatch, *, before: Row) -> dict[str, Any]:
    """Return the column values that the patch asks for: the site's members are columns of their own."""
    values = merge_patch.given(patch)
    values.pop("extensions", None)
    site: SitePatch | UnsetType | None = values.pop("site", UNSET)
    if site is None:
        values |= msgspec.structs.asdict(_NOWHERE)
    elif site is not UNSET:
        values |= merge_patch.given(site)
    if "metadata" in values:
        values["metadata"] = merged_document(before["metadata"], values["metadata"])
    return values


def _announced(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the API for changed columns, each once."""
    return tuple(dict.fromkeys("site" if column in Site.__struct_fields__ else column for column in columns))


def _mistakes(values: dict[str, Any]) -> list[Invalid]:
    return [
        *time_zone_mistakes(values.get("time_zone"), pointer="/site/time_zone"),
        *document_mistakes(values.get("metadata", {}), pointer="/metadata"),
    ]
