"""Making, changing, moving and deleting equipment."""

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from wellkept.equipment.queries import EQUIPMENT_RECORD
from wellkept.equipment.rules.placement import Place
from wellkept.equipment.rules.tree import path_of
from wellkept.equipment.schemas import EquipmentCreate, EquipmentPatch
from wellkept.equipment.service import tree
from wellkept.equipment.tables import Equipment
from wellkept.platform import merge_patch
from wellkept.platform.constraints import UniqueKey, unique, unreferenced
from wellkept.platform.metadata import merged_document
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.seams.record_plugins import RecordPlugins
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.events.equipment import EquipmentCreated, EquipmentDeleted, EquipmentMoved, EquipmentUpdated
from wellkept_sdk.hooks.equipment import EquipmentHooks
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import EquipmentId, ProjectId, uuid7
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.records.equipment import EquipmentRecord
from wellkept_sdk.records.references import RecordName, RecordRef

_PLUGINS = RecordPlugins(
    EQUIPMENT_RECORD,
    record=EquipmentRecord,
    hooks=EquipmentHooks,
    events=(EquipmentCreated, EquipmentMoved, EquipmentUpdated, EquipmentDeleted),
)
_PARENT = "parent_id"
_DOCUMENTS = ("specifications", "metadata")
_KEYS = (
    UniqueKey("equipment", ("project_id", "code"), "/code"),
    UniqueKey("equipment", ("manufacturer", "model", "serial_number"), "/serial_number"),
)


async def create(draft: EquipmentCreate, *, actor: Actor) -> Row:
    """
    Make an item of equipment, as a root or under a parent.

    Raises:
        Invalid: project or parent is unknown, the parent belongs to another project, the tree would be too deep, or
            a document is too long.
        CodeTaken: another item of the project has this code, or another item anywhere this serial number.
        Vetoed: a plugin does not allow it.
    """
    values = merge_patch.given(draft)
    values.pop("extensions", None)
    async with transaction():
        is_known = await tree.share(draft.project_id, actor=actor)
        wanted = await tree.place(draft.parent_id, project_id=draft.project_id, actor=actor)
        mistakes = [
            *([] if is_known else [unknown_reference("/project_id", "project")]),
            *tree.hanging_mistakes(wanted, project_id=draft.project_id),
            *_mistakes(values),
        ]
        refuse([] if is_known else mistakes)
        say = await _PLUGINS.below(RecordRef(RecordName.PROJECT, draft.project_id), actor=actor)
        await say.prepare(draft.extensions)
        refuse([*mistakes, *say.mistakes])
        await say.creating(values)
        assert wanted is not None, "an unknown parent is a mistake"
        item_id = EquipmentId(uuid7())
        with unique(*_KEYS):
            row = await rows.insert(Equipment, **values, id=item_id, path=path_of(item_id, parent_path=wanted.path))
        await say.created(row)
        await emit(EquipmentCreated(**_subject(row), parent_id=draft.parent_id), actor=actor, active=say.active)
        return row


async def update(equipment_id: EquipmentId, *, patch: EquipmentPatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change an item of equipment; another parent moves it with all below it.

    What stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such item.
        Invalid: the parent is unknown, belongs to another project, is the item itself or stands below it; the tree
            would be too deep, or a document too long.
        PreconditionFailed: the item has changed since the version that the caller has seen.
        CodeTaken: another item of the project has this code, or another item anywhere this serial number.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        if patch.parent_id is not UNSET:
            await tree.own(equipment_id)
        before = rows.required(await rows.locked(Equipment, equipment_id))
        values = _patched(patch, before=before)
        changes = merge_patch.differing(values, before=before)
        wanted, mistakes = await _new_place(changes, item=before, actor=actor)
        say = await _PLUGINS.on(equipment_id, actor=actor)
        await say.prepare(patch.extensions, record_id=equipment_id)
        refuse([*mistakes, *_mistakes(values), *say.mistakes])
        if_match.require(before["version"])
        changed = (*changes, *say.changed_fields)
        if not changed:
            return before
        await say.updating(before, changes)
        if wanted is not None:
            await tree.rewrite_paths(before, wanted=wanted)
        with unique(*_KEYS):
            row = await rows.update(Equipment, equipment_id, changes=changes)
        await say.updated(before, row, changed)
        await _announce(changed, before=before, row=row, actor=actor, active=say.active)
        return row


async def delete(equipment_id: EquipmentId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete an item of equipment that nothing refers to.

    Raises:
        NotFound: there is no such item.
        PreconditionFailed: the item has changed since the version that the caller has seen.
        InUse: other equipment hangs under it, or tickets or other records refer to it.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        row = rows.required(await rows.locked(Equipment, equipment_id))
        if_match.require(row["version"])
        say = await _PLUGINS.on(equipment_id, actor=actor)
        await say.deleting(row)
        with unreferenced():
            await rows.delete(Equipment, equipment_id)
        await say.deleted(row)
        await emit(EquipmentDeleted(**_subject(row)), actor=actor, active=say.active)


def _patched(patch: EquipmentPatch, *, before: Row) -> dict[str, Any]:
    values = merge_patch.given(patch)
    values.pop("extensions", None)
    for name in _DOCUMENTS:
        if name in values:
            values[name] = merged_document(before[name], values[name])
    return values


async def _new_place(changes: dict[str, Any], *, item: Row, actor: Actor) -> tuple[Place | None, list[Invalid]]:
    if _PARENT not in changes:
        return None, []
    wanted = await tree.place(changes[_PARENT], project_id=item["project_id"], actor=actor)
    return wanted, await tree.moving_mistakes(wanted, item=item)


def _mistakes(values: dict[str, Any]) -> list[Invalid]:
    return [mistake for name in _DOCUMENTS for mistake in document_mistakes(values.get(name, {}), pointer=f"/{name}")]


async def _announce(changed: Iterable[str], *, before: Row, row: Row, actor: Actor, active: ActiveSet | None) -> None:
    if _PARENT in changed:
        moved = EquipmentMoved(**_subject(row), from_parent_id=before[_PARENT], to_parent_id=row[_PARENT])
        await emit(moved, actor=actor, active=active)
    others = tuple(name for name in changed if name != _PARENT)
    if others:
        await emit(EquipmentUpdated(**_subject(row), changed_fields=others), actor=actor, active=active)


def _subject(row: Row) -> dict[str, Any]:
    return {
        "equipment_id": EquipmentId(row["id"]),
        "project_id": ProjectId(row["project_id"]),
        "code": row["code"],
    }
