"""Lines: what is owed, one by one."""

from typing import Annotated
from uuid import UUID

from wellkept_consignment import errors
from wellkept_consignment.permissions import READ, SETTLE
from wellkept_consignment.queries import lines as queries
from wellkept_consignment.queries.lines import LineFilters
from wellkept_consignment.schemas.lines import ConsignmentClaimCreate, ConsignmentLineRead
from wellkept_consignment.service import claims
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    documents,
    get,
    needs,
    post,
)
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.services.consignment import LineKind


def provide_filters(  # noqa: PLR0913, PLR0917 - one argument for each filter that the API documents
    agreement_id: FromQuery[UUID | None] = None,
    party_id: FromQuery[UUID | None] = None,
    part_id: FromQuery[UUID | None] = None,
    kind: FromQuery[LineKind | None] = None,
    settled: Annotated[bool | None, QueryParameter(description="Whether it stands on a statement.")] = None,
    occurred_from: Annotated[Moment | None, QueryParameter(description="From this moment on.")] = None,
    occurred_to: Annotated[Moment | None, QueryParameter(description="Until before this moment.")] = None,
) -> LineFilters:
    """Return which lines the caller asks for."""
    return LineFilters(
        agreement_id=agreement_id,
        party_id=party_id,
        part_id=part_id,
        kind=kind,
        settled=settled,
        occurred_from=None if occurred_from is None else as_utc(occurred_from, pointer="query/occurred_from"),
        occurred_to=None if occurred_to is None else as_utc(occurred_to, pointer="query/occurred_to"),
    )


@get(
    "/lines",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_lines(
    filters: NamedDependency[LineFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[ConsignmentLineRead]:
    """List what is owed, the latest first; a supplier sees its own."""
    return await queries.line_page(ctx, page, filters=filters)


@get("/lines/{line_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.LineNotFound]))
async def get_line(line_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> ConsignmentLineRead:
    """Return one line."""
    return await queries.line(ctx, line_id)


@post(
    "/lines/{line_id:uuid}/claims",
    opt=needs(SETTLE.name)
    | documents(problems=[errors.ClaimExceedsLine, errors.ClaimNotClaimable, errors.LineNotFound]),
)
async def make_claim(
    line_id: FromPath[UUID], data: JSONBody[ConsignmentClaimCreate], ctx: NamedDependency[Ctx]
) -> ConsignmentLineRead:
    """Take a share off what a use costs, because the supplier's own part was faulty; return that line."""
    return await claims.claim(ctx, line_id, data)


ROUTES = (list_lines, get_line, make_claim)
