"""Follow-ups that the terms bring: planned ahead, moved with the project's days, called off with their plan."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.record_changes import Updated
from wellkept_sdk.local_days import local_day
from wellkept_sdk.records.projects import ProjectRecord, Stage
from wellkept_survey.events import FollowUpCancelled, FollowUpPlanned
from wellkept_survey.queries import follow_ups as queries
from wellkept_survey.queries.anchors import Anchors, anchors_of
from wellkept_survey.rules.planning import Changes, KnownFollowUp, Rhythm, changes
from wellkept_survey.rules.schedules import IsWorking
from wellkept_survey.service import follow_up_rows as rows
from wellkept_survey.service.follow_up_rows import CANCEL, MOVE, Step, told
from wellkept_survey.service.working_days import working_days
from wellkept_survey.terms import SurveyFollowUpPlan, SurveyTerms

#: How many projects one transaction plans for.
BATCH: Final = 500
#: What of a project decides when its follow-ups are due.
_DAYS: Final = frozenset({"accepted_on", "handed_over_on", "stage", "time_zone"})
_BEFORE_ALL: Final = UUID(int=0)
_MOVE: Final = (
    "UPDATE survey_follow_up SET due_on = ?, window_until = ?, updated_at = ?, version = version + 1"
    " WHERE {ids} AND status = 'planned' RETURNING *"
)
_CANCEL: Final = (
    "UPDATE survey_follow_up SET status = 'cancelled', reason = ?, updated_at = ?, version = version + 1"
    " WHERE {ids} AND status = 'planned' RETURNING *"
)


async def plan_all(ctx: Ctx) -> None:
    """Plan for all projects, in batches of which each is a transaction; once more changes nothing that day."""
    is_working = await working_days(ctx)
    after = _BEFORE_ALL
    while project_ids := await queries.some_projects(ctx, after=after, limit=BATCH):
        await _plan(ctx, project_ids, is_working)
        after = project_ids[-1]


async def project_updated(ctx: Ctx, event: Updated[ProjectRecord]) -> None:
    """Plan for a project whose days have changed, in the transaction of the change."""
    if _DAYS.intersection(event.changed_fields):
        await _plan(ctx, [event.record.id], await working_days(ctx))


async def _plan(ctx: Ctx, project_ids: Sequence[UUID], is_working: IsWorking) -> None:
    async with ctx.db.transaction():
        await queries.lock_projects(ctx, project_ids)
        served = await ctx.for_records(RecordName.PROJECT, project_ids)
        plans = {project_id: of_project.terms(SurveyTerms).follow_ups for project_id, of_project in served.items()}
        known = await queries.of_projects(ctx, project_ids)
        concerned = [each for each in project_ids if plans.get(each) or each in known]
        anchors = await anchors_of(ctx, concerned, on=ctx.at.date())
        found = {
            project_id: changes(
                _rhythms(plans.get(project_id, {}), project),
                [_known(row) for row in known.get(project_id, ())],
                today=local_day(ctx.at, time_zone=project.time_zone),
                is_working=is_working,
            )
            for project_id, project in anchors.items()
        }
        # Whoever is no longer served hears of what falls away all the same.
        contexts = {project_id: served.get(project_id, ctx) for project_id in found}
        await _move(ctx, found)
        await _cancel(ctx, found, contexts)
        await _make(ctx, _drafts(found, plans, anchors), contexts)


def _rhythms(plans: Mapping[str, SurveyFollowUpPlan], project: Anchors) -> Mapping[str, Rhythm]:
    """Return how often each follow-up of a project is due; nobody looks after one that is retired."""
    if project.stage is Stage.RETIRED:
        return {}
    return {
        code: Rhythm(plan, None if plan.anchor is None else project.day_of(plan.anchor)) for code, plan in plans.items()
    }


def _known(row: Row) -> KnownFollowUp:
    return msgspec.convert({**row, "is_manual": bool(row["manual"]), "is_moved": bool(row["is_moved"])}, KnownFollowUp)


def _drafts(
    found: Mapping[UUID, Changes],
    plans: Mapping[UUID, Mapping[str, SurveyFollowUpPlan]],
    anchors: Mapping[UUID, Anchors],
) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "project_id": project_id,
            "customer_id": anchors[project_id].customer_id,
            "code": each.code,
            "occurrence": each.occurrence.number,
            "kind": plans[project_id][each.code].kind.value,
            "due_on": each.occurrence.due_on,
            "window_until": each.occurrence.window_until,
            "checklist": list(plans[project_id][each.code].checklist),
        }
        for project_id, of_project in found.items()
        for each in of_project.new
    ]


async def _make(ctx: Ctx, drafts: Sequence[Mapping[str, Any]], contexts: Mapping[UUID, Ctx]) -> None:
    if drafts:
        for row in await rows.insert(ctx, drafts):
            await contexts[row["project_id"]].emit(FollowUpPlanned(**told(row)))


async def _move(ctx: Ctx, found: Mapping[UUID, Changes]) -> None:
    """Let follow-ups be due on their new days; one statement for each such day."""
    by_day: defaultdict[tuple[date, date], list[UUID]] = defaultdict(list)
    for of_project in found.values():
        for follow_up_id, occurrence in of_project.moved.items():
            by_day[occurrence.due_on, occurrence.window_until].append(follow_up_id)
    for (due_on, window_until), ids in by_day.items():
        where = ctx.db.any_of("id", ids)
        moved = await ctx.db.fetch(_MOVE.format(ids=where.sql), due_on, window_until, ctx.at, *where.args)
        said = {"due_on": due_on}
        await rows.record(
            ctx, [Step(action=MOVE, row=row, before=row["status"], at=ctx.at, data=said) for row in moved]
        )


async def _cancel(ctx: Ctx, found: Mapping[UUID, Changes], contexts: Mapping[UUID, Ctx]) -> None:
    """Call off what falls away; one statement for each reason."""
    by_reason: defaultdict[str, list[UUID]] = defaultdict(list)
    for of_project in found.values():
        for follow_up_id, reason in of_project.cancelled.items():
            by_reason[reason].append(follow_up_id)
    for reason, ids in by_reason.items():
        where = ctx.db.any_of("id", ids)
        gone = await ctx.db.fetch(_CANCEL.format(ids=where.sql), reason, ctx.at, *where.args)
        said = {"reason": reason}
        await rows.record(ctx, [Step(action=CANCEL, row=row, before="planned", at=ctx.at, data=said) for row in gone])
        for row in gone:
            await contexts[row["project_id"]].emit(FollowUpCancelled(**told(row), reason=reason))
