"""Questions about imports, and about the records that imported rows refer to."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept.imports.rules.targets import Kind
from wellkept.imports.schemas import ImportErrorRead, ImportRunRead
from wellkept.imports.tables import RunStatus
from wellkept.platform.access import records
from wellkept.platform.paging import Listing
from wellkept.platform.storage import rows
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId
from wellkept_sdk.records.tickets import TicketRecord

IMPORT_RUN = "import_run"


class KnownSource(Struct, frozen=True, kw_only=True):
    """What was made of a record of theirs before."""

    id: UUID
    source_id: str
    record_id: UUID
    digests: list[str]


class KnownProject(Struct, frozen=True, kw_only=True):
    """A project that a row names by its code."""

    id: ProjectId
    code: str
    customer_id: CustomerId


class StoredRun(Struct, frozen=True, kw_only=True):
    """One import run as the verbs need it."""

    id: UUID
    kind: Kind
    system: str
    file_name: str
    file_sha256: str
    plain_sha256: str | None
    mapping: str
    dry_run: bool
    status: RunStatus
    rows_done: int
    created: int
    updated: int
    unchanged: int
    failed: int
    file_offset: int
    file_row: int
    actor_kind: str
    actor_id: UUID | None
    actor_name: str

    @property
    def is_over(self) -> bool:
        """True once nothing more will happen by itself."""
        return self.status in (RunStatus.DONE, RunStatus.FAILED)


async def run_read(run_id: UUID) -> ImportRunRead:
    """
    Return one run as the API shows it.

    Raises:
        NotFound: there is none.
    """
    return ImportRunRead.of(await _run_row(run_id))


async def stored_run(run_id: UUID) -> StoredRun:
    """
    Return one run with everything that going on with it needs.

    Raises:
        NotFound: there is none.
    """
    return rows.decode(await _run_row(run_id), StoredRun)


async def runs_page(page: PageRequest) -> Page[ImportRunRead]:
    """Return one page of runs, the newest first."""
    return await _RUNS.page(page, decode=ImportRunRead.of)


async def errors_page(run_id: UUID, page: PageRequest) -> Page[ImportErrorRead]:
    """
    Return one page of what a run refused, in the order of the file.

    Raises:
        NotFound: there is no such run.
    """
    await _run_row(run_id)
    mine = Clause("import_run_id = ?", (run_id,))
    return await _ERRORS.page(page, where=mine, decode=ImportErrorRead.of, filters={"run": str(run_id)})


async def unfinished_run(file_sha256: str, *, mapping: str, dry_run: bool) -> UUID | None:
    """Return the run of this machine that read the same file by the same mapping and did not come to its end."""
    row = await database().fetch_one(
        "SELECT id FROM import_run WHERE file_sha256 = ? AND mapping = ? AND dry_run = ? AND status <> ?"
        " AND plain_sha256 IS NULL ORDER BY created_at DESC LIMIT 1",
        file_sha256,
        mapping,
        dry_run,
        str(RunStatus.DONE),
    )
    return None if row is None else row["id"]


async def unfinished_among(run_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the runs that are not done, and so still need their files."""
    wanted = any_of("id", list(run_ids))
    found = await database().fetch(
        f"SELECT id FROM import_run WHERE {wanted.sql} AND status <> ?", *wanted.args, str(RunStatus.DONE)
    )
    return {row["id"] for row in found}


async def known_sources(system: str, kind: str, source_ids: Collection[str]) -> dict[str, KnownSource]:
    """Return what was imported before, by source id."""
    wanted = any_of("source_id", list(source_ids))
    found = await database().fetch(
        f"{_SOURCES} AND {wanted.sql}",
        system,
        kind,
        *wanted.args,
    )
    return {row["source_id"]: rows.decode(row, KnownSource) for row in found}


async def projects_by_code(codes: Collection[str]) -> dict[str, KnownProject]:
    """Return the projects of these codes."""
    wanted = any_of("code", list(codes))
    found = await database().fetch(f"{_PROJECTS} WHERE {wanted.sql}", *wanted.args)
    return {row["code"]: rows.decode(row, KnownProject) for row in found}


async def customer_ids_by_code(codes: Collection[str]) -> dict[str, CustomerId]:
    """Return the ids of the customers of these codes."""
    wanted = any_of("code", list(codes))
    found = await database().fetch(f"{_CUSTOMERS} WHERE {wanted.sql}", *wanted.args)
    return {row["code"]: row["id"] for row in found}


async def equipment_ids(codes: Collection[str]) -> dict[tuple[ProjectId, str], EquipmentId]:
    """Return the ids of the equipment of these codes, by project and code."""
    wanted = any_of("code", list(codes))
    found = await database().fetch(f"{_EQUIPMENT} WHERE {wanted.sql}", *wanted.args)
    return {(row["project_id"], row["code"]): row["id"] for row in found}


async def locked_tickets(ticket_ids: Collection[UUID]) -> dict[UUID, "OldTicket"]:
    """Return tickets with the codes that their rows name, locked until the transaction ends."""
    wanted = any_of("t.id", list(ticket_ids))
    lock = " FOR UPDATE OF t" if database().dialect is Dialect.POSTGRES else ""
    found = await database().fetch(f"{_TICKETS} WHERE {wanted.sql} ORDER BY t.id{lock}", *wanted.args)
    return {row["id"]: _old_ticket(row) for row in found}


class OldTicket(Struct, frozen=True, kw_only=True):
    """A ticket that was imported before."""

    record: TicketRecord
    project_code: str
    equipment_code: str | None


def _old_ticket(row: Mapping[str, Any]) -> OldTicket:
    record = msgspec.convert(row, TicketRecord)
    return OldTicket(record=record, project_code=row["project_code"], equipment_code=row["equipment_code"])


async def _run_row(run_id: UUID) -> Row:
    return rows.required(await database().fetch_one("SELECT * FROM import_run WHERE id = ?", run_id))


_TICKETS = """
SELECT t.*, p.code AS project_code, e.code AS equipment_code
FROM ticket t JOIN project p ON p.id = t.project_id LEFT JOIN equipment e ON e.id = t.equipment_id
"""
_SOURCES = "SELECT id, source_id, record_id, digests FROM import_source WHERE system = ? AND kind = ?"
_PROJECTS = "SELECT id, code, customer_id FROM project"
_CUSTOMERS = "SELECT id, code FROM customer"
_EQUIPMENT = "SELECT id, project_id, code FROM equipment"
_RUNS = Listing(
    select="SELECT * FROM import_run", sorts={"created_at": Sort("created_at", datetime)}, sort_default="-created_at"
)
_ERRORS = Listing(select="SELECT * FROM import_error", sorts={"row": Sort("row_number", int)}, sort_default="row")

records.register(records.RecordKind(name=IMPORT_RUN, table=IMPORT_RUN, scope=records.nothing))
