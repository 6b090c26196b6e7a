"""Which action is allowed from which status, and where it leads: the whole life of a ticket in one table."""

from msgspec import Struct

from wellkept_sdk.records.tickets import OPEN_STATUSES, Action, TicketStatus

NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, RESOLVED, CONFIRMED, CLOSED, CANCELLED = TicketStatus


class Transition(Struct, frozen=True, kw_only=True):
    """
    One row of the table.

    `to` is the status that the action leads to; None leaves the status as it is. `stays` names the statuses that
    allow the action without being moved by it.
    """

    moves: tuple[TicketStatus, ...] = ()
    to: TicketStatus | None = None
    stays: tuple[TicketStatus, ...] = ()
    permissions: tuple[str, ...]

    @property
    def sources(self) -> tuple[TicketStatus, ...]:
        """Return every status that allows the action."""
        return self.moves + self.stays


WORK, DISPATCH, CONFIRM = "tickets:work", "tickets:dispatch", "tickets:confirm"
#: Whoever may change a ticket in any way may call for attention.
ANY_WRITER = (WORK, DISPATCH, CONFIRM, "tickets:open", "tickets:log")

TRANSITIONS: dict[Action, Transition] = {
    Action.TRIAGE: Transition(moves=(NEW,), to=TRIAGED, stays=OPEN_STATUSES[1:], permissions=(WORK,)),
    Action.ASSIGN: Transition(
        moves=(NEW, TRIAGED, ASSIGNED, IN_PROGRESS), to=ASSIGNED, stays=(ON_HOLD,), permissions=(DISPATCH,)
    ),
    Action.RESPOND: Transition(stays=OPEN_STATUSES, permissions=(WORK,)),
    Action.START: Transition(moves=(NEW, TRIAGED, ASSIGNED), to=IN_PROGRESS, permissions=(WORK,)),
    Action.HOLD: Transition(moves=(NEW, TRIAGED, ASSIGNED, IN_PROGRESS), to=ON_HOLD, permissions=(WORK,)),
    Action.RESUME: Transition(moves=(ON_HOLD,), permissions=(WORK,)),
    Action.RESOLVE: Transition(moves=OPEN_STATUSES, to=RESOLVED, permissions=(WORK,)),
    Action.CONFIRM: Transition(moves=(RESOLVED,), to=CONFIRMED, permissions=(CONFIRM,)),
    Action.REJECT: Transition(moves=(RESOLVED,), to=IN_PROGRESS, permissions=(CONFIRM,)),
    Action.CLOSE: Transition(moves=(CONFIRMED, RESOLVED), to=CLOSED, permissions=(WORK,)),
    Action.REOPEN: Transition(moves=(CONFIRMED, CLOSED, CANCELLED), to=TRIAGED, permissions=(WORK, CONFIRM)),
    Action.CANCEL: Transition(moves=OPEN_STATUSES, to=CANCELLED, permissions=(DISPATCH,)),
    Action.ESCALATE: Transition(stays=(*OPEN_STATUSES, RESOLVED), permissions=ANY_WRITER),
}

#: While a ticket stands here its customer may still withdraw it.
CUSTOMER_CANCELS_FROM = (NEW, TRIAGED)


def destination(action: Action, *, status: TicketStatus, held_from: TicketStatus | None) -> TicketStatus:
    """Return the status that an allowed action leads to from here."""
    transition = TRANSITIONS[action]
    if status in transition.stays:
        return status
    return transition.to or held_from or status
