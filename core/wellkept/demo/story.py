"""The story of one ticket: who does what after which while, and how that becomes moments."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from msgspec import Struct

from wellkept.demo.installed_base import Item
from wellkept.tickets.rules.actions import ActionCommand
from wellkept.tickets.schemas.record import LogEntryCreate
from wellkept.tickets.schemas.tickets import TicketCreate
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.records.tickets import TicketStatus, Visibility

MORNING_HOUR, EVENING_HOUR = 7, 20
#: Over how many hours the work of the night is spread in the morning.
MORNING_HOURS = 3
_DAY = timedelta(days=1)


class Repeat(Struct, frozen=True, kw_only=True):
    """The same report comes in once more."""

    description: str


class Photo(Struct, frozen=True, kw_only=True):
    """A small file is attached, with a line of the log that tells what it is."""

    name: str
    media_type: str
    content: str
    caption: str
    visibility: Visibility


class Duplicate(Struct, frozen=True, kw_only=True):
    """The ticket is cancelled as a duplicate of another story's."""

    of: "Story"
    reason: str


Deed = ActionCommand | LogEntryCreate | Repeat | Photo | Duplicate


class Beat(Struct, frozen=True, kw_only=True):
    """A deed that follows the one before after some hours."""

    hours: float
    actor: Actor
    deed: Deed


class Step(Struct, frozen=True, kw_only=True):
    """A deed at a moment."""

    at: datetime
    actor: Actor
    deed: Deed


class Story(Struct, frozen=True, kw_only=True, eq=False):
    """One ticket from its report to where it stands now; two stories are never the same, however alike."""

    item: Item
    fault_code: str
    ending: TicketStatus
    report: TicketCreate
    reported_at: datetime
    reporter: Actor
    steps: list[Step]

    def moment_of(self, kind: type[ActionCommand]) -> datetime:
        """Return when the last action of this kind was done."""
        return next(step.at for step in reversed(self.steps) if isinstance(step.deed, kind))


def follow(beats: Sequence[Beat], *, begins_at: datetime, time_zone: str) -> list[Step]:
    """Return the beats as steps one after the other; people rest at night, machines do not."""
    steps: list[Step] = []
    at = begins_at
    for beat in beats:
        at += timedelta(hours=beat.hours)
        if _rests(beat.actor):
            at = by_day(at, time_zone=time_zone)
        steps.append(Step(at=at, actor=beat.actor, deed=beat.deed))
    return steps


def by_day(moment: datetime, *, time_zone: str) -> datetime:
    """Return the moment itself, or the next morning there if it lies in the night."""
    local = moment.astimezone(ZoneInfo(time_zone))
    if MORNING_HOUR <= local.hour < EVENING_HOUR:
        return moment
    day = local + _DAY if local.hour >= EVENING_HOUR else local
    # The minute is kept and chooses the hour, so that not everything happens as the day begins.
    return day.replace(hour=MORNING_HOUR + local.minute % MORNING_HOURS).astimezone(moment.tzinfo)


def _rests(actor: Actor) -> bool:
    return actor.kind is ActorKind.USER and actor.role is not Role.INTEGRATION


def days_to_shift(last: datetime, *, to: datetime) -> timedelta:
    """Return how many whole days a story must move back so that it ends by a moment; hours of the day stay."""
    return ceil((last - to) / _DAY) * _DAY
