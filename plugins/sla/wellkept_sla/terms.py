"""What plans and contracts promise: which clocks a ticket gets, with which targets."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from wellkept_sdk import Terms
from wellkept_sdk.period import Duration, Elapsed
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Holder, Measure
from wellkept_sdk.text import Code

CLOCKS_MAX: Final = 30
THRESHOLDS_MAX: Final = 20
REPETITIONS_MAX: Final = 20

_POINT_PATTERN = (
    r"^(?:opened|triaged|assigned|responded|started|resolved|confirmed|closed|milestone:[a-z][a-z0-9_]{0,63})\Z"
)

ClockCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z", examples=["resolution"])]
MilestoneCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z", examples=["on_site"])]
Point = Annotated[str, Meta(pattern=_POINT_PATTERN, examples=["assigned", "milestone:on_site"])]
Grade = Literal["1", "2", "3"]


class TimeZoneFrom(StrEnum):
    """In whose time zone the wall times of a calendar are read."""

    CALENDAR = "calendar"  #: The calendar's own.
    SITE = "site"  #: That of the project's site; the calendar's own where it has none.
    CUSTOMER = "customer"  #: That of the customer.


class StartsFrom(StrEnum):
    """Which moment of the ticket starts its clocks."""

    REPORTED_AT = "reported_at"  #: When the customer reported the matter.
    RECEIVED_AT = "received_at"  #: When the report reached us.
    OCCURRED_AT = "occurred_at"  #: When the fault occurred; the report, where nobody knows.


class OnReopen(StrEnum):
    """What becomes of the resolution when the customer rejects it or the matter is taken up again."""

    RESUME = "resume"  #: The same clock goes on with what was left; the gap belongs to nobody.
    RESTART = "restart"  #: A new clock starts with the full target; the first verdict stands.
    CARRY = "carry"  #: A new clock starts with what was left; the first verdict stands.


class Audience(StrEnum):
    """Whom a threshold concerns; who delivers it to them is another system's task."""

    ASSIGNEE = "assignee"  #: Who works on the ticket.
    FIRST_OWNER = "first_owner"  #: Who received it first, and stays answerable.
    DISPATCHER = "dispatcher"  #: Those who distribute the work.
    PARTY = "party"  #: The party that has the matter in hand.
    CUSTOMER = "customer"  #: The customer.


class Deliver(StrEnum):
    """When a threshold is announced."""

    AT_ONCE = "at_once"  #: At its moment, day or night.
    IN_HOURS = "in_hours"  #: At the next opening of the calendar; for grade 1 at once.


class Repeat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a threshold after the due is repeated, while the clock still runs."""

    every: Duration
    times: Annotated[int, Meta(ge=1, le=REPETITIONS_MAX)]


class Threshold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A moment before or after the due that is announced.

    Exactly one of `percent`, `before_due` and `after_due` is given.

    Args:
        percent: of the target, rounded to whole seconds, half up.
        before_due: counted back from the due, through the clock's calendar.
        after_due: counted on from the due.
        repeat: further moments after `after_due`.
        audience: whom it concerns.
        deliver: when it is announced.
        escalate: whether the ticket is escalated too.
    """

    percent: Annotated[int, Meta(ge=1, le=99)] | None = None
    before_due: Duration | None = None
    after_due: Duration | None = None
    repeat: Repeat | None = None
    audience: tuple[Audience, ...] = ()
    deliver: Deliver = Deliver.AT_ONCE
    escalate: bool = False


class ClockTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One clock: what it measures, to whom its target is promised, and what stops its time.

    Args:
        kind: to whom the target is promised.
        measure: from when to when it runs.
        targets: by grade; a grade without a target has no such clock.
        calendar: instead of that of all clocks.
        pauses_on: the reasons of a hold for which time does not count.
        starts_on: of a `span`.
        stops_on: of a `span`.
        party: the code of the party that has promised it, of kind `uc`; without it, any party.
        thresholds: by code.
    """

    kind: ClockKind
    measure: Measure
    targets: Mapping[Grade, Duration]
    calendar: str | None = None
    pauses_on: tuple[HoldReason, ...] = ()
    starts_on: Point | None = None
    stops_on: Point | None = None
    party: Code | None = None
    thresholds: Annotated[Mapping[ClockCode, Threshold], Meta(max_length=THRESHOLDS_MAX)] = {}

    def target(self, grade: int) -> Duration | None:
        """Return the target of a grade; None where it has no such clock."""
        return self.targets.get(str(grade))  # pyright: ignore[reportArgumentType, reportCallIssue] - any grade may be asked for


def _hours(grade_1: int, grade_2: int, grade_3: int) -> dict[Grade, Duration]:
    return {
        "1": Elapsed(duration=f"PT{grade_1}H"),
        "2": Elapsed(duration=f"PT{grade_2}H"),
        "3": Elapsed(duration=f"PT{grade_3}H"),
    }


#: Grade 1 hinders production, grade 2 efficiency, grade 3 is a common question: plain hours, day and night.
PRESET: Final[dict[str, ClockTerms]] = {
    "response": ClockTerms(kind=ClockKind.SLA, measure=Measure.RESPONSE, targets=_hours(4, 8, 24)),
    "resolution": ClockTerms(
        kind=ClockKind.SLA,
        measure=Measure.RESOLUTION,
        targets=_hours(24, 48, 72),
        pauses_on=(HoldReason.CUSTOMER, HoldReason.ACCESS, HoldReason.WEATHER, HoldReason.SCHEDULED),
        thresholds={"half": Threshold(percent=50), "three_quarters": Threshold(percent=75)},
    ),
}
#: Who has the matter in hand while a ticket waits, by the reason of the hold.
HOLDERS: Final[dict[HoldReason, Holder]] = {
    HoldReason.CUSTOMER: Holder.CUSTOMER,
    HoldReason.PARTS: Holder.US,
    HoldReason.THIRD_PARTY: Holder.PARTY,
    HoldReason.ACCESS: Holder.ACCESS,
    HoldReason.WEATHER: Holder.WEATHER,
    HoldReason.SCHEDULED: Holder.CUSTOMER,
    HoldReason.OTHER: Holder.US,
}


class SlaTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The promised times of a plan or contract; without more, the preset of three grades in plain hours.

    Args:
        calendar: the code of the calendar by which working time counts.
        time_zone_from: in whose time zone its wall times are read.
        starts_from: which moment of the ticket starts its clocks.
        on_reopen: what becomes of the resolution after a rejection or reopening.
        holders: who has the matter in hand, by the reason of a hold.
        clocks: by code; a plan or contract states a clock whole, and `null` removes it.
    """

    calendar: str = "cn-standard"
    time_zone_from: TimeZoneFrom = TimeZoneFrom.CALENDAR
    starts_from: StartsFrom = StartsFrom.REPORTED_AT
    on_reopen: OnReopen = OnReopen.RESUME
    holders: Mapping[HoldReason, Holder] = field(default_factory=HOLDERS.copy)
    clocks: Annotated[Mapping[ClockCode, ClockTerms], Meta(max_length=CLOCKS_MAX)] = field(default_factory=PRESET.copy)
