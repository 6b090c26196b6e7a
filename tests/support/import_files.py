"""Small files of another system with their mappings, imported in this process."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from installed_base import ADMIN
from wellkept.imports.rules.cells import RowReader, SourceRow
from wellkept.imports.rules.mapping import read_mapping
from wellkept.imports.rules.mapping_file import Mapping
from wellkept.imports.schemas import ImportRunRead
from wellkept.imports.service import intake
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Row
from wellkept_sdk.now import now

TICKETS = """
kind = "tickets"
system = "old-desk"
source_id = "number"
missing = ["?"]

[dates]
format = "%d/%m/%Y %H:%M"

[columns]
title = "text"
status = "state"
grade = "priority"
reported_at = "opened"
metadata.group = "group"

[values.grade]
"high" = 1
"low" = 3

[defaults]
project_code = "DESK"
channel = "phone"
resolution.cause = "Not recorded."
resolution.measure = "Not recorded."

[states]
"New" = {status = "new"}
"Active" = {action = "start"}
"Waiting" = {action = "hold", reason = "customer"}
"Vendor" = {action = "hold", reason = "third_party"}
"Resolved" = {action = "resolve"}
"Closed" = {action = "close"}
"Gone" = {action = "cancel"}
"?!" = {}

[history]
order = "step"
occurred_at = "updated"
actor_name = "by"
handover = ["metadata.group"]

[create]
customer_type = {code = "internal", name = "Internal"}
customer = {code = "US", name = "Ourselves", customer_type = "internal"}
project = {code = "DESK", name = "Desk", kind = "network", customer_code = "US"}
"""
HEADER = ["number", "step", "state", "text", "priority", "opened", "updated", "by", "group"]


def mapping_of(text: str = TICKETS) -> Mapping:
    """Return a mapping."""
    return read_mapping(text)


def cells(number: str, step: int, state: str, **others: str) -> list[str]:
    """Return a row of the ticket file; each step is an hour after the one before."""
    row = {
        "number": number,
        "step": str(step),
        "state": state,
        "text": "Pump trips",
        "priority": "low",
        "opened": "01/03/2026 08:00",
        "updated": f"01/03/2026 {9 + step:02}:00",
        "by": "Updated by 7",
        "group": "Group 1",
        **others,
    }
    return [row[name] for name in HEADER]


def source_rows(*rows: list[str], mapping: Mapping | None = None) -> list[SourceRow]:
    """Return rows of the ticket file in our words."""
    reader = RowReader(mapping or mapping_of(), HEADER, latest=now())
    read = [reader.read(number, row) for number, row in enumerate(rows, 2)]
    assert all(isinstance(row, SourceRow) for row in read), read
    return [row for row in read if isinstance(row, SourceRow)]


class Importer(Struct):
    """Imports rows as a file of this test."""

    folder: Path
    settings: Settings
    store: ObjectStore

    def file(self, rows: Sequence[Sequence[object]], *, header: Sequence[str] = HEADER, name: str = "rows.csv") -> Path:
        """Write a CSV file."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    async def run(
        self,
        path: Path,
        mapping: str = TICKETS,
        *,
        dry_run: bool = False,
        progress: Callable[[ImportRunRead], None] | None = None,
    ) -> ImportRunRead:
        """Import a file."""
        given = intake.Given(path=path, file_name=path.name, mapping_text=mapping, dry_run=dry_run)
        return await intake.import_now(given, actor=ADMIN, settings=self.settings, progress=progress)

    async def rows(self, *rows: list[str], **options: Any) -> ImportRunRead:
        """Import rows of the ticket file."""
        return await self.run(self.file(rows), **options)


async def tickets() -> list[Row]:
    """Return all tickets in the order of their numbers."""
    return await database().fetch("SELECT * FROM ticket ORDER BY number_seq")


async def facts(ticket_id: object) -> list[Row]:
    """Return the history of a ticket."""
    return await database().fetch("SELECT * FROM ticket_fact WHERE ticket_id = ? ORDER BY position", ticket_id)


async def refusals() -> list[tuple[Any, ...]]:
    """Return what was refused: row, column, value, code."""
    rows = await database().fetch("SELECT * FROM import_error ORDER BY row_number, column_name, value")
    return [(row["row_number"], row["column_name"], row["value"], row["code"]) for row in rows]


def counts(run: ImportRunRead) -> tuple[int, int, int, int]:
    """Return how many were created, updated, unchanged and refused."""
    return run.created, run.updated, run.unchanged, run.failed
