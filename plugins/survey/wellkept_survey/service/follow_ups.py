"""Follow-ups: planned by hand, given to somebody, made, moved, missed, called off."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Row
from wellkept_sdk.errors import invalid, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import UserId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.moment import as_utc
from wellkept_survey.errors import FollowUpDayPassed, FollowUpNotAllowed, FollowUpNotFound
from wellkept_survey.events import (
    FollowUpAssigned,
    FollowUpCancelled,
    FollowUpCompleted,
    FollowUpEvent,
    FollowUpMissed,
    FollowUpPlanned,
)
from wellkept_survey.queries import follow_ups as queries
from wellkept_survey.queries.anchors import anchors_of
from wellkept_survey.rules.follow_ups import FollowUpAction, allowed_actions, destination
from wellkept_survey.rules.kinds import SurveyFollowUpStatus
from wellkept_survey.schemas.follow_up_steps import (
    SurveyFollowUpActionRead,
    SurveyFollowUpActions,
    SurveyFollowUpAssign,
    SurveyFollowUpCancel,
    SurveyFollowUpComplete,
    SurveyFollowUpMiss,
    SurveyFollowUpReschedule,
    SurveyFollowUpTransition,
)
from wellkept_survey.schemas.follow_ups import SurveyFollowUpCreate, SurveyFollowUpRead
from wellkept_survey.service import follow_up_rows as rows
from wellkept_survey.service import needs
from wellkept_survey.service.follow_up_rows import Step, told
from wellkept_survey.tables import SurveyFollowUp

_CLOCK_SKEW_MAX: Final = timedelta(seconds=60)
_ACTION: Final[Mapping[type[SurveyFollowUpTransition], FollowUpAction]] = {
    SurveyFollowUpAssign: FollowUpAction.ASSIGN,
    SurveyFollowUpComplete: FollowUpAction.COMPLETE,
    SurveyFollowUpReschedule: FollowUpAction.RESCHEDULE,
    SurveyFollowUpMiss: FollowUpAction.MISS,
    SurveyFollowUpCancel: FollowUpAction.CANCEL,
}


async def create(ctx: Ctx, project_id: UUID, draft: SurveyFollowUpCreate) -> SurveyFollowUpRead:
    """
    Plan a follow-up by hand; of a code that the terms have too, it is the next occurrence.

    Args:
        ctx: of the project.
        project_id: which.
        draft: what is planned.

    Raises:
        FollowUpDayPassed: its day is over in the project's zone.
        Invalid: its window ends after the calendar.
    """
    async with ctx.db.transaction():
        await queries.lock_projects(ctx, [project_id])
        project = (await anchors_of(ctx, [project_id], on=ctx.at.date()))[project_id]
        _require_ahead(ctx, draft.due_on, time_zone=project.time_zone)
        (row,) = await rows.insert(
            ctx,
            [
                {
                    "project_id": project_id,
                    "customer_id": project.customer_id,
                    "code": draft.code,
                    "occurrence": await queries.last_occurrence(ctx, project_id, draft.code) + 1,
                    "manual": True,
                    "kind": draft.kind.value,
                    "due_on": draft.due_on,
                    "window_until": _window_until(draft.due_on, timedelta(days=draft.window_days)),
                    "checklist": list(draft.checklist),
                }
            ],
        )
        await rows.audit(ctx, Step(action=rows.PLAN, row=row, before=None, at=ctx.at))
        await ctx.emit(FollowUpPlanned(**told(row)))
        return SurveyFollowUpRead.of(row)


async def actions(ctx: Ctx, follow_up_id: UUID) -> SurveyFollowUpActions:
    """
    Return every action, and whether the follow-up's status allows it.

    Raises:
        FollowUpNotFound: there is no such follow-up.
    """
    status = SurveyFollowUpStatus((await queries.visible(ctx, follow_up_id))["status"])
    allowed = allowed_actions(status)
    return SurveyFollowUpActions(
        status=status,
        actions=[
            SurveyFollowUpActionRead(action=action, allowed=action in allowed, to=destination(action, status))
            for action in FollowUpAction
        ],
    )


async def transition(
    ctx: Ctx, follow_up_id: UUID, command: SurveyFollowUpTransition, *, if_match: IfMatch
) -> SurveyFollowUpRead:
    """
    Do an action to a follow-up.

    Raises:
        FollowUpNotFound: there is no such follow-up.
        PreconditionFailed: it has changed since the version that the caller has seen.
        FollowUpNotAllowed: it is done, missed or cancelled.
        FollowUpDayPassed: the new day is over in the project's zone.
        Invalid: a moment lies in the future, nobody can be given it, or a ticket lacks what the plan demands.
        Vetoed: a plugin does not allow a ticket.
    """
    found = await queries.visible(ctx, follow_up_id)
    ctx = await ctx.for_record(RecordName.PROJECT, found["project_id"])
    async with ctx.db.transaction():
        # The project before its follow-up, as planning and missing lock them.
        await queries.lock_projects(ctx, [found["project_id"]])
        row = await ctx.db.locked(SurveyFollowUp, follow_up_id)
        if row is None:
            raise FollowUpNotFound
        if_match.require(row["version"])
        action, status = _ACTION[type(command)], SurveyFollowUpStatus(row["status"])
        if action not in allowed_actions(status):
            raise FollowUpNotAllowed(follow_up_status=status, allowed_actions=list(allowed_actions(status)))
        at = _moment(ctx, command)
        changed = {**await _changes(ctx, command, row, at=at), "status": destination(action, status).value}
        moved = await ctx.db.update(SurveyFollowUp, follow_up_id, changes=changed)
        step = Step(action=action.value, row=moved, before=row["status"], at=at, data=_data(command))
        await rows.record(ctx, [step])
        await rows.audit(ctx, step)
        if (event := _event(command, moved)) is not None:
            await ctx.emit(event)
        if not isinstance(command, SurveyFollowUpComplete):
            return SurveyFollowUpRead.of(moved)
        return SurveyFollowUpRead.of(moved, await needs.register(ctx, moved, command.needs, at=at))


async def _changes(ctx: Ctx, command: SurveyFollowUpTransition, row: Row, *, at: datetime) -> dict[str, Any]:
    """Return the columns that an action changes beside the status."""
    match command:
        case SurveyFollowUpAssign(assignee_id=assignee_id):
            await _require_assignable(ctx, assignee_id)
            return {"assignee_id": assignee_id}
        case SurveyFollowUpComplete(summary=summary, contact_name=contact_name):
            return {"result": {"summary": summary, "contact_name": contact_name}, "done_at": at}
        case SurveyFollowUpReschedule(due_on=due_on, reason=reason):
            project_id = row["project_id"]
            project = (await anchors_of(ctx, [project_id], on=ctx.at.date()))[project_id]
            _require_ahead(ctx, due_on, time_zone=project.time_zone)
            window_until = _window_until(due_on, row["window_until"] - row["due_on"])
            return {"due_on": due_on, "window_until": window_until, "reason": reason}
        case SurveyFollowUpMiss(reason=reason) | SurveyFollowUpCancel(reason=reason):
            return {"reason": reason}


def _event(command: SurveyFollowUpTransition, row: Row) -> FollowUpEvent | None:
    match command:
        case SurveyFollowUpAssign(assignee_id=assignee_id):
            return FollowUpAssigned(**told(row), assignee_id=UserId(assignee_id))
        case SurveyFollowUpComplete(needs=found):
            return FollowUpCompleted(**told(row), needs=len(found))
        case SurveyFollowUpReschedule():
            # Nothing tells of it by itself: the next event has the new day.
            return None
        case SurveyFollowUpMiss(reason=reason):
            return FollowUpMissed(**told(row), reason=reason)
        case SurveyFollowUpCancel(reason=reason):
            return FollowUpCancelled(**told(row), reason=reason)


def _data(command: SurveyFollowUpTransition) -> dict[str, Any]:
    """Return what was said with an action; needs are kept as such, and the moment stands in the step."""
    said: dict[str, Any] = msgspec.to_builtins(command)
    return {name: value for name, value in said.items() if name not in {"action", "needs", "occurred_at"}}


def _moment(ctx: Ctx, command: SurveyFollowUpTransition) -> datetime:
    if not isinstance(command, SurveyFollowUpComplete) or command.occurred_at is None:
        return ctx.at
    at = as_utc(command.occurred_at, pointer="/occurred_at")
    if at > ctx.at + _CLOCK_SKEW_MAX:
        raise invalid("/occurred_at", "too_large", "It lies in the future.")
    return at


def _require_ahead(ctx: Ctx, due_on: date, *, time_zone: str) -> None:
    if due_on < local_day(ctx.at, time_zone=time_zone):
        raise FollowUpDayPassed.at("/due_on")


def _window_until(due_on: date, window: timedelta) -> date:
    try:
        return due_on + window
    except OverflowError:
        raise invalid("/due_on", "too_large", "Its window ends after the calendar.") from None


async def _require_assignable(ctx: Ctx, user_id: UUID) -> None:
    role = await queries.assignee_role(ctx, user_id)
    if role is None:
        raise unknown_reference("/assignee_id", "active account")
    if role not in Role.assignable():
        raise invalid("/assignee_id", "not_a_choice", f"An account of role {role} is nobody who makes follow-ups.")
