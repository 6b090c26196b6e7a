"""Results of all invitations."""

from typing import Annotated
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromQuery,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    get,
    needs,
    require_staff,
)
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.text import Code
from wellkept_survey.permissions import READ
from wellkept_survey.queries.results import ResultFilters, ResultGroup
from wellkept_survey.schemas.results import SurveyResult
from wellkept_survey.service.results import results

GroupBy = Annotated[
    ResultGroup | None, QueryParameter(description="What makes a group; by default `none`: all are one group.")
]


def provide_filters(
    template: Annotated[Code | None, QueryParameter(description="Asked by the template of this code.")] = None,
    customer_id: FromQuery[UUID | None] = None,
    project_id: FromQuery[UUID | None] = None,
    # Python keeps the name `from` for itself.
    starts_at: Annotated[
        Moment | None, QueryParameter(name="from", description="Invited at this moment or later.")
    ] = None,
    ends_at: Annotated[Moment | None, QueryParameter(name="to", description="Invited before this moment.")] = None,
) -> ResultFilters:
    """Return which invitations the caller asks for."""
    return ResultFilters(
        template=template,
        customer_id=customer_id,
        project_id=project_id,
        starts_at=starts_at and as_utc(starts_at, pointer="query/from"),
        ends_at=ends_at and as_utc(ends_at, pointer="query/to"),
    )


@get("/results", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_results(
    filters: NamedDependency[ResultFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    group_by: GroupBy = None,
) -> Page[SurveyResult]:
    """
    List what invitations came to, group by group: who was asked and answered, and every figure with its uncertainty.

    Of anonymous templates, groups of fewer than three answers are left out. Not for customers and partners.
    """
    require_staff(ctx.actor, READ.name)
    found = await results(ctx, page, by=group_by or ResultGroup.NONE, filters=filters)
    return Page(items=[SurveyResult.of(group) for group in found.items], next_cursor=found.next_cursor)


ROUTES = (list_results,)
