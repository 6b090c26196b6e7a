"""Statements: what both sides settle, line by line."""

from typing import Annotated
from uuid import UUID

from wellkept_consignment import errors
from wellkept_consignment.permissions import ANSWER, READ, SETTLE
from wellkept_consignment.queries import statements as queries
from wellkept_consignment.queries.statements import StatementFilters, StatementLineFilters
from wellkept_consignment.rules.answers import Answer
from wellkept_consignment.rules.statements import StatementStatus
from wellkept_consignment.schemas.answers import (
    ConsignmentAnswers,
    ConsignmentComparison,
    ConsignmentComparisonCreate,
    ConsignmentOutcomes,
)
from wellkept_consignment.schemas.statements import (
    ConsignmentStatementActions,
    ConsignmentStatementCreate,
    ConsignmentStatementLineRead,
    ConsignmentStatementRead,
    ConsignmentStatementTransition,
)
from wellkept_consignment.service import answering, comparing, outcomes, statements
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
OK = 200
_ID = "01990000-0000-7000-8000-000000000001"
_CREATE = {"january": {"agreement_id": _ID, "period_from": "2026-01-01", "period_to": "2026-02-01"}}
_ANSWERS = {
    "less": {
        "answers": [
            {"statement_line_id": _ID, "answer": "disputed", "reason": "One was given back.", "party_quantity": "3"}
        ]
    }
}
_OUTCOMES = {"upheld": {"outcomes": [{"statement_line_id": _ID, "outcome": "upheld", "note": "Signed for."}]}}
_TRANSITION = {"issue": {"action": "issue"}, "paid": {"action": "close", "reference": "B-77", "paid_on": "2026-02-20"}}


def provide_filters(
    agreement_id: FromQuery[UUID | None] = None,
    party_id: FromQuery[UUID | None] = None,
    status: Annotated[StatementStatus | None, QueryParameter(description="Exactly this status.")] = None,
) -> StatementFilters:
    """Return which statements the caller asks for."""
    return StatementFilters(agreement_id=agreement_id, party_id=party_id, status=status)


@get("/statements", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_statements(
    filters: NamedDependency[StatementFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[ConsignmentStatementRead]:
    """List statements, the latest first; a supplier sees what was issued to it."""
    return await queries.statement_page(ctx, page, filters=filters)


@post(
    "/statements",
    opt=needs(SETTLE.name)
    | documents(
        problems=[
            errors.StatementEmpty,
            errors.StatementEmptyPeriod,
            errors.StatementPeriodOpen,
            errors.StatementPeriodTaken,
        ],
        examples=_CREATE,
    ),
)
async def create_statement(
    data: JSONBody[ConsignmentStatementCreate], ctx: NamedDependency[Ctx]
) -> Response[ConsignmentStatementRead]:
    """Draw up a statement of all that is not settled yet; each line stands on one statement only."""
    created = await statements.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/consignment/statements/{created.id}")


@get("/statements/{statement_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.StatementNotFound]))
async def get_statement(statement_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[ConsignmentStatementRead]:
    """Return one statement."""
    return tagged(await queries.statement(ctx, statement_id))


@get("/statements/{statement_id:uuid}/lines", opt=needs(READ.name) | documents(problems=[errors.StatementNotFound]))
async def list_statement_lines(
    statement_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    answer: Annotated[Answer | None, QueryParameter(description="Only those with this answer.")] = None,
) -> Page[ConsignmentStatementLineRead]:
    """List the lines of a statement as they occurred, with the supplier's answers; those that were carried too."""
    return await queries.line_page(ctx, statement_id, page, filters=StatementLineFilters(answer=answer))


@get(
    "/statements/{statement_id:uuid}/transitions", opt=needs(READ.name) | documents(problems=[errors.StatementNotFound])
)
async def list_statement_actions(
    statement_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> ConsignmentStatementActions:
    """Return every action, and whether the statement's status allows it."""
    return await statements.actions(ctx, statement_id)


@post(
    "/statements/{statement_id:uuid}/transitions",
    opt=needs(SETTLE.name)
    | documents(
        problems=[
            errors.StatementNotFound,
            errors.StatementUnanswered,
            errors.StatementUnpriced,
            errors.StatementWrongState,
        ],
        examples=_TRANSITION,
    ),
)
async def make_statement_transition(
    statement_id: FromPath[UUID],
    data: JSONBody[ConsignmentStatementTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[ConsignmentStatementRead]:
    """Issue a statement, agree it, cancel it, or close it once it is paid."""
    return tagged(await statements.transition(ctx, statement_id, data, if_match=if_match), status_code=CREATED)


@post(
    "/statements/{statement_id:uuid}/answers",
    status_code=OK,
    opt=needs(ANSWER.name)
    | documents(
        problems=[
            errors.AnswerConceded,
            errors.AnswerEvidence,
            errors.AnswerUnknownLine,
            errors.PriceCurrency,
            errors.StatementNotFound,
            errors.StatementWrongState,
        ],
        examples=_ANSWERS,
    ),
)
async def answer_statement(
    statement_id: FromPath[UUID],
    data: JSONBody[ConsignmentAnswers],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[ConsignmentStatementRead]:
    """Confirm or dispute lines, all of them or none; answers may change until both sides agree."""
    return tagged(await answering.answer(ctx, statement_id, data, if_match=if_match), status_code=OK)


@post(
    "/statements/{statement_id:uuid}/outcomes",
    status_code=OK,
    opt=needs(SETTLE.name)
    | documents(
        problems=[
            errors.AnswerUnknownLine,
            errors.OutcomeNotDisputed,
            errors.PriceCurrency,
            errors.StatementNotFound,
            errors.StatementWrongState,
        ],
        examples=_OUTCOMES,
    ),
)
async def end_disputes(
    statement_id: FromPath[UUID],
    data: JSONBody[ConsignmentOutcomes],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[ConsignmentStatementRead]:
    """End disputes: lines stand, are corrected to what was agreed, or are left for a later statement."""
    return tagged(await outcomes.end(ctx, statement_id, data, if_match=if_match), status_code=OK)


@post(
    "/statements/{statement_id:uuid}/comparison",
    status_code=OK,
    opt=needs(ANSWER.name)
    | documents(
        problems=[
            errors.AnswerEvidence,
            errors.PriceCurrency,
            errors.StatementNotFound,
            errors.StatementWrongState,
        ],
    ),
)
async def compare_statement(
    statement_id: FromPath[UUID], data: JSONBody[ConsignmentComparisonCreate], ctx: NamedDependency[Ctx]
) -> ConsignmentComparison:
    """Lay the supplier's own list beside ours; on request confirm what matches and dispute what differs."""
    return await comparing.compare(ctx, statement_id, data)


ROUTES = (
    list_statements,
    create_statement,
    get_statement,
    list_statement_lines,
    list_statement_actions,
    make_statement_transition,
    answer_statement,
    end_disputes,
    compare_statement,
)
