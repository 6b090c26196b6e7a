"""Timers and periodic jobs, as rows that any worker may claim."""

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz
from piccolo.table import Table

from wellkept_sdk.db.columns import document, identifier, integer, moment, primary_key, text
from wellkept_sdk.db.indexes import index, unique_index


class Timer(Table, tablename="timer"):
    """Something that is due for a record at a moment; `next_at` is when it is tried, at first `due_at`."""

    id: UUID = primary_key()
    plugin: Text = text()
    kind: Text = text()
    record_id: UUID = identifier()
    due_at: Timestamptz = moment()
    payload: JSONB = document(null=True)
    state: Text = text()
    attempts: Integer = integer()
    next_at: Timestamptz = moment()
    lease_until: Timestamptz = moment(null=True)
    lease_id: UUID = identifier(null=True)
    last_error: Text = text(null=True)


class Job(Table, tablename="job"):
    """When a periodic job runs next."""

    id: UUID = primary_key()
    name: Text = text(unique=True)
    state: Text = text()
    attempts: Integer = integer()
    next_at: Timestamptz = moment()
    lease_until: Timestamptz = moment(null=True)
    lease_id: UUID = identifier(null=True)
    last_error: Text = text(null=True)
    last_run_at: Timestamptz = moment(null=True)


INDEXES = [
    unique_index("timer", "plugin", "kind", "record_id"),
    index("timer", "plugin", "next_at", where="state = 'ready'"),
    index("timer", "due_at", where="state = 'dead'"),
]
