"""What was spent on a ticket, line by line."""

from typing import Final
from uuid import UUID

from wellkept_costs import errors
from wellkept_costs.permissions import READ, WRITE
from wellkept_costs.queries import lines as queries
from wellkept_costs.queries.lines import LineFilters
from wellkept_costs.schemas.lines import (
    CostsCorrection,
    CostsLineCorrect,
    CostsLineCreate,
    CostsLineRead,
    CostsLineReverse,
)
from wellkept_costs.schemas.summaries import CostsSummary
from wellkept_costs.service import lines as service
from wellkept_costs.service import summaries
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    Response,
    ResponseSpec,
    documents,
    get,
    needs,
    post,
)
from wellkept_sdk.services.costs import CostKind, CoveredBy

OK, CREATED = 200, 201

_REFUSED: Final = (
    errors.AmountTooLarge,
    errors.ApprovalNeeded,
    errors.CostMissing,
    errors.CurrencyMismatch,
    errors.GoodwillExceeded,
    errors.LineInFuture,
    errors.PenaltyNotChargeable,
    errors.PriceMissing,
    errors.TicketCancelled,
)
_TAKEN_BACK: Final = (errors.AlreadyReversed, errors.IsReversal, errors.LineNotFound)
_ADD: Final = {
    "labour": {
        "kind": "labour",
        "description": "On-site diagnosis",
        "quantity": "2.5",
        "unit": "h",
        "unit_cost": {"amount_minor": 12000, "currency": "CNY"},
        "unit_price": {"amount_minor": 30000, "currency": "CNY"},
        "covered_by": "chargeable",
    }
}
_CORRECT: Final = {"less": {"reason": "Two hours only.", "quantity": "2"}}
_KNOWN: Final = {
    OK: ResponseSpec(CostsLineRead, generate_examples=False, description="The key is known: this line has it.")
}


def provide_filters(
    kind: FromQuery[CostKind | None] = None, covered_by: FromQuery[CoveredBy | None] = None
) -> LineFilters:
    """Return which lines the caller asks for."""
    return LineFilters(kind=kind, covered_by=covered_by)


@get("/lines", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_lines(
    ticket_id: FromPath[UUID],
    filters: NamedDependency[LineFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[CostsLineRead]:
    """List what was spent, in the order of recording; customers see no costs, partners their own lines."""
    return await queries.line_page(ctx, ticket_id, page, filters=filters)


@post("/lines", opt=needs(WRITE.name) | documents(problems=[*_REFUSED, CodeTaken], examples=_ADD), responses=_KNOWN)
async def add_line(
    ticket_id: FromPath[UUID], data: JSONBody[CostsLineCreate], ctx: NamedDependency[Ctx]
) -> Response[CostsLineRead]:
    """Add something that was spent; where an allowance covers a part, the answer is that part."""
    added = await service.add(ctx, ticket_id, data)
    read = CostsLineRead.of(added.row, actor=ctx.actor)
    headers = {"Location": f"/v1/tickets/{ticket_id}/costs/lines/{read.id}"}
    return Response(content=read, status_code=CREATED if added.is_new else OK, headers=headers)


@get("/lines/{line_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.LineNotFound]))
async def get_line(ticket_id: FromPath[UUID], line_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> CostsLineRead:
    """Return one line."""
    return await queries.line(ctx, ticket_id, line_id)


@post("/lines/{line_id:uuid}/reversal", opt=needs(WRITE.name) | documents(problems=_TAKEN_BACK))
async def reverse_line(
    ticket_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[CostsLineReverse],
    ctx: NamedDependency[Ctx],
) -> CostsLineRead:
    """Take a line back; the answer is its exact negative."""
    return await service.reverse(ctx, ticket_id, line_id, data)


@post(
    "/lines/{line_id:uuid}/correction",
    opt=needs(WRITE.name) | documents(problems=[*_TAKEN_BACK, *_REFUSED], examples=_CORRECT),
)
async def correct_line(
    ticket_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[CostsLineCorrect],
    ctx: NamedDependency[Ctx],
) -> CostsCorrection:
    """Take a line back and record what it should have been."""
    return await service.correct(ctx, ticket_id, line_id, data)


@get("/summary", opt=needs(READ.name))
async def get_summary(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> CostsSummary:
    """Return what the ticket comes to, by kind and by who bears it, and how far chargeable work may go."""
    return await summaries.summary(ctx, ticket_id)


ROUTES = (list_lines, add_line, get_line, reverse_line, correct_line, get_summary)
