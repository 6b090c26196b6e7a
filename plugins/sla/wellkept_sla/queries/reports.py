"""The figures of reports, counted by the database: one statement, however many clocks there are."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Dialect, all_of
from wellkept_sla.schemas.reporting import GroupBy

GROUPS_MAX: Final = 10_000

# When a clock ended; of an open one, when it is due, or was before it was paused.
_ENDED = "clock.stopped_at >= ? AND clock.stopped_at < ?"
_RUNNING = "clock.state = 'running' AND clock.due_at >= ? AND clock.due_at < ?"
_PAUSED = "clock.state = 'paused' AND clock.original_due_at >= ? AND clock.original_due_at < ?"
_MOMENT = "COALESCE(clock.stopped_at, clock.due_at, clock.original_due_at)"

_KEYS: Final = {
    GroupBy.CUSTOMER: ("customer.id", "customer.name"),
    GroupBy.PROJECT: ("project.id", "project.name"),
    GroupBy.GRADE: ("clock.grade", "clock.grade"),
    GroupBy.CODE: ("clock.code", "clock.code"),
    GroupBy.PARTY: ("clock.party_id", "clock.party_id"),
}
_JOINS: Final = {
    GroupBy.CUSTOMER: "JOIN ticket ON ticket.id = clock.ticket_id JOIN customer ON customer.id = ticket.customer_id",
    GroupBy.PROJECT: "JOIN ticket ON ticket.id = clock.ticket_id JOIN project ON project.id = ticket.project_id",
}
_KINDS: Final = {GroupBy.CODE: "TRUE", GroupBy.PARTY: "clock.kind = 'uc'"}
_PROMISED = "clock.kind = 'sla'"
# A clock that a late fact has shown never to have been.
_FOLDED = "clock.state <> 'cancelled' OR clock.cancelled_because IS NOT NULL"

_IS_EXCUSED = (
    "EXISTS (SELECT 1 FROM sla_breach breach JOIN sla_mark mark ON mark.breach_id = breach.id"
    " WHERE breach.clock_id = clock.id AND mark.kind = 'excused')"
)


class Group(Struct, frozen=True, kw_only=True):
    """One group of clocks; the median is the lower of the two in the middle, where their number is even."""

    key: str | None
    label: str | None
    met: int
    missed: int
    excused: int
    cancelled: int
    open: int
    median_us: int | None


class Range(Struct, frozen=True, kw_only=True):
    """Clocks that ended, or are due, from one moment until before another."""

    starts_at: datetime
    ends_at: datetime

    def clause(self) -> Clause:
        """Return the condition over `clock`."""
        periods = (self.starts_at, self.ends_at) * 3
        return Clause(f"({_ENDED}) OR ({_RUNNING}) OR ({_PAUSED})", periods)


async def groups(ctx: Ctx, *, by: GroupBy, within: Range) -> list[Group]:
    """
    Return the figures of each group, by label; up to one more than `GROUPS_MAX`.

    They count what the customer was promised; by code all kinds of clocks, by party those that it has promised.
    """
    key, label = _KEYS.get(by) or _month(ctx.db.dialect)
    where = all_of(
        Clause(_FOLDED), Clause(_KINDS.get(by, _PROMISED)), within.clause(), ctx.active_tickets("clock.ticket_id")
    )
    rows = await ctx.db.fetch(
        "WITH counted AS ("
        f"SELECT CAST({key} AS TEXT) AS key, CAST({label} AS TEXT) AS label, clock.id, clock.state, clock.consumed_us,"
        " CASE WHEN clock.state IN ('met', 'missed') THEN 1 ELSE 0 END AS is_judged,"
        f" CASE WHEN clock.state = 'missed' AND {_IS_EXCUSED} THEN 1 ELSE 0 END AS is_excused"
        f" FROM sla_clock clock {_JOINS.get(by, '')} WHERE {where.sql}"
        "), ranked AS ("
        "SELECT counted.*,"
        " ROW_NUMBER() OVER (PARTITION BY key, is_judged ORDER BY consumed_us, id) AS place,"
        " COUNT(*) OVER (PARTITION BY key, is_judged) AS many FROM counted"
        ") SELECT key, MIN(label) AS label,"
        " COUNT(CASE WHEN state = 'met' THEN 1 END) AS met,"
        " COUNT(CASE WHEN state = 'missed' AND is_excused = 0 THEN 1 END) AS missed,"
        " COUNT(CASE WHEN is_excused = 1 THEN 1 END) AS excused,"
        " COUNT(CASE WHEN state = 'cancelled' THEN 1 END) AS cancelled,"
        " COUNT(CASE WHEN state IN ('running', 'paused') THEN 1 END) AS open,"
        " MIN(CASE WHEN is_judged = 1 AND place = (many + 1) / 2 THEN consumed_us END) AS median_us"
        f" FROM ranked GROUP BY key ORDER BY label, key LIMIT {GROUPS_MAX + 1}",
        *where.args,
    )
    return msgspec.convert(rows, list[Group])


def _month(dialect: Dialect) -> tuple[str, str]:
    """Return the month of a clock by UTC; SQLite keeps moments as text that begins with it."""
    if dialect is Dialect.SQLITE:
        month = f"substr({_MOMENT}, 1, 7)"
    else:
        month = f"to_char({_MOMENT} AT TIME ZONE 'UTC', 'YYYY-MM')"
    return month, month
