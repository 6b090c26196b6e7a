"""What the routes of imports take and give."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.imports.rules.targets import Kind
from wellkept.imports.tables import RunStatus
from wellkept.platform.storage.rows import decode


class ImportRunRead(Struct, frozen=True, kw_only=True):
    """One reading of one file; `failed` counts the records and rows that were refused."""

    id: UUID
    kind: Kind
    system: str
    file_name: str
    dry_run: bool
    status: RunStatus
    rows_total: int
    rows_done: int
    created: int
    updated: int
    unchanged: int
    failed: int
    failure: str | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ImportRunRead":
        """Return the stored row as the API shows it."""
        return decode(row, cls)


class ImportErrorRead(Struct, frozen=True, kw_only=True):
    """One refused cell, or one refused row; the header of the file is row 1."""

    row: int
    column: str | None
    value: str | None
    code: str
    message: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ImportErrorRead":
        """Return the stored row as the API shows it."""
        return cls(
            row=row["row_number"],
            column=row["column_name"],
            value=row["value"],
            code=row["code"],
            message=row["message"],
        )
