"""A supplier's own list beside ours: which line is which, whatever the order of either."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct


class OurLine(Struct, frozen=True, kw_only=True):
    """A line of the statement; `day` is the local day on which it occurred."""

    id: UUID
    part: str | None
    day: date
    quantity_milli: int
    amount_minor: int | None


class TheirLine(Struct, frozen=True, kw_only=True):
    """A line of the supplier's list."""

    reference: str
    part: str
    day: date
    quantity_milli: int
    amount_minor: int


class Pair(Struct, frozen=True):
    """One of ours and one of theirs that mean the same."""

    ours: OurLine
    theirs: TheirLine


class Comparison(Struct, frozen=True, kw_only=True):
    """What is equal, what differs, and what only one side has; each sorted by its own lines."""

    matched: Sequence[Pair]
    differing: Sequence[Pair]
    only_ours: Sequence[OurLine]
    only_theirs: Sequence[TheirLine]


_Key = Callable[[OurLine | TheirLine], Hashable]
#: From exact to loose; what an earlier step has paired, a later one leaves.
_STEPS: Final[Sequence[_Key]] = (
    lambda line: (line.part, line.day, line.quantity_milli, line.amount_minor),
    lambda line: (line.part, line.day, line.quantity_milli),
    lambda line: (line.part, line.day),
    lambda line: (line.part, line.quantity_milli),
)


def compare(ours: Sequence[OurLine], theirs: Sequence[TheirLine]) -> Comparison:
    """
    Return each of their lines beside at most one of ours.

    Equal part, day, quantity and amount match; then equal part and day, those of equal quantity first; then equal part
    and quantity.
    """
    mine = sorted(ours, key=_our_order)
    others = sorted(theirs, key=_their_order)
    found_by_step: list[list[Pair]] = []
    for step in _STEPS:
        found = _paired(mine, others, step)
        found_by_step.append(found)
        taken = {pair.ours.id for pair in found}
        taken_theirs = {id(pair.theirs) for pair in found}
        mine = [line for line in mine if line.id not in taken]
        others = [line for line in others if id(line) not in taken_theirs]
    matched, *loose = found_by_step
    return Comparison(
        matched=matched,
        differing=sorted((pair for found in loose for pair in found), key=lambda pair: _our_order(pair.ours)),
        only_ours=mine,
        only_theirs=others,
    )


def _paired(mine: Sequence[OurLine], others: Sequence[TheirLine], key: _Key) -> list[Pair]:
    waiting: dict[Hashable, list[TheirLine]] = {}
    for line in reversed(others):
        waiting.setdefault(key(line), []).append(line)
    return [Pair(line, waiting[key(line)].pop()) for line in mine if waiting.get(key(line))]


def _our_order(line: OurLine) -> tuple[str, date, int, int, UUID]:
    return (line.part or "", line.day, line.quantity_milli, line.amount_minor or 0, line.id)


def _their_order(line: TheirLine) -> tuple[str, date, int, int, str]:
    return (line.part, line.day, line.quantity_milli, line.amount_minor, line.reference)
