"""Work that nobody waits for: periodic jobs, and timers of records."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.records.references import RecordName


class Job(Struct, frozen=True, kw_only=True):
    """
    Something to be done again and again, once per period however many workers there are.

    It has no record: it runs where the plugin is enabled, and leaves out records for which the plugin is not active
    (`ctx.active_tickets`, `ctx.active_among`).

    Args:
        name: unique within the plugin.
        every: the pause between the end of one run and the start of the next.
        run: does it; each verb that it calls is a transaction of its own.
    """

    name: str
    every: timedelta
    run: Callable[[Ctx], Awaitable[None]]


class DueTimer(Struct, frozen=True, kw_only=True):
    """A timer whose moment has come; `due_at` is that moment, however late it is noticed."""

    kind: str
    record_id: UUID
    due_at: datetime
    payload: dict[str, Any] | None


class TimerKind(Struct, frozen=True, kw_only=True):
    """
    A kind of timer that the plugin sets.

    Args:
        name: as given to `ctx.timers.set`.
        run: called in one unit of work with the end of the timer.
        record: what the timers' ids name; a timer of a record for which the plugin is no longer active is dropped.
            None for rows of the plugin's own.
    """

    name: str
    run: Callable[[Ctx, DueTimer], Awaitable[None]]
    record: RecordName | None = None
