"""Questions about follow-ups: lists, one with what it found, and its steps."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Clause, Dialect, ListDeclaration, Row, Sort, all_of, equal, given
from wellkept_sdk.http import Page, PageRequest
from wellkept_survey.errors import FollowUpNotFound
from wellkept_survey.rules.kinds import SurveyFollowUpStatus
from wellkept_survey.schemas.follow_up_steps import SurveyFollowUpStep
from wellkept_survey.schemas.follow_ups import SurveyFollowUpRead
from wellkept_survey.tables import OPEN_FOLLOW_UP

_follow_ups = ListDeclaration(
    select="SELECT * FROM survey_follow_up",
    sorts={"due_on": Sort("due_on", date)},
    sort_default="due_on",
)
_steps = ListDeclaration(
    select="SELECT * FROM survey_follow_up_transition",
    sorts={"id": Sort("id", UUID)},
    sort_default="id",
)
_PROJECTS: Final = "SELECT id FROM project WHERE id > ? ORDER BY id LIMIT ?"
_OF_PROJECTS: Final = (
    "SELECT follow_up.id, follow_up.project_id, follow_up.code, follow_up.occurrence, follow_up.status,"
    " follow_up.manual, follow_up.due_on, follow_up.window_until,"
    " EXISTS (SELECT 1 FROM survey_follow_up_transition step"
    " WHERE step.follow_up_id = follow_up.id AND step.action = 'reschedule') AS is_moved"
    " FROM survey_follow_up follow_up"
)
# In no zone is it a later day than tomorrow by UTC.
_OVERDUE: Final = (
    "SELECT follow_up.id, follow_up.project_id, follow_up.status, follow_up.window_until,"
    " COALESCE(project.time_zone, customer.time_zone) AS time_zone FROM survey_follow_up follow_up"
    " JOIN project ON project.id = follow_up.project_id JOIN customer ON customer.id = project.customer_id"
    f" WHERE follow_up.{OPEN_FOLLOW_UP} AND follow_up.due_on <= ? AND follow_up.window_until <= ?"
    " ORDER BY follow_up.due_on, follow_up.id"
)


class FollowUpFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which follow-ups a list shows; `due_from` and `due_to` are its first and last day."""

    project_id: UUID | None = None
    status: SurveyFollowUpStatus | None = None
    assignee_id: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            equal("project_id", self.project_id),
            equal("status", self.status and self.status.value),
            equal("assignee_id", self.assignee_id),
            given("due_on >= ?", self.due_from),
            given("due_on <= ?", self.due_to),
        )


async def follow_up_page(
    ctx: Ctx, page: PageRequest, *, filters: FollowUpFilters, sort: str | None
) -> Page[SurveyFollowUpRead]:
    """Return one page of follow-ups by their day; those of projects that surveys do not serve are left out of it."""
    found = await ctx.db.page(
        _follow_ups, page, where=filters.clause(), sort=sort, filters=msgspec.to_builtins(filters)
    )
    served = await ctx.active_among(RecordName.PROJECT, {row["project_id"] for row in found.items})
    shown = [row for row in found.items if row["project_id"] in served]
    needs = await needs_of(ctx, [row["id"] for row in shown])
    return Page(items=[SurveyFollowUpRead.of(row, needs[row["id"]]) for row in shown], next_cursor=found.next_cursor)


async def visible(ctx: Ctx, follow_up_id: UUID) -> Row:
    """
    Return one follow-up of a project that surveys serve.

    Raises:
        FollowUpNotFound: there is none.
    """
    row = await ctx.db.fetch_one("SELECT * FROM survey_follow_up WHERE id = ?", follow_up_id)
    if row is None or not await ctx.active_among(RecordName.PROJECT, [row["project_id"]]):
        raise FollowUpNotFound
    return row


async def read(ctx: Ctx, row: Row) -> SurveyFollowUpRead:
    """Return a stored follow-up with what it found; one statement."""
    return SurveyFollowUpRead.of(row, (await needs_of(ctx, [row["id"]]))[row["id"]])


async def needs_of(ctx: Ctx, follow_up_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return what follow-ups found, by follow-up, in the order in which it was said; one statement."""
    found: dict[UUID, list[Row]] = {follow_up_id: [] for follow_up_id in follow_up_ids}
    if found:
        where = ctx.db.any_of("follow_up_id", list(found))
        for row in await ctx.db.fetch(
            f"SELECT * FROM survey_need WHERE {where.sql} ORDER BY follow_up_id, position", *where.args
        ):
            found[row["follow_up_id"]].append(row)
    return found


async def step_page(ctx: Ctx, follow_up_id: UUID, page: PageRequest) -> Page[SurveyFollowUpStep]:
    """
    Return one page of the steps in the life of a follow-up, oldest first.

    Raises:
        FollowUpNotFound: there is no such follow-up.
    """
    await visible(ctx, follow_up_id)
    of_one = Clause("follow_up_id = ?", (follow_up_id,))
    found = await ctx.db.page(_steps, page, where=of_one, filters={"follow_up_id": follow_up_id})
    return Page(items=[SurveyFollowUpStep.of(row) for row in found.items], next_cursor=found.next_cursor)


async def some_projects(ctx: Ctx, *, after: UUID, limit: int) -> list[UUID]:
    """Return the next projects by their id; one statement."""
    return [row["id"] for row in await ctx.db.fetch(_PROJECTS, after, limit)]


async def lock_projects(ctx: Ctx, project_ids: Collection[UUID]) -> None:
    """Let nobody else plan for these projects before the running transaction ends; one statement, in one order."""
    if ctx.db.dialect is Dialect.POSTGRES:
        where = ctx.db.any_of("id", project_ids)
        await ctx.db.fetch(f"SELECT id FROM project WHERE {where.sql} ORDER BY id FOR NO KEY UPDATE", *where.args)


async def of_projects(ctx: Ctx, project_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return the follow-ups of projects, by project, as planning needs them; one statement."""
    where = ctx.db.any_of("follow_up.project_id", project_ids)
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await ctx.db.fetch(f"{_OF_PROJECTS} WHERE {where.sql} ORDER BY follow_up.id", *where.args):
        found[row["project_id"]].append(row)
    return found


async def perhaps_overdue(ctx: Ctx, *, until: date) -> Sequence[Row]:
    """Return open follow-ups whose window ended on this day or before, each with its zone; one statement."""
    return await ctx.db.fetch(_OVERDUE, until, until)


async def last_occurrence(ctx: Ctx, project_id: UUID, code: str) -> int:
    """Return the highest number that follow-ups of a project and code have; zero where there is none."""
    row = await ctx.db.fetch_one(
        "SELECT COALESCE(MAX(occurrence), 0) AS last FROM survey_follow_up WHERE project_id = ? AND code = ?",
        *(project_id, code),
    )
    assert row is not None, "an aggregate has a value"
    last: int = row["last"]
    return last


async def assignee_role(ctx: Ctx, user_id: UUID) -> str | None:
    """Return the role of an account that is active; None where there is none."""
    row = await ctx.db.fetch_one("SELECT role FROM user_account WHERE id = ? AND active", user_id)
    return None if row is None else row["role"]
