"""Follow-ups of all projects, and their planning by hand."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    post,
    require_staff,
    tagged,
)
from wellkept_survey import errors
from wellkept_survey.permissions import READ, RECORD, WRITE
from wellkept_survey.queries import follow_ups as queries
from wellkept_survey.queries.follow_ups import FollowUpFilters
from wellkept_survey.rules.kinds import SurveyFollowUpStatus
from wellkept_survey.schemas.follow_up_steps import (
    SurveyFollowUpActions,
    SurveyFollowUpStep,
    SurveyFollowUpTransition,
)
from wellkept_survey.schemas.follow_ups import SurveyFollowUpCreate, SurveyFollowUpRead
from wellkept_survey.service import follow_ups

CREATED = 201
_CREATE = {"visit": {"code": "goodwill", "kind": "visit", "due_on": "2026-05-15", "checklist": ["roof"]}}
_TRANSITION = {
    "assign": {"action": "assign", "assignee_id": "01990000-0000-7000-8000-000000000001"},
    "complete": {
        "action": "complete",
        "summary": "All is well but for one seal.",
        "contact_name": "王工",
        "needs": [{"kind": "part", "text": "A seal for pump 3", "open_ticket": True}],
    },
    "reschedule": {"action": "reschedule", "due_on": "2026-06-01", "reason": "The customer is away."},
}

Sorting = Annotated[Literal["due_on", "-due_on"] | None, QueryParameter(description="The order, by default `due_on`.")]


def provide_follow_up_filters(
    project_id: FromQuery[UUID | None] = None,
    status: Annotated[SurveyFollowUpStatus | None, QueryParameter(description="Exactly this status.")] = None,
    assignee_id: FromQuery[UUID | None] = None,
    due_from: Annotated[date | None, QueryParameter(description="Due on this day or later.")] = None,
    due_to: Annotated[date | None, QueryParameter(description="Due on this day or before.")] = None,
) -> FollowUpFilters:
    """Return which follow-ups the caller asks for."""
    return FollowUpFilters(
        project_id=project_id, status=status, assignee_id=assignee_id, due_from=due_from, due_to=due_to
    )


@get(
    "/follow-ups",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_follow_up_filters, sync_to_thread=False)},
)
async def list_follow_ups(
    filters: NamedDependency[FollowUpFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Sorting = None,
) -> Page[SurveyFollowUpRead]:
    """List follow-ups by their day; those of projects that surveys do not serve are left out. Not for customers."""
    require_staff(ctx.actor, READ.name)
    return await queries.follow_up_page(ctx, page, filters=filters, sort=sort)


@post(
    "/follow-ups",
    opt=needs(WRITE.name) | documents(problems=[errors.FollowUpDayPassed], examples=_CREATE),
)
async def plan_follow_up(
    project_id: FromPath[UUID], data: JSONBody[SurveyFollowUpCreate], ctx: NamedDependency[Ctx]
) -> Response[SurveyFollowUpRead]:
    """Plan a follow-up by hand; of a code that the terms have too, it is the next occurrence."""
    made = await follow_ups.create(ctx, project_id, data)
    return tagged(made, status_code=CREATED, location=f"/v1/survey/follow-ups/{made.id}")


@get("/follow-ups/{follow_up_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.FollowUpNotFound]))
async def get_follow_up(follow_up_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[SurveyFollowUpRead]:
    """Return one follow-up with what it found; not for customers."""
    require_staff(ctx.actor, READ.name)
    return tagged(await queries.read(ctx, await queries.visible(ctx, follow_up_id)))


@get(
    "/follow-ups/{follow_up_id:uuid}/transitions", opt=needs(READ.name) | documents(problems=[errors.FollowUpNotFound])
)
async def list_follow_up_actions(follow_up_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> SurveyFollowUpActions:
    """Return every action, and whether the follow-up's status allows it; not for customers."""
    require_staff(ctx.actor, READ.name)
    return await follow_ups.actions(ctx, follow_up_id)


@post(
    "/follow-ups/{follow_up_id:uuid}/transitions",
    opt=needs(RECORD.name)
    | documents(
        problems=[errors.FollowUpDayPassed, errors.FollowUpNotAllowed, errors.FollowUpNotFound],
        examples=_TRANSITION,
    ),
)
async def make_follow_up_transition(
    follow_up_id: FromPath[UUID],
    data: JSONBody[SurveyFollowUpTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyFollowUpRead]:
    """
    Give a follow-up to somebody, say what it found, move it to another day, miss it or call it off.

    The tickets of what it found are opened with it, or nothing happens.
    """
    moved = await follow_ups.transition(ctx, follow_up_id, data, if_match=if_match)
    return tagged(moved, status_code=CREATED)


@get("/follow-ups/{follow_up_id:uuid}/history", opt=needs(READ.name) | documents(problems=[errors.FollowUpNotFound]))
async def list_follow_up_steps(
    follow_up_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SurveyFollowUpStep]:
    """List what was done to a follow-up, oldest first; not for customers."""
    require_staff(ctx.actor, READ.name)
    return await queries.step_page(ctx, follow_up_id, page)


ROUTES = (
    list_follow_ups,
    get_follow_up,
    list_follow_up_actions,
    make_follow_up_transition,
    list_follow_up_steps,
)
ON_PROJECT = (plan_follow_up,)
