"""Making, changing, moving and deleting equipment."""

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from wellkept.equipment.events import EquipmentCreated, EquipmentDeleted, EquipmentMoved, EquipmentUpdated
from wellkept.equipment.rules.placement import Place
from wellkept.equipment.rules.tree import path_of
from wellkept.equipment.schemas import EquipmentCreate, EquipmentPatch
from wellkept.equipment.service import tree
from wellkept.equipment.tables import Equipment
from wellkept.platform import merge_patch
from wellkept.platform.constraints import UniqueKey, unique, unreferenced
from wellkept.platform.metadata import merged_document
from wellkept.platform.outbox.service import emit
from wellkept.platform.preconditions import IfMatch
from wellkept.platform.storage import rows
from wellkept.platform.storage.connection import Row
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Invalid, NotFound, refuse, unknown_reference
from wellkept_sdk.ids import EquipmentId, ProjectId, uuid7
from wellkept_sdk.json import document_mistakes

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
    """
    values = merge_patch.given(draft)
    async with transaction():
        is_known = await tree.share(draft.project_id, actor=actor)
        wanted = await tree.place(draft.parent_id, project_id=draft.project_id, actor=actor)
        refuse(
            [
                *([] if is_known else [unknown_reference("/project_id", "project")]),
                *tree.hanging_mistakes(wanted, project_id=draft.project_id),
                *_mistakes(values),
            ]
        )
        assert wanted is not None, "an unknown parent is a mistake"
        item_id = EquipmentId(uuid7())
        with unique(*_KEYS):
            row = await rows.insert(Equipment, **values, id=item_id, path=path_of(item_id, parent_path=wanted.path))
        await emit(EquipmentCreated(**_subject(row), parent_id=draft.parent_id), actor=actor)
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
    """
    async with transaction():
        if patch.parent_id is not UNSET:
            await tree.own(equipment_id)
        before = await _locked(equipment_id)
        values = _patched(patch, before=before)
        changes = merge_patch.differing(values, before=before)
        wanted, mistakes = await _new_place(changes, item=before, actor=actor)
        refuse([*mistakes, *_mistakes(values)])
        if_match.require(before["version"])
        if not changes:
            return before
        if wanted is not None:
            await tree.rewrite_paths(before, wanted=wanted)
        with unique(*_KEYS):
            row = await rows.update(Equipment, equipment_id, changes=changes)
        await _announce(changes, before=before, row=row, actor=actor)
        return row


async def delete(equipment_id: EquipmentId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete an item of equipment that nothing refers to.

    Raises:
        NotFound: there is no such item.
        PreconditionFailed: the item has changed since the version that the caller has seen.
        InUse: other equipment hangs under it, or tickets or other records refer to it.
    """
    async with transaction():
        row = await _locked(equipment_id)
        if_match.require(row["version"])
        with unreferenced():
            await rows.delete(Equipment, equipment_id)
        await emit(EquipmentDeleted(**_subject(row)), actor=actor)


async def _locked(equipment_id: EquipmentId) -> Row:
    row = await rows.locked(Equipment, equipment_id)
    if row is None:
        raise NotFound
    return row


def _patched(patch: EquipmentPatch, *, before: Row) -> dict[str, Any]:
    values = merge_patch.given(patch)
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


async def _announce(changes: Iterable[str], *, before: Row, row: Row, actor: Actor) -> None:
    if _PARENT in changes:
        moved = EquipmentMoved(**_subject(row), from_parent_id=before[_PARENT], to_parent_id=row[_PARENT])
        await emit(moved, actor=actor)
    changed = tuple(name for name in changes if name != _PARENT)
    if changed:
        await emit(EquipmentUpdated(**_subject(row), changed_fields=changed), actor=actor)


def _subject(row: Row) -> dict[str, Any]:
    return {
        "equipment_id": EquipmentId(row["id"]),
        "project_id": ProjectId(row["project_id"]),
        "code": row["code"],
    }
