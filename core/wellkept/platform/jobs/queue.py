"""A table whose rows are work to be done: claimed under a lease, then deleted, put off, or buried."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.ids import uuid7

ERROR_CHARACTERS_MAX = 2000
#: For so long a row stays ours unless we say again that we live; then others take it up.
HEARTBEAT_LEASE_SECONDS = 2.0
#: So many tries live by heartbeats. Who loses them all is slow, not dead, and gets the whole time that work may take.
HEARTBEAT_TRIES = 4
#: Whether a row is still held under a lease; the placeholders are its id and the lease's.
HELD = "id = ? AND lease_id = ? AND lease_until IS NOT NULL"


class WorkState(StrEnum):
    """Whether a row of a queue is still to be done."""

    READY = "ready"  #: Waits for its moment, or is being done under a lease.
    DEAD = "dead"  #: Failed too often; waits for a person to look at it and revive it.


class Queue(Struct, frozen=True, kw_only=True):
    """
    Which rows of a table one lane works through.

    The table has the columns `id, state, attempts, next_at, lease_until, lease_id, last_error` beside its own.

    Args:
        scope: a condition on `w` that picks the lane's rows; its placeholders come first.
        lease: for how long a row is ours that was tried `HEARTBEAT_TRIES` times; longer than the work may take.
    """

    table: str
    scope: str
    lease: timedelta


class Lease(Struct, frozen=True, kw_only=True):
    """
    Our right to do one row's work, as long as nobody else has taken or changed the row.

    Args:
        id: of the row.
        lease_id: of this claim and no other: what is done under it stands only if the row still has it.
        attempts: how often the row was tried, this time included.
    """

    table: str
    id: UUID
    lease_id: UUID
    attempts: int

    @property
    def lives_by_heartbeat(self) -> bool:
        """Tell whether it ends in a moment unless it is renewed."""
        return self.attempts <= HEARTBEAT_TRIES


class LeaseLost(Exception):  # noqa: N818 - named by what is the case, as all our failures
    """The row was taken over or changed while we worked on it; what we did must not stand."""


async def claim(queue: Queue, *arguments: object, limit: int, now: datetime) -> list[Row]:
    """
    Take up to `limit` due rows that nobody else works on; each counts one more attempt.

    Args:
        queue: where the rows are.
        arguments: what stands for the placeholders of the queue's scope.
        limit: at least 1.
        now: the moment by which they are due.
    """
    # No lease reaches further: the clock was set back since, and nobody must wait until it has caught up.
    beyond = now + 2 * queue.lease
    if database().dialect is Dialect.SQLITE and not await _any_due(queue, *arguments, now, now, beyond):
        # An idle worker must not take the one write lock of SQLite away from those who have something to write.
        return []
    statement = _claim_sql(queue, locking=database().dialect is Dialect.POSTGRES)
    leases = uuid7(), now + timedelta(seconds=HEARTBEAT_LEASE_SECONDS), now + queue.lease
    return await database().fetch(statement, *arguments, now, now, beyond, limit, *leases)


def lease_of(queue: Queue, row: Row) -> Lease:
    """Return the lease under which a claimed row is ours."""
    return Lease(table=queue.table, id=row["id"], lease_id=row["lease_id"], attempts=row["attempts"])


async def renew(lease: Lease, *, now: datetime) -> bool:
    """Say that we live and go on with the row; return whether it is still ours."""
    statement = f"UPDATE {lease.table} SET lease_until = ? WHERE {HELD}"
    until = now + timedelta(seconds=HEARTBEAT_LEASE_SECONDS)
    return await database().execute(statement, until, lease.id, lease.lease_id) > 0


async def complete(lease: Lease) -> None:
    """
    Delete the row whose work is done, in the caller's transaction.

    Raises:
        LeaseLost: the row is no longer ours.
    """
    if not await database().execute(f"DELETE FROM {lease.table} WHERE {HELD}", lease.id, lease.lease_id):
        raise LeaseLost


async def put_off(lease: Lease, *, until: datetime, error: str | None) -> bool:
    """Give the row back, due again later; return whether it was still ours."""
    return await _give_back(lease, state=WorkState.READY, next_at=until, error=error)


async def bury(lease: Lease, *, at: datetime, error: str | None) -> bool:
    """Give up on the row and keep it for a person to look at; return whether it was still ours."""
    return await _give_back(lease, state=WorkState.DEAD, next_at=at, error=error)


async def release(lease: Lease) -> None:
    """Give the row back as if it had never been claimed."""
    statement = f"UPDATE {lease.table} SET lease_until = NULL, lease_id = NULL, attempts = attempts - 1 WHERE {HELD}"
    await database().execute(statement, lease.id, lease.lease_id)


async def revive(table: str, row_id: UUID, *, at: datetime) -> bool:
    """Make a dead row due again with all its attempts; return whether there was one."""
    statement = (
        f"UPDATE {table} SET state = 'ready', attempts = 0, next_at = ?, lease_until = NULL, lease_id = NULL"
        " WHERE id = ? AND state = 'dead'"
    )
    return await database().execute(statement, at, row_id) > 0


async def _any_due(queue: Queue, *arguments: object) -> bool:
    return await database().fetch_one(f"{_due_sql(queue)} LIMIT 1", *arguments) is not None


async def _give_back(lease: Lease, *, state: WorkState, next_at: datetime, error: str | None) -> bool:
    statement = (
        f"UPDATE {lease.table} SET state = ?, next_at = ?, last_error = ?, lease_until = NULL, lease_id = NULL"
        f" WHERE {HELD}"
    )
    brief = _storable(error) if error else None
    return await database().execute(statement, str(state), next_at, brief, lease.id, lease.lease_id) > 0


def _storable(error: str) -> str:
    # An error may quote the very characters that no database takes.
    return error[:ERROR_CHARACTERS_MAX].replace("\0", "?").encode("utf-8", "replace").decode()


@cache
def _due_sql(queue: Queue) -> str:
    return (
        f"SELECT w.id FROM {queue.table} w WHERE {queue.scope}"
        " AND w.state = 'ready' AND w.next_at <= ?"
        " AND (w.lease_until IS NULL OR w.lease_until <= ? OR w.lease_until > ?)"
    )


@cache
def _claim_sql(queue: Queue, *, locking: bool) -> str:
    # Materialized: else PostgreSQL may run the subquery once per row, and then it takes more rows than the limit.
    lock = " FOR UPDATE OF w SKIP LOCKED" if locking else ""
    moment = "CAST(? AS TIMESTAMPTZ)" if locking else "?"
    until = f"CASE WHEN attempts < {HEARTBEAT_TRIES} THEN {moment} ELSE {moment} END"
    return (
        f"WITH due AS MATERIALIZED ({_due_sql(queue)} ORDER BY w.next_at LIMIT ?{lock})"
        f" UPDATE {queue.table} SET lease_id = ?, lease_until = {until}, attempts = attempts + 1"
        " WHERE id IN (SELECT id FROM due) RETURNING *"
    )
