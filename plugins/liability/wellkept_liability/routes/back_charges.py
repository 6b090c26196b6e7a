"""What was spent is shared out, and parties are charged with their parts."""

from typing import Annotated
from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import ANSWER, DECIDE, READ
from wellkept_liability.queries import allocations as allocation_queries
from wellkept_liability.queries import back_charges as queries
from wellkept_liability.queries.back_charges import BackChargeFilters
from wellkept_liability.rules.back_charges import BackChargeStatus
from wellkept_liability.schemas.allocations import (
    LiabilityAllocationRead,
    LiabilityBackChargesCreate,
    LiabilityBackChargesMade,
)
from wellkept_liability.schemas.back_charges import (
    LiabilityBackChargeActions,
    LiabilityBackChargeRead,
    LiabilityBackChargeTransition,
)
from wellkept_liability.service import allocating, back_charging
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
    ResponseSpec,
    documents,
    get,
    needs,
    post,
    tagged,
)

CREATED = 201
OK = 200
_ID = "01990000-0000-7000-8000-000000000001"
_TRANSITION = {
    "issue": {"action": "issue"},
    "dispute": {"action": "dispute", "reason": "The seal was not ours."},
    "deduct": {"action": "settle", "method": "retention", "retention_id": _ID},
    "paid": {"action": "settle", "method": "payment", "reference": "B-77"},
}


def provide_filters(
    party_id: FromQuery[UUID | None] = None,
    status: Annotated[BackChargeStatus | None, QueryParameter(description="Exactly this status.")] = None,
) -> BackChargeFilters:
    """Return which back-charges the caller asks for."""
    return BackChargeFilters(party_id=party_id, status=status)


@post(
    "/case/back-charges",
    opt=needs(DECIDE.name) | documents(problems=[errors.CaseNotFinal, errors.CaseNotFound], examples={"all": {}}),
    status_code=CREATED,
    responses={
        OK: ResponseSpec(
            LiabilityBackChargesMade,
            generate_examples=False,
            description="There was nothing new; both lists are empty.",
        )
    },
)
async def create_back_charges(
    ticket_id: FromPath[UUID], data: JSONBody[LiabilityBackChargesCreate], ctx: NamedDependency[Ctx]
) -> Response[LiabilityBackChargesMade]:
    """
    Share out what was spent since the last call, and charge each party with its parts; 200 where there is nothing new.

    A cost line is split once. What a withdrawn back-charge asked for goes into the party's next one.
    """
    del data
    made = await allocating.charge_back(ctx, ticket_id)
    return Response(content=made, status_code=CREATED if made.allocations or made.back_charges else OK)


@get("/case/allocations", opt=needs(READ.name) | documents(problems=[errors.CaseNotFound]))
async def list_allocations(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityAllocationRead]:
    """List what shares come to, line by line; a partner sees its own parts, a customer none."""
    return await allocation_queries.allocation_page(ctx, ticket_id, page)


@get("/back-charges", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_back_charges(
    filters: NamedDependency[BackChargeFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityBackChargeRead]:
    """List back-charges, the latest first; a partner sees what was issued to it."""
    return await queries.back_charge_page(ctx, page, filters=filters)


@get("/back-charges/{back_charge_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.BackChargeNotFound]))
async def get_back_charge(
    back_charge_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> Response[LiabilityBackChargeRead]:
    """Return one back-charge."""
    return tagged(LiabilityBackChargeRead.of(await queries.visible(ctx, back_charge_id)))


@get(
    "/back-charges/{back_charge_id:uuid}/transitions",
    opt=needs(READ.name) | documents(problems=[errors.BackChargeNotFound]),
)
async def list_back_charge_actions(
    back_charge_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> LiabilityBackChargeActions:
    """Return every action, and whether the back-charge allows it."""
    return await back_charging.actions(ctx, back_charge_id)


@post(
    "/back-charges/{back_charge_id:uuid}/transitions",
    opt=needs(ANSWER.name, DECIDE.name)
    | documents(
        problems=[
            errors.BackChargeAnswerTooLate,
            errors.BackChargeNotAllowed,
            errors.BackChargeNotFound,
            errors.RetentionInsufficient,
            errors.RetentionOfAnother,
        ],
        examples=_TRANSITION,
    ),
)
async def make_back_charge_transition(
    back_charge_id: FromPath[UUID],
    data: JSONBody[LiabilityBackChargeTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[LiabilityBackChargeRead]:
    """Issue, accept, dispute, withdraw or settle a back-charge; it is settled once."""
    moved = await back_charging.transition(ctx, back_charge_id, data, if_match=if_match)
    return tagged(moved, status_code=CREATED)


ON_TICKET = (create_back_charges, list_allocations)
ROUTES = (list_back_charges, get_back_charge, list_back_charge_actions, make_back_charge_transition)
