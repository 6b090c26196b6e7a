"""Money held back until defects are no longer feared: how much, from when, and the steps of its release."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from wellkept_liability.terms import WHOLE_BP


class RetentionDirection(StrEnum):
    """Who holds whose money."""

    HELD_BY_US = "held_by_us"  #: We hold a party's.
    HELD_FROM_US = "held_from_us"  #: The customer holds ours.


class RetentionStart(StrEnum):
    """From when a retention runs."""

    ACCEPTANCE = "acceptance"  #: The day on which the project was accepted.
    FIXED = "fixed"  #: A day that was agreed.


class RetentionStatus(StrEnum):
    """Where a retention stands."""

    HELD = "held"  #: Nobody has asked for it.
    REQUESTED = "requested"  #: Its release was asked for.
    REMINDED = "reminded"  #: The check is overdue, and the holder was reminded.
    AGREED = "agreed"  #: It is to be paid.
    OBJECTED = "objected"  #: The holder does not release it.
    PAID = "paid"  #: Nothing is held any more.


class RetentionAction(StrEnum):
    """What may be done to a retention."""

    REQUEST_RELEASE = "request_release"
    CHECK = "check"
    REMIND = "remind"
    PAY = "pay"


class CheckResult(StrEnum):
    """What came out of the check."""

    AGREE = "agree"
    OBJECT = "object"


class RetentionEntryKind(StrEnum):
    """What happened to a retention."""

    WITHHELD = "withheld"
    DEDUCTED = "deducted"
    REQUESTED = "requested"
    REMINDED = "reminded"
    CHECKED = "checked"
    AGREED = "agreed"
    OBJECTED = "objected"
    PAID = "paid"


_ALLOWED: Final = {
    RetentionStatus.HELD: (RetentionAction.REQUEST_RELEASE,),
    RetentionStatus.REQUESTED: (RetentionAction.CHECK, RetentionAction.REMIND),
    RetentionStatus.REMINDED: (RetentionAction.CHECK,),
    RetentionStatus.AGREED: (RetentionAction.PAY,),
    # What was objected to may be put right, and asked for again.
    RetentionStatus.OBJECTED: (RetentionAction.REQUEST_RELEASE, RetentionAction.CHECK),
    RetentionStatus.PAID: (),
}


def allowed_actions(status: RetentionStatus) -> Sequence[RetentionAction]:
    """Return what may be done to a retention of this status."""
    return _ALLOWED[status]


def portion(price_minor: int, *, bp: int) -> int:
    """
    Return a part of a price, rounded down.

    Args:
        price_minor: zero or more.
        bp: in hundredths of a percent, zero or more.
    """
    return price_minor * bp // WHOLE_BP


def starts_on(
    *, accepted_on: date | None, completion_reported_on: date | None, late_acceptance_days: int, today: date
) -> date | None:
    """
    Return the day from which a retention runs that starts with the acceptance; None while that is open.

    A project that is not accepted so many days after its completion was reported counts as accepted on that day.

    Args:
        accepted_on: when the project was accepted; None where it is not.
        completion_reported_on: when we, or the party, said that it is complete; None where nobody has.
        late_acceptance_days: zero or more.
        today: the local day of the site.
    """
    latest = last_day_to_accept(completion_reported_on, late_acceptance_days=late_acceptance_days)
    if latest is None:
        return accepted_on
    if accepted_on is None:
        return latest if latest <= today else None
    return min(accepted_on, latest)


def last_day_to_accept(completion_reported_on: date | None, *, late_acceptance_days: int) -> date | None:
    """Return the day on which a complete project counts as accepted; None where the calendar has no such day."""
    if completion_reported_on is None:
        return None
    try:
        return completion_reported_on + timedelta(days=late_acceptance_days)
    except OverflowError:
        return None


def step_due_at(status: RetentionStatus, *, at: datetime, step_days: int) -> datetime | None:
    """
    Return by when the next step is due: the check, the answer to the reminder, the payment; None where nothing is.

    Args:
        status: after the step.
        at: when the step happened, aware.
        step_days: of 24 hours each.
    """
    if status in {RetentionStatus.REQUESTED, RetentionStatus.REMINDED, RetentionStatus.AGREED}:
        return after_days(at, step_days)
    return None


def after_days(at: datetime, days: int) -> datetime:
    """Return the moment so many times 24 hours later, or the last one that can be told."""
    latest = datetime.max.replace(tzinfo=at.tzinfo) - timedelta(days=1)
    try:
        return min(at + timedelta(days=days), latest)
    except OverflowError:
        return latest
