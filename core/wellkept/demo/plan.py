"""Which three hundred stories the demo tells, in the order of their reports; decided by dice that always fall alike."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import msgspec

from wellkept.demo import life
from wellkept.demo.catalogue import Fault
from wellkept.demo.features import Features, features_of
from wellkept.demo.installed_base import Item
from wellkept.demo.scene import Scene, World, set_scene
from wellkept.demo.story import Duplicate, Step, Story, by_day, days_to_shift, follow
from wellkept.tickets.rules.actions import ResolveAction
from wellkept_sdk.records.tickets import TicketStatus

#: How many stories end where; with the recurrences and the duplicates they are three hundred.
QUOTAS = {
    TicketStatus.NEW: 14,
    TicketStatus.TRIAGED: 16,
    TicketStatus.ASSIGNED: 22,
    TicketStatus.IN_PROGRESS: 34,
    TicketStatus.ON_HOLD: 28,
    TicketStatus.RESOLVED: 24,
    TicketStatus.CONFIRMED: 26,
    TicketStatus.CLOSED: 106,
    TicketStatus.CANCELLED: 12,
}
RECURRENCES = 12
DUPLICATES = 6
#: Since how many days a ticket stands where it stands: the least and the most.
_IDLE_DAYS = {
    TicketStatus.NEW: (0.02, 0.8),
    TicketStatus.TRIAGED: (0.05, 1.5),
    TicketStatus.ASSIGNED: (0.05, 2.5),
    TicketStatus.IN_PROGRESS: (0.05, 4),
    TicketStatus.ON_HOLD: (0.2, 6),
    # Ten days after the resolution core would close it.
    TicketStatus.RESOLVED: (0.1, 7),
    TicketStatus.CONFIRMED: (0.1, 6),
    TicketStatus.CLOSED: (1, 150),
    TicketStatus.CANCELLED: (1, 160),
}
#: An escalated ticket is not closed by the clock, so it may wait for its customer for longer.
_IDLE_DAYS_ESCALATED = (11.0, 20.0)
#: Reopening is possible for thirty days, counted to today; so only what finished lately has been reopened.
_IDLE_DAYS_REOPENED = (0.2, 4.0)
_RECURS_AFTER_MINUTES = (3 * 24 * 60, 25 * 24 * 60)
_RECURRENCE_ROOM_DAYS = 85
_DUPLICATE_AFTER_MINUTES = (30, 300)


def stories(world: World, *, rng: Random) -> list[Story]:
    """Return all stories, the earliest report first."""
    subjects = _subjects(world, rng)
    told = [
        _ordinary(world, next(subjects), ending, index=index, rng=rng)
        for ending, count in QUOTAS.items()
        for index in range(count)
    ]
    firsts = [story for story in told if _can_recur(story, world.at)]
    told += [_recurrence(world, story, rng=rng) for story in rng.sample(firsts, k=RECURRENCES)]
    settled = [story for story in told if story.ending is TicketStatus.CLOSED]
    told += [_duplicate(world, story, rng=rng) for story in rng.sample(settled, k=DUPLICATES)]
    return sorted(told, key=lambda story: (story.reported_at, story.report.title))


def _subjects(world: World, rng: Random) -> Iterator[tuple[Item, Fault]]:
    """Yield items with one of their faults, no pair twice, so that no two stories tell the same."""
    used: set[tuple[str, str]] = set()
    weights = [item.weight for item in world.items]
    while True:
        [item] = rng.choices(world.items, weights=weights)
        fault = rng.choice(world.known.faults[item.family])
        pair = (str(item.equipment_id), fault.code)
        if pair not in used:
            used.add(pair)
            yield item, fault


def _ordinary(world: World, subject: tuple[Item, Fault], ending: TicketStatus, *, index: int, rng: Random) -> Story:
    item, fault = subject
    features = features_of(ending, index, rng=rng)
    scene = set_scene(item, fault, features, world=world, rng=rng)
    channel = life.channel_of(scene)
    begins_at = world.at.replace(minute=rng.randrange(60), second=rng.randrange(60)) + timedelta(
        hours=rng.randrange(24)
    )
    if channel != life.MONITORING:
        begins_at = by_day(begins_at, time_zone=item.place.customer.time_zone)
    draft = _told(scene, ending, channel=channel, begins_at=begins_at)
    last = draft.steps[-1].at if draft.steps else begins_at
    idle = timedelta(days=rng.uniform(*_idle_days(ending, features)))
    return _moved_back(draft, days_to_shift(last, to=world.at - idle))


def _idle_days(ending: TicketStatus, features: Features) -> tuple[float, float]:
    if features.is_reopened:
        return _IDLE_DAYS_REOPENED
    if ending is TicketStatus.RESOLVED and features.is_escalated:
        return _IDLE_DAYS_ESCALATED
    return _IDLE_DAYS[ending]


def _told(scene: Scene, ending: TicketStatus, *, channel: str, begins_at: datetime) -> Story:
    beats = life.beats_to(ending, scene)
    return Story(
        item=scene.item,
        fault_code=scene.fault.code,
        ending=ending,
        report=life.report(scene, channel),
        reported_at=begins_at,
        reporter=life.reporter_of(scene, channel),
        steps=follow(beats, begins_at=begins_at, time_zone=scene.item.place.customer.time_zone),
    )


def _moved_back(story: Story, shift: timedelta) -> Story:
    steps = [msgspec.structs.replace(step, at=step.at - shift) for step in story.steps]
    return msgspec.structs.replace(story, reported_at=story.reported_at - shift, steps=steps)


def _can_recur(story: Story, at: datetime) -> bool:
    """Return whether there is room for a whole second story after this one."""
    if story.ending is not TicketStatus.CLOSED:
        return False
    return story.moment_of(ResolveAction) < at - timedelta(days=_RECURRENCE_ROOM_DAYS)


def _recurrence(world: World, first: Story, *, rng: Random) -> Story:
    """Return a closed story of the same fault on the same item, while that was watched for recurrence."""
    scene = set_scene(first.item, _fault(world, first), Features(), world=world, rng=rng)
    resolved_at = first.moment_of(ResolveAction)
    begins_at = resolved_at + timedelta(minutes=rng.randint(*_RECURS_AFTER_MINUTES))
    begins_at = by_day(begins_at, time_zone=first.item.place.customer.time_zone)
    return _told(scene, TicketStatus.CLOSED, channel="phone", begins_at=begins_at)


def _duplicate(world: World, original: Story, *, rng: Random) -> Story:
    """Return a report of a matter that is in hand already, cancelled as its duplicate."""
    scene = set_scene(original.item, _fault(world, original), Features(), world=world, rng=rng)
    begins_at = original.reported_at + timedelta(minutes=rng.randint(*_DUPLICATE_AFTER_MINUTES))
    story = _told(scene, TicketStatus.NEW, channel="email", begins_at=begins_at)
    deed = Duplicate(of=original, reason=scene.phrases.duplicate)
    cancelled = Step(at=begins_at + timedelta(hours=1), actor=scene.dispatcher, deed=deed)
    return msgspec.structs.replace(story, ending=TicketStatus.CANCELLED, steps=[cancelled])


def _fault(world: World, story: Story) -> Fault:
    return next(fault for fault in world.known.faults[story.item.family] if fault.code == story.fault_code)
