"""Timers: something is due for a record at a moment; the cost follows what is due, not what is waiting."""

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from msgspec import Struct, convert

from wellkept.platform.jobs.attempt import LEASE_SECONDS, Attempt, Limits
from wellkept.platform.jobs.heartbeat import Clock
from wellkept.platform.jobs.queue import Lease, LeaseLost, Queue, claim, lease_of, revive
from wellkept.platform.jobs.worker import Lane
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import (
    Unit,
    current_unit,
    require_intact,
    require_transaction,
    transaction,
    unit_of_work,
)
from wellkept_sdk.db.database import Row
from wellkept_sdk.ids import uuid7

TIMERS = Queue(table="timer", scope="w.plugin = ?", lease=timedelta(seconds=LEASE_SECONDS))


class DueTimer(Struct, frozen=True, kw_only=True):
    """A timer whose moment has come; `due_at` is that moment, however late it is noticed."""

    plugin: str
    kind: str
    record_id: UUID
    due_at: datetime
    payload: dict[str, Any] | None


TimerHandler = Callable[[DueTimer, datetime], Awaitable[None]]
TimerHandlers = Mapping[tuple[str, str], TimerHandler]


class UnknownTimerError(LookupError):
    """No handler is registered for a timer of this plugin and kind."""


async def set_timer(
    plugin: str, kind: str, record_id: UUID, *, due_at: datetime, payload: dict[str, Any] | None = None
) -> None:
    """Make the record's timer of this kind due at a moment, in the caller's transaction; an earlier setting is gone."""
    require_transaction()
    firing = _own_firing(plugin, kind, record_id)
    if firing is None:
        await database().execute(_SET, uuid7(), plugin, kind, record_id, due_at, due_at, payload)
    else:
        await database().execute(_SET_OWN, due_at, due_at, payload, *firing.mine)


async def set_timers(plugin: str, kind: str, due_at: Mapping[UUID, datetime]) -> None:
    """Do the same for many records, each at its own moment, in at most one statement but for a handler's own timer."""
    require_transaction()
    rows: list[tuple[object, ...]] = []
    for record_id, at in due_at.items():
        if _own_firing(plugin, kind, record_id) is None:
            rows.append((uuid7(), plugin, kind, record_id, at, at, None))
        else:
            await set_timer(plugin, kind, record_id, due_at=at)
    if len(rows) == 1:
        await database().execute(_SET, *rows[0])
    elif rows:
        await database().execute_many(_SET, rows)


async def cancel_timer(plugin: str, kind: str, record_id: UUID) -> None:
    """Make sure that the record's timer of this kind never comes due, in the caller's transaction."""
    require_transaction()
    firing = _own_firing(plugin, kind, record_id)
    if firing is None:
        await database().execute(_CANCEL, plugin, kind, record_id)
    else:
        # As if its handler had never set it again: it goes when the handler is done.
        await database().execute(_HOLD, firing.at, *firing.mine)


async def revive_timer(timer_id: UUID, *, at: datetime) -> bool:
    """Let a timer that was given up come due once more; return whether there was one."""
    async with transaction():
        return await revive(TIMERS.table, timer_id, at=at)


def timer_lanes(handlers: TimerHandlers) -> list[Lane]:
    """
    Return one lane per plugin that handles timers.

    A handler runs in one unit of work with the end of its timer. It locks its record first and looks whether the
    timer still means anything; it may set or cancel the same timer again.
    """
    plugins = sorted({plugin for plugin, _ in handlers})
    return [Lane(name=f"timers.{plugin}", claim=partial(_claim, plugin, handlers)) for plugin in plugins]


async def _claim(plugin: str, handlers: TimerHandlers, limit: int, clock: Clock) -> list[Attempt]:
    rows = await claim(TIMERS, plugin, limit=limit, now=clock())
    return [_attempt(row, handlers=handlers, clock=clock) for row in sorted(rows, key=lambda row: row["due_at"])]


def _attempt(row: Row, *, handlers: TimerHandlers, clock: Clock) -> Attempt:
    lease = lease_of(TIMERS, row)
    timer = convert(row, DueTimer)
    run = partial(_fire, timer, lease=lease, handlers=handlers, clock=clock)
    return Attempt(lane=f"timers.{timer.plugin}", lease=lease, run=run, limits=Limits(), clock=clock)


async def _fire(timer: DueTimer, *, lease: Lease, handlers: TimerHandlers, clock: Clock) -> None:
    handler = handlers.get((timer.plugin, timer.kind))
    if handler is None:
        raise UnknownTimerError(f"{timer.plugin}.{timer.kind}")
    async with unit_of_work() as unit:
        key = (timer.plugin, timer.kind, timer.record_id)
        firing = _Firing(key=key, lease_id=lease.lease_id, at=clock(), unit=unit)
        _firing.set(firing)
        await handler(timer, firing.at)
        require_intact(unit)
        async with transaction():
            # Last, not first: who sets a timer has locked the record before, and we must lock in the same order.
            await _end(firing)


class _Firing(Struct, frozen=True, kw_only=True):
    """The timer whose handler runs in this task, and the lease under which it does."""

    key: tuple[str, str, UUID]
    lease_id: UUID
    at: datetime
    unit: Unit

    @property
    def mine(self) -> tuple[str, str, UUID, UUID]:
        """What the row has as long as nobody else has taken, set or cancelled it."""
        return *self.key, self.lease_id


async def _end(firing: _Firing) -> None:
    """
    Delete the timer, unless its handler has set it again.

    Raises:
        LeaseLost: somebody else has taken, set or cancelled it meanwhile; also what the handler has set must go.
    """
    ended = await database().execute(_COMPLETE, *firing.mine)
    if not ended and await database().fetch_one(_SET_AGAIN, *firing.mine) is None:
        raise LeaseLost


def _own_firing(plugin: str, kind: str, record_id: UUID) -> _Firing | None:
    """Return the firing of a timer whose own handler calls us."""
    firing = _firing.get()
    # A task that the handler started has the same context, but what it does is not part of the handler's unit.
    ours = firing is not None and firing.unit is current_unit() and firing.key == (plugin, kind, record_id)
    return firing if ours else None


_firing: ContextVar[_Firing | None] = ContextVar("wellkept_firing_timer", default=None)

_SET = """
INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, payload, state, attempts)
VALUES (?, ?, ?, ?, ?, ?, ?, 'ready', 0)
ON CONFLICT (plugin, kind, record_id) DO UPDATE
SET due_at = excluded.due_at, next_at = excluded.next_at, payload = excluded.payload,
    state = 'ready', attempts = 0, lease_until = NULL, lease_id = NULL, last_error = NULL
"""
_OWN = "plugin = ? AND kind = ? AND record_id = ? AND lease_id = ?"
# A handler that sets its own timer again leaves its lease's id in the row, without holding it: so its end can tell that
# it was set under this lease, and one whose lease was taken changes nothing.
_SET_OWN = f"""
UPDATE timer SET due_at = ?, next_at = ?, payload = ?, state = 'ready', attempts = 0, lease_until = NULL,
    last_error = NULL
WHERE {_OWN}
"""
_HOLD = f"UPDATE timer SET lease_until = ? WHERE {_OWN}"
_COMPLETE = f"DELETE FROM timer WHERE {_OWN} AND lease_until IS NOT NULL"
_SET_AGAIN = f"SELECT id FROM timer WHERE {_OWN}"
_CANCEL = "DELETE FROM timer WHERE plugin = ? AND kind = ? AND record_id = ?"
