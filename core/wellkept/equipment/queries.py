"""Questions about equipment: reads only, one statement each."""

from datetime import datetime
from typing import get_args
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.equipment.rules.tree import range_end
from wellkept.equipment.schemas import (
    NO_EQUIPMENT_EXTENSIONS,
    EquipmentCreate,
    EquipmentExtensions,
    EquipmentExtensionsInput,
    EquipmentExtensionsPatch,
    EquipmentPatch,
    EquipmentRead,
)
from wellkept.platform.access import records
from wellkept.platform.filters import contains
from wellkept.platform.paging.listing import Listing
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.extensions import NOTHING_ASKED, Asked
from wellkept.platform.record_sorts import RECORD_SORT_DEFAULT, RecordSort, record_sorts
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.db.filters import equal, since
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.records.equipment import Criticality, EquipmentStatus
from wellkept_sdk.records.references import RecordName

EQUIPMENT = "equipment"

EquipmentSort = RecordSort

EQUIPMENT_RECORD = extensions.register(
    extensions.ExtensibleRecord(
        name=RecordName.EQUIPMENT,
        extensions=EquipmentExtensions,
        extensions_input=EquipmentExtensionsInput,
        extensions_patch=EquipmentExtensionsPatch,
        read=EquipmentRead,
        create=EquipmentCreate,
        patch=EquipmentPatch,
        sort_name="EquipmentSort",
        sorts=get_args(EquipmentSort),
    )
)


class EquipmentFilters(Struct, frozen=True, kw_only=True):
    """Which equipment a list shows; `below` means that item and all below it, `roots` items without a parent."""

    code: str | None = None
    project_id: UUID | None = None
    customer_id: UUID | None = None
    parent_id: UUID | None = None
    roots: bool | None = None
    below: UUID | None = None
    status: EquipmentStatus | None = None
    criticality: Criticality | None = None
    manufacturer: str | None = None
    model: str | None = None
    serial_number: str | None = None
    q: str | None = None
    updated_since: datetime | None = None


_equipment = Listing(
    select="SELECT * FROM equipment",
    sorts=record_sorts("equipment"),
    sort_default=RECORD_SORT_DEFAULT,
)
# Paths are compared byte by byte, as their index is ordered; tables.py makes the name known to PostgreSQL.
_PATH = 'equipment.path COLLATE "BINARY"'
_TOP = "FROM equipment AS top WHERE top.id = ?"


async def equipment(equipment_id: EquipmentId, *, actor: Actor) -> Row:
    """
    Return one item of equipment that the caller may see.

    Raises:
        NotFound: there is none.
    """
    wanted = all_of(equal("id", equipment_id), await records.scope(EQUIPMENT, actor))
    return required(await database().fetch_one(f"SELECT * FROM equipment WHERE {wanted.sql}", *wanted.args))


async def shown(row: Row, *, actor: Actor) -> EquipmentRead:
    """
    Return an item's row as the caller may see it, with what plugins add to it.

    Raises:
        PluginFailed: a plugin that is required could not answer.
    """
    added = await extensions.of_record(EQUIPMENT_RECORD, row["id"], actor=actor)
    return EquipmentRead.of(row, actor=actor, extensions=added)


async def equipment_page(
    page: PageRequest,
    *,
    filters: EquipmentFilters,
    sort: EquipmentSort | None,
    actor: Actor,
    asked: Asked = NOTHING_ASKED,
) -> Page[EquipmentRead]:
    """Return one page of the equipment that the caller may see and that passes the filters."""
    where = all_of(
        await records.scope(EQUIPMENT, actor),
        equal("code", filters.code),
        equal("project_id", filters.project_id),
        _of_customer(filters.customer_id),
        equal("parent_id", filters.parent_id),
        _among_roots(roots=filters.roots),
        TRUE if filters.below is None else below(filters.below),
        equal("status", filters.status),
        equal("criticality", filters.criticality),
        equal("manufacturer", filters.manufacturer),
        equal("model", filters.model),
        equal("serial_number", filters.serial_number),
        contains(filters.q, "code", "name"),
        since("updated_at", filters.updated_since),
        asked.where,
    )
    found = await extensions.sortable(_equipment, EQUIPMENT_RECORD, sort, actor=actor).rows(
        page, where=where, sort=sort, filters={**asdict(filters), **asked.filters}
    )
    added = await extensions.included(EQUIPMENT_RECORD, found.items, asked, actor=actor)
    items = [
        EquipmentRead.of(row, actor=actor, extensions=added.get(row["id"], NO_EQUIPMENT_EXTENSIONS))
        for row in found.items
    ]
    return Page(items=items, next_cursor=found.next_cursor)


async def longest_path(path: str) -> str:
    """Return the longest path among those of the item at `path` and all below it: its deepest descendant's."""
    wanted = subtree(path)
    sql = f"SELECT path FROM equipment WHERE {wanted.sql} ORDER BY length(path) DESC LIMIT 1"
    row = await database().fetch_one(sql, *wanted.args)
    assert row is not None, "an item stands in its own subtree"
    return row["path"]


def subtree(path: str) -> Clause:
    """Return the condition, over `equipment`, that an item is the one at `path` or stands below it."""
    return Clause(f"{_PATH} >= ? AND {_PATH} < ?", (path, range_end(path)))


def below(equipment_id: UUID) -> Clause:
    """Return the condition, over `equipment`, that an item is the named one or stands below it."""
    # The end of the range is `tree.range_end`, here without asking for the path first.
    end = f"SELECT substr(top.path, 1, length(top.path) - 1) || '0' {_TOP}"
    return Clause(f"{_PATH} >= (SELECT top.path {_TOP}) AND {_PATH} < ({end})", (equipment_id, equipment_id))


def _of_customer(customer_id: UUID | None) -> Clause:
    if customer_id is None:
        return TRUE
    return _in_projects(equal("project.customer_id", customer_id))


def _among_roots(*, roots: bool | None) -> Clause:
    if roots is None:
        return TRUE
    return Clause("parent_id IS NULL" if roots else "parent_id IS NOT NULL")


def _in_projects(wanted: Clause) -> Clause:
    return Clause(f"equipment.project_id IN (SELECT project.id FROM project WHERE {wanted.sql})", wanted.args)


records.register(
    records.RecordKind(
        name=EQUIPMENT,
        table="equipment",
        scope=lambda actor: _in_projects(any_of("project.customer_id", actor.customer_ids)),
    )
)
