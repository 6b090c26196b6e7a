"""Where the stored clocks differ from what the facts give."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from wellkept_sdk.ids import ClockId
from wellkept_sdk.services.sla import ClockState
from wellkept_sla.rules.clocks import Clock
from wellkept_sla.rules.stored import Stored, StoredBreach, StoredClock

#: What a stored clock shares with a folded one under the same name.
COMPARED: Final = (
    "cycle",
    "kind",
    "measure",
    "party_id",
    "grade",
    "target",
    "calendar_code",
    "calendar_revision_id",
    "time_zone",
    "state",
    "starts_at",
    "original_due_at",
    "due_at",
    "provisional",
    "consumed_us",
    "paused_since",
    "stopped_at",
    "stopped_by",
    "cancelled_because",
    "over_elapsed_us",
    "over_business_us",
)
_COUNTS_ON: Final = frozenset({"consumed_us", "over_elapsed_us", "over_business_us"})


class Difference(Struct, frozen=True, kw_only=True):
    """
    One thing that is stored otherwise than it is folded, as JSON values.

    Args:
        clock_id: None for a clock that is not stored.
        code: of the clock.
        number: of the clock.
        field: of the clock; `clock` where it is missing on one side as a whole, `breach` for a breach.
        stored: None where nothing is.
        folded: None where nothing is.
    """

    clock_id: ClockId | None
    code: str
    number: int
    field: str
    stored: Any
    folded: Any


def differences(stored: Stored, clocks: Sequence[Clock]) -> list[Difference]:
    """
    Return where the stored rows of a ticket differ from its folded clocks, by code and number.

    What goes on counting in a running clock is no difference: its row says how it stood when it was written.
    """
    rows = {row.key: row for row in stored.clocks}
    folded = {clock.key: clock for clock in clocks}
    found: list[Difference] = []
    for key in sorted(rows.keys() | folded.keys()):
        row, clock = rows.get(key), folded.get(key)
        if clock is None:
            assert row is not None, "It is on one of the two sides."
            found += _vanished(row)
        elif row is None:
            found.append(_told(clock.key, None, "clock", stored=None, folded=clock.state))
        else:
            found += _of_clock(row, clock, numbers=_numbers(stored.clocks))
            found += _of_breach(row, clock, stored.breaches)
    return found


def differs(row: StoredClock, clock: Clock, *, numbers: Mapping[ClockId, int]) -> bool:
    """
    Return whether a clock has to be written again.

    Args:
        row: as it is stored.
        clock: as it is folded.
        numbers: of the ticket's stored clocks by their ids.
    """
    return next(_of_clock(row, clock, numbers=numbers), None) is not None


def is_withdrawn(row: StoredClock) -> bool:
    """Return whether a stored clock says already that it never was: it is cancelled for no reason of its own."""
    return row.state is ClockState.CANCELLED and row.cancelled_because is None


def standing(breaches: Sequence[StoredBreach], clock_id: ClockId) -> list[StoredBreach]:
    """Return the breaches of a clock that were not withdrawn."""
    return [breach for breach in breaches if breach.clock_id == clock_id and breach.withdrawn_at is None]


def _of_clock(row: StoredClock, clock: Clock, *, numbers: Mapping[ClockId, int]) -> Iterator[Difference]:
    for field in COMPARED:
        stored, folded = getattr(row, field), folded_value(clock, field)
        if stored != folded and not (field in _COUNTS_ON and clock.is_open and _is_running(row, clock)):
            yield _told(clock.key, row.id, field, stored=stored, folded=folded)
    replaced = None if row.replaces_id is None else numbers.get(row.replaces_id)
    if replaced != clock.replaces:
        yield _told(clock.key, row.id, "replaces", stored=replaced, folded=clock.replaces)


def _is_running(row: StoredClock, clock: Clock) -> bool:
    return clock.state is ClockState.RUNNING and row.state is ClockState.RUNNING


def folded_value(clock: Clock, field: str) -> Any:  # noqa: ANN401 - of any column
    """Return what a column of a folded clock holds; how long a running one is over its due is not kept."""
    if field in {"over_elapsed_us", "over_business_us"} and clock.is_open:
        return None
    return getattr(clock, field)


def _of_breach(row: StoredClock, clock: Clock, breaches: Sequence[StoredBreach]) -> Iterator[Difference]:
    stored = [breach.due_at for breach in breaches if breach.clock_id == row.id]
    stands = [breach.due_at for breach in standing(breaches, row.id)]
    folded = None if clock.breach is None else clock.breach.due_at
    if folded is not None and folded not in stored:
        yield _told(clock.key, row.id, "breach", stored=None, folded=folded)
    for due_at in stands:
        if due_at != folded:
            yield _told(clock.key, row.id, "breach", stored=due_at, folded=None)


def _vanished(row: StoredClock) -> list[Difference]:
    return [] if is_withdrawn(row) else [_told(row.key, row.id, "clock", stored=row.state, folded=None)]


def _numbers(rows: Sequence[StoredClock]) -> dict[ClockId, int]:
    return {row.id: row.number for row in rows}


def _told(
    key: tuple[str, int],
    clock_id: ClockId | None,
    field: str,
    *,
    stored: object,
    folded: object,
) -> Difference:
    code, number = key
    return Difference(
        clock_id=clock_id,
        code=code,
        number=number,
        field=field,
        stored=msgspec.to_builtins(stored),
        folded=msgspec.to_builtins(folded),
    )
