"""Whose time it was: every microsecond of a clock belongs to the holder who had the matter in hand then."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.calendars import WorkingCalendar
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.clocks import Holding, Segment, SegmentState, Share
from wellkept_sla.rules.course import Course, Stretch

_MICROSECOND = timedelta(microseconds=1)


class _Piece(Struct, frozen=True):
    """A part of one stretch that one holder had in hand; never empty."""

    starts_at: datetime
    ends_at: datetime
    stretch: Stretch
    holding: Holding

    @property
    def position(self) -> int:
        """Return the fact that made this time what it is: the later one, of one moment the one recorded later."""
        stretch, holding = self.stretch, self.holding
        if stretch.starts_at == holding.starts_at:
            return max(stretch.position, holding.position)
        return stretch.position if stretch.starts_at > holding.starts_at else holding.position


def shares(course: Course, *, holdings: Sequence[Holding], until: datetime | None = None) -> list[Share]:
    """
    Return how long each holder had the matter in hand while the clock was there, and how much of that counted.

    Together they are exactly the clock's stretches and exactly what it has consumed, in microseconds. The first
    holder comes first.

    Args:
        course: of the clock.
        holdings: of its ticket, in order.
        until: leaves out what came later; a breach tells of the time until its due.
    """
    calendar = course.counts_by
    sums: dict[tuple[Holder, PartyId | None], tuple[int, int]] = {}
    for piece in _pieces(course.stretches, holdings=holdings):
        ends_at = piece.ends_at if until is None else min(piece.ends_at, until)
        if ends_at <= piece.starts_at:
            break
        elapsed_us = (ends_at - piece.starts_at) // _MICROSECOND
        counted_us = elapsed_us if piece.stretch.is_counted else 0
        if calendar is not None and piece.stretch.is_counted:
            counted_us = calendar.elapsed(piece.starts_at, ends_at) // _MICROSECOND
        key = (piece.holding.holder, piece.holding.party_id)
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + elapsed_us, before[1] + counted_us)
    return [
        Share(holder=holder, party_id=party_id, elapsed_us=elapsed_us, counted_us=counted_us)
        for (holder, party_id), (elapsed_us, counted_us) in sums.items()
    ]


def segments(course: Course, *, holdings: Sequence[Holding]) -> list[Segment]:
    """
    Return what the clock's time was, in order; neighbours that are the same are one, and none is empty.

    This asks the calendar for every interval; `shares` gives the same sums without it.

    Args:
        course: of the clock.
        holdings: of its ticket, in order.
    """
    found: list[Segment] = []
    for piece in _pieces(course.stretches, holdings=holdings):
        for starts_at, ends_at, state in _times(piece, calendar=course.counts_by):
            _append(found, _segment(piece, starts_at=starts_at, ends_at=ends_at, state=state))
    return found


def _pieces(stretches: Sequence[Stretch], *, holdings: Sequence[Holding]) -> Iterator[_Piece]:
    # Both lists are in order: each is walked once.
    place = 0
    for stretch in stretches:
        while place < len(holdings) and _is_over(holdings[place], at=stretch.starts_at):
            place += 1
        for at in range(place, len(holdings)):
            holding = holdings[at]
            if holding.starts_at >= stretch.ends_at:
                break
            starts_at = max(stretch.starts_at, holding.starts_at)
            ends_at = stretch.ends_at if holding.ends_at is None else min(stretch.ends_at, holding.ends_at)
            if starts_at < ends_at:
                yield _Piece(starts_at, ends_at, stretch, holding)


def _is_over(holding: Holding, *, at: datetime) -> bool:
    return holding.ends_at is not None and holding.ends_at <= at


def _times(piece: _Piece, *, calendar: WorkingCalendar | None) -> Iterator[tuple[datetime, datetime, SegmentState]]:
    if calendar is None or not piece.stretch.is_counted:
        yield piece.starts_at, piece.ends_at, SegmentState.COUNTED if piece.stretch.is_counted else SegmentState.PAUSED
        return
    at = piece.starts_at
    for interval in calendar.intervals(piece.starts_at, piece.ends_at):
        if at < interval.starts_at:
            yield at, interval.starts_at, SegmentState.OUT_OF_HOURS
        yield interval.starts_at, interval.ends_at, SegmentState.COUNTED
        at = interval.ends_at
    if at < piece.ends_at:
        yield at, piece.ends_at, SegmentState.OUT_OF_HOURS


def _append(found: list[Segment], segment: Segment) -> None:
    last = found[-1] if found else None
    if (
        last is not None
        and last.ends_at == segment.starts_at
        and (last.state, last.holder, last.party_id) == (segment.state, segment.holder, segment.party_id)
    ):
        found[-1] = replace(last, ends_at=segment.ends_at)
    else:
        found.append(segment)


def _segment(piece: _Piece, *, starts_at: datetime, ends_at: datetime, state: SegmentState) -> Segment:
    return Segment(
        starts_at=starts_at,
        ends_at=ends_at,
        state=state,
        holder=piece.holding.holder,
        party_id=piece.holding.party_id,
        position=piece.position,
    )
