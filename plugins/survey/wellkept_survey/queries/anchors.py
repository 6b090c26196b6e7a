"""The days of projects from which periods are counted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.records.projects import Stage
from wellkept_survey.terms import SurveyAnchor

_IN_FORCE: Final = (
    "SELECT contract.starts_on FROM contract WHERE {whose} AND contract.starts_on <= ?"
    " AND (contract.ends_on IS NULL OR contract.ends_on > ?) ORDER BY contract.starts_on DESC LIMIT 1"
)
_OF_PROJECT: Final = _IN_FORCE.format(whose="contract.project_id = project.id")
_OF_CUSTOMER: Final = _IN_FORCE.format(
    whose="contract.customer_id = project.customer_id AND contract.project_id IS NULL"
)
_ANCHORS: Final = (
    "SELECT project.id, project.customer_id, project.stage,"
    " COALESCE(project.time_zone, customer.time_zone) AS time_zone,"
    f" project.handed_over_on, project.accepted_on, COALESCE(({_OF_PROJECT}), ({_OF_CUSTOMER})) AS contract_start"
    " FROM project JOIN customer ON customer.id = project.customer_id WHERE"
)


class Anchors(Struct, frozen=True, kw_only=True):
    """The days of one project; None where there is none."""

    id: UUID
    customer_id: UUID
    stage: Stage
    time_zone: str
    handed_over_on: date | None
    accepted_on: date | None
    contract_start: date | None

    def day_of(self, anchor: SurveyAnchor) -> date | None:
        """Return the day of an anchor."""
        day: date | None = getattr(self, anchor)
        return day


async def anchors_of(ctx: Ctx, project_ids: Sequence[UUID], *, on: date) -> Mapping[UUID, Anchors]:
    """
    Return the days of projects by their id, in one statement; unknown projects are left out.

    Args:
        ctx: of any record or none.
        project_ids: of which projects.
        on: the day on which a contract is in force: the project's own, else the customer's.
    """
    where = ctx.db.any_of("project.id", project_ids)
    rows = await ctx.db.fetch(f"{_ANCHORS} {where.sql}", on, on, on, on, *where.args)
    return {row["id"]: msgspec.convert(row, Anchors) for row in rows}
