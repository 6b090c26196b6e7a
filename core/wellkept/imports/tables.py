"""The rows of imports: runs, where each record came from, and what was refused."""

from enum import StrEnum

from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept_sdk.db import columns
from wellkept_sdk.db.indexes import Check, Index, index, unique_index


class RunStatus(StrEnum):
    """Where one reading of a file stands."""

    QUEUED = "queued"  #: Waits for a worker.
    RUNNING = "running"  #: At least one batch is stored.
    DONE = "done"  #: The file was read to its end; rows may have been refused.
    FAILED = "failed"  #: The file could not be read on; what was stored before stands.


class ImportRun(Table, tablename="import_run"):
    """
    One reading of one file; `file_offset` and `file_row` say where the next batch begins.

    `plain_sha256` names the plain file in the object store, if a worker shall find it there.
    """

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    kind = columns.text()
    system = columns.text()
    file_name = columns.text()
    file_sha256 = columns.text()
    plain_sha256 = columns.text(null=True)
    mapping = columns.text()
    dry_run = columns.boolean()
    status = columns.text()
    rows_total = columns.integer()
    rows_done = columns.integer(default=0)
    created = columns.integer(default=0)
    updated = columns.integer(default=0)
    unchanged = columns.integer(default=0)
    failed = columns.integer(default=0)
    file_offset = columns.big_integer(default=0)
    file_row = columns.integer(default=0)
    failure = columns.text(null=True)
    actor_kind = columns.text()
    actor_id = columns.identifier(null=True)
    actor_name = columns.text()


class ImportSource(Table, tablename="import_source"):
    """
    Which record of ours came from which record of theirs.

    `digests` holds a short digest of every source row that the record was made of: rows that come again are known by
    it, whatever their order and whatever file they stand in.
    """

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    system = columns.text()
    kind = columns.text()
    source_id = columns.text()
    record_id = columns.identifier()
    digests = columns.document()


class ImportRefusal(Table, tablename="import_error"):
    """One cell, or one whole row, that was refused."""

    id = columns.primary_key()
    created_at = columns.created_at()
    import_run_id = columns.reference(ImportRun, on_delete=OnDelete.cascade, index=False)
    row_number = columns.integer()
    column_name = columns.text(null=True)
    value = columns.text(null=True)
    code = columns.text()
    message = columns.text()


_STATUSES = ", ".join(f"'{status}'" for status in RunStatus)

INDEXES: tuple[Index, ...] = (
    index("import_run", "created_at", "id"),
    index("import_run", "file_sha256"),
    unique_index("import_source", "system", "kind", "source_id"),
    index("import_error", "import_run_id", "row_number", "id"),
)

CHECKS: tuple[Check, ...] = (Check("import_run", "status", f"status IN ({_STATUSES})"),)
