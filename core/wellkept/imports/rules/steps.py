"""The actions that lead from one status to another, where a source tells only the two."""

from collections import deque
from functools import cache

from msgspec import Struct

from wellkept.tickets.rules.transitions import TRANSITIONS
from wellkept_sdk.records.tickets import Action, TicketStatus

#: Through these a ticket may pass without the source saying so.
PASSED_THROUGH = (TicketStatus.TRIAGED, TicketStatus.IN_PROGRESS, TicketStatus.RESOLVED)


class Step(Struct, frozen=True):
    """One step of a ticket's life; without an action the source went back where no action of ours leads."""

    action: Action | None
    from_status: TicketStatus
    to_status: TicketStatus


def steps(start: TicketStatus, end: TicketStatus, *, held_from: TicketStatus | None) -> tuple[Step, ...]:
    """
    Return the shortest way from one status to another, none if they are the same.

    Args:
        start: where the ticket stands.
        end: where the source says that it stands now.
        held_from: where it stood before the hold, if it is on hold.
    """
    if start is end:
        return ()
    if start is TicketStatus.ON_HOLD:
        assert held_from is not None, "a ticket on hold came from somewhere"
        return (Step(Action.RESUME, start, held_from), *_way(held_from, end))
    return _way(start, end)


@cache
def _way(start: TicketStatus, end: TicketStatus) -> tuple[Step, ...]:
    if start is end:
        return ()
    ways: deque[tuple[Step, ...]] = deque((step,) for step in _next(start))
    seen = {start}
    while ways:
        way = ways.popleft()
        reached = way[-1].to_status
        if reached is end:
            return way
        if reached not in seen and reached in PASSED_THROUGH:
            seen.add(reached)
            ways.extend((*way, step) for step in _next(reached))
    return (Step(None, start, end),)


def _next(start: TicketStatus) -> list[Step]:
    return [
        Step(action, start, transition.to)
        for action, transition in TRANSITIONS.items()
        if start in transition.moves and transition.to is not None and transition.to is not start
    ]
