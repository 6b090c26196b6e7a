"""What is out of the ordinary in a story: every so many of each ending has it, so that nothing is ever missing."""

from random import Random

from msgspec import Struct

from wellkept_sdk.records.tickets import HoldReason, TicketStatus

#: In which share of stories the work waits for something before it is done.
HELD_SHARE = 0.3
REPEATS_MAX = 5
#: One story passes through more hands than the terms allow without a reason.
HANDED_ON = (TicketStatus.CLOSED, 7)
HANDED_ON_TIMES = 4


class Features(Struct, frozen=True, kw_only=True):
    """What is out of the ordinary in a story."""

    hold: HoldReason | None = None
    handovers: int = 0
    is_rejected: bool = False
    is_reopened: bool = False
    is_escalated: bool = False
    closes_itself: bool = False
    has_files: bool = False
    repeats: int = 0


def features_of(ending: TicketStatus, index: int, *, rng: Random) -> Features:
    """Return the features of the story that is number `index` of those that end here."""
    is_closed = ending is TicketStatus.CLOSED
    is_finished = is_closed or ending is TicketStatus.CONFIRMED
    is_reopened = is_finished and _falls_on(index, every=8, first=3)
    is_escalated = _falls_on(index, every=11, first=5)
    reasons = list(HoldReason)
    is_held = rng.random() < HELD_SHARE or ending is TicketStatus.ON_HOLD
    return Features(
        hold=reasons[index % len(reasons)] if is_held else None,
        handovers=_handovers(ending, index, rng=rng),
        is_rejected=_falls_on(index, every=9, first=4),
        is_reopened=is_reopened,
        is_escalated=is_escalated,
        closes_itself=is_closed and _falls_on(index, every=7, first=2) and not (is_reopened or is_escalated),
        has_files=_falls_on(index, every=6, first=1),
        repeats=rng.randint(1, REPEATS_MAX) if _falls_on(index, every=10, first=6) else 0,
    )


def _handovers(ending: TicketStatus, index: int, *, rng: Random) -> int:
    [few] = rng.choices([0, 1, 2], weights=[75, 20, 5])
    return HANDED_ON_TIMES if (ending, index) == HANDED_ON else few


def _falls_on(index: int, *, every: int, first: int) -> bool:
    return index % every == first
