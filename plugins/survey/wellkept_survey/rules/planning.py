"""What is to be done about a project's follow-ups on a day: which are planned, which move, which fall away."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_survey.rules.follow_ups import PLANNED
from wellkept_survey.rules.kinds import SurveyFollowUpStatus
from wellkept_survey.rules.schedules import IsWorking, Occurrence, Schedule, occurrence, to_plan

#: Why a follow-up falls away.
PLAN_ENDED: Final = "plan_ended"
DATES_CHANGED: Final = "dates_changed"


class Rhythm(Struct, frozen=True):
    """A schedule, and the day of the project from which it counts; None where nobody knows it yet."""

    schedule: Schedule
    anchor_on: date | None


class KnownFollowUp(Struct, frozen=True, kw_only=True):
    """
    A follow-up that the project has.

    Args:
        is_manual: whether somebody has planned it, and not the terms.
        is_moved: whether somebody has moved it to another day.
    """

    id: UUID
    code: str
    occurrence: int
    status: SurveyFollowUpStatus
    is_manual: bool
    is_moved: bool
    due_on: date
    window_until: date


class NewFollowUp(Struct, frozen=True, kw_only=True):
    """A follow-up that is to be planned."""

    code: str
    occurrence: Occurrence


class Changes(Struct, frozen=True, kw_only=True):
    """
    What is to be done.

    Args:
        new: to be planned.
        moved: the new day of follow-ups that stand, by their id.
        cancelled: why follow-ups fall away, by their id.
    """

    new: Sequence[NewFollowUp]
    moved: Mapping[UUID, Occurrence]
    cancelled: Mapping[UUID, str]


def changes(
    rhythms: Mapping[str, Rhythm], known: Sequence[KnownFollowUp], *, today: date, is_working: IsWorking
) -> Changes:
    """
    Return what is to be done about the follow-ups of one project; done once, there is nothing left to do that day.

    What people have planned or been given, they change themselves; what they have moved falls away with its plan only.

    Args:
        rhythms: by code, what the terms say.
        known: the follow-ups that there are, in any status.
        today: at the place.
        is_working: whether a day is a working day.
    """
    there = {(each.code, each.occurrence) for each in known}
    moved: dict[UUID, Occurrence] = {}
    cancelled: dict[UUID, str] = {}
    for each in known:
        if each.status is not PLANNED or each.is_manual:
            continue
        if each.code not in rhythms:
            cancelled[each.id] = PLAN_ENDED
        elif not each.is_moved:
            now = _now(rhythms[each.code], each, is_working=is_working)
            if now is None or (now.window_until < today and now.due_on != each.due_on):
                cancelled[each.id] = DATES_CHANGED
            elif (now.due_on, now.window_until) != (each.due_on, each.window_until):
                moved[each.id] = now
    new = [each for each in _wanted(rhythms, today, is_working) if (each.code, each.occurrence.number) not in there]
    return Changes(new=new, moved=moved, cancelled=cancelled)


def _now(rhythm: Rhythm, known: KnownFollowUp, *, is_working: IsWorking) -> Occurrence | None:
    return occurrence(rhythm.schedule, known.occurrence, anchor_on=rhythm.anchor_on, is_working=is_working)


def _wanted(rhythms: Mapping[str, Rhythm], today: date, is_working: IsWorking) -> Iterator[NewFollowUp]:
    for code, rhythm in rhythms.items():
        for found in to_plan(rhythm.schedule, anchor_on=rhythm.anchor_on, today=today, is_working=is_working):
            yield NewFollowUp(code=code, occurrence=found)
