"""The rows of equipment."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import JSONB
from piccolo.table import Table

from wellkept.projects.tables import Project
from wellkept_sdk.db.columns import code, created_at, day, document, primary_key, reference, text, updated_at, version
from wellkept_sdk.db.indexes import index, unique_index
from wellkept_sdk.records.equipment import EquipmentStatus


class Equipment(Table, tablename="equipment"):
    """An installed item; `path` holds the ids from the root of its tree down to itself, each followed by `/`."""

    id: UUID = primary_key()
    code: Text = code(unique=False)
    name: Text = text()
    project_id: ForeignKey[Project] = reference(Project, on_delete=OnDelete.restrict, index=False)
    parent_id: ForeignKey["Equipment"] = reference("self", on_delete=OnDelete.restrict, null=True)
    path: Text = text()
    manufacturer: Text = text(null=True)
    model: Text = text(null=True)
    serial_number: Text = text(null=True)
    installed_on: Date = day(null=True)
    commissioned_on: Date = day(null=True)
    status: Text = text(default=EquipmentStatus.IN_SERVICE.value)
    location: Text = text(null=True)
    criticality: Text = text(null=True)
    specifications: JSONB = document(default={})
    metadata: JSONB = document(default={})
    created_at: Timestamptz = created_at()
    updated_at: Timestamptz = updated_at()
    version: BigInt = version()


# SQLite compares text byte by byte under the name BINARY; this gives PostgreSQL the same name for the same order.
SEQUENCES = ('CREATE COLLATION IF NOT EXISTS "BINARY" FROM "C"',)
INDEXES = (
    unique_index("equipment", "project_id", "code"),
    unique_index(
        "equipment",
        "manufacturer",
        "model",
        "serial_number",
        where="manufacturer IS NOT NULL AND model IS NOT NULL AND serial_number IS NOT NULL",
    ),
    index("equipment", 'path COLLATE "BINARY"'),
)
