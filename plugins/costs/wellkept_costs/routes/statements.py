"""Statements: what customers and we settle."""

from typing import Annotated, Final
from uuid import UUID

from wellkept_costs import errors
from wellkept_costs.permissions import APPROVE, READ, SETTLE
from wellkept_costs.queries import statements as queries
from wellkept_costs.queries.statements import StatementFilters
from wellkept_costs.rules.statements import StatementStatus
from wellkept_costs.schemas.statements import (
    CostsStatementActions,
    CostsStatementCreate,
    CostsStatementItem,
    CostsStatementRead,
    CostsStatementTransition,
)
from wellkept_costs.service import statement_moves, statements
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
    tagged,
)

CREATED = 201
_ID: Final = "01990000-0000-7000-8000-000000000001"
_CREATE: Final = {"march": {"customer_id": _ID, "from_on": "2026-03-01", "to_on": "2026-04-01"}}
_MOVE: Final = {
    "issue": {"action": "issue"},
    "dispute": {"action": "dispute", "lines": [{"line_id": _ID, "reason": "Nobody was here that day."}]},
    "settle": {"action": "settle", "reference": "B-77"},
}


def provide_filters(
    customer_id: FromQuery[UUID | None] = None,
    project_id: FromQuery[UUID | None] = None,
    status: Annotated[StatementStatus | None, QueryParameter(description="Exactly this status.")] = None,
) -> StatementFilters:
    """Return which statements the caller asks for."""
    return StatementFilters(customer_id=customer_id, project_id=project_id, status=status)


@get("/statements", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_statements(
    filters: NamedDependency[StatementFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[CostsStatementItem]:
    """List statements, the latest first; a customer sees what was issued to it."""
    return await queries.statement_page(ctx, page, filters=filters)


@post(
    "/statements",
    opt=needs(SETTLE.name) | documents(problems=[errors.StatementEmpty, errors.StatementEmptyPeriod], examples=_CREATE),
)
async def create_statement(
    data: JSONBody[CostsStatementCreate], ctx: NamedDependency[Ctx]
) -> Response[CostsStatementRead]:
    """Draw up a statement of what is chargeable on confirmed and closed tickets; each line stands on one statement."""
    created = await statements.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/costs/statements/{created.id}")


@get("/statements/{statement_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.StatementNotFound]))
async def get_statement(statement_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[CostsStatementRead]:
    """Return one statement with its lines."""
    return tagged(await queries.statement(ctx, statement_id))


@get(
    "/statements/{statement_id:uuid}/transitions",
    opt=needs(READ.name) | documents(problems=[errors.StatementNotFound]),
)
async def list_statement_actions(statement_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> CostsStatementActions:
    """Return every action: whether status and caller allow it, and where it leads."""
    return statements.actions(ctx, await queries.visible(ctx, statement_id))


@post(
    "/statements/{statement_id:uuid}/transitions",
    opt=needs(SETTLE.name, APPROVE.name)
    | documents(
        problems=[
            errors.StatementEmpty,
            errors.StatementInFuture,
            errors.StatementNotAllowed,
            errors.StatementNotFound,
            errors.StatementOutOfOrder,
        ],
        examples=_MOVE,
    ),
)
async def move_statement(
    statement_id: FromPath[UUID],
    data: JSONBody[CostsStatementTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[CostsStatementRead]:
    """Issue, agree to, dispute, amend, settle or void a statement; customers agree and dispute."""
    return tagged(await statement_moves.move(ctx, statement_id, data, if_match=if_match), status_code=CREATED)


ROUTES = (list_statements, create_statement, get_statement, list_statement_actions, move_statement)
