"""Money that is held back of a project's price."""

from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import DECIDE, READ
from wellkept_liability.queries import retentions as queries
from wellkept_liability.schemas.retentions import (
    LiabilityDeductionCreate,
    LiabilityRetentionActions,
    LiabilityRetentionCreate,
    LiabilityRetentionRead,
    LiabilityRetentionTransition,
)
from wellkept_liability.service import deducting, retention_steps, retentions
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Response,
    documents,
    get,
    needs,
    post,
    tagged,
)

CREATED = 201
_ID = "01990000-0000-7000-8000-000000000001"
_PRICE = {"amount_minor": 100_000_000, "currency": "CNY"}
_CREATE = {
    "from_us": {
        "direction": "held_from_us",
        "settlement_price": _PRICE,
        "rate_bp": 300,
        "completion_reported_on": "2024-01-15",
        "months": 24,
    },
    "by_us": {"direction": "held_by_us", "party_id": _ID, "settlement_price": _PRICE, "rate_bp": 300, "months": 24},
}
_DEDUCT = {"by hand": {"amount": {"amount_minor": 50_000, "currency": "CNY"}, "reason": "Repaired by us."}}
_TRANSITION = {
    "ask": {"action": "request_release"},
    "agree": {"action": "check", "result": "agree"},
    "remind": {"action": "remind"},
    "paid": {"action": "pay", "reference": "B-81"},
}


@get("/retentions", opt=needs(READ.name))
async def list_retentions(
    project_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityRetentionRead]:
    """List what is held back; a partner sees its own money, a customer what it holds of ours."""
    return await queries.retention_page(ctx, project_id, page)


@post(
    "/retentions",
    opt=needs(DECIDE.name) | documents(problems=[errors.RetentionAboveCap, errors.RetentionTooLong], examples=_CREATE),
)
async def create_retention(
    project_id: FromPath[UUID], data: JSONBody[LiabilityRetentionCreate], ctx: NamedDependency[Ctx]
) -> Response[LiabilityRetentionRead]:
    """Hold back a part of the price; at most what the terms allow, and for no longer."""
    created = await retentions.create(ctx, project_id, data)
    location = f"/v1/projects/{project_id}/liability/retentions/{created.id}"
    return tagged(created, status_code=CREATED, location=location)


@get("/retentions/{retention_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.RetentionNotFound]))
async def get_retention(
    project_id: FromPath[UUID], retention_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> Response[LiabilityRetentionRead]:
    """Return what is held back, with what happened to it."""
    return tagged(await queries.retention(ctx, project_id, retention_id))


@post(
    "/retentions/{retention_id:uuid}/deductions",
    opt=needs(DECIDE.name)
    | documents(
        problems=[
            errors.BackChargeNotAllowed,
            errors.RetentionInsufficient,
            errors.RetentionNotFound,
            errors.RetentionOfAnother,
        ],
        examples=_DEDUCT,
    ),
)
async def create_deduction(
    project_id: FromPath[UUID],
    retention_id: FromPath[UUID],
    data: JSONBody[LiabilityDeductionCreate],
    ctx: NamedDependency[Ctx],
) -> Response[LiabilityRetentionRead]:
    """Take a part for good; a back-charge that is named is settled by it, as a whole."""
    return tagged(await deducting.deduct(ctx, project_id, retention_id, data), status_code=CREATED)


@get(
    "/retentions/{retention_id:uuid}/transitions",
    opt=needs(READ.name) | documents(problems=[errors.RetentionNotFound]),
)
async def list_retention_actions(
    project_id: FromPath[UUID], retention_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> LiabilityRetentionActions:
    """Return every step of the release, and whether the status allows it."""
    return await retention_steps.actions(ctx, project_id, retention_id)


@post(
    "/retentions/{retention_id:uuid}/transitions",
    opt=needs(DECIDE.name)
    | documents(
        problems=[
            errors.RetentionInsufficient,
            errors.RetentionNotAllowed,
            errors.RetentionNotDue,
            errors.RetentionNotFound,
            errors.RetentionTooEarly,
        ],
        examples=_TRANSITION,
    ),
)
async def make_retention_transition(
    project_id: FromPath[UUID],
    retention_id: FromPath[UUID],
    data: JSONBody[LiabilityRetentionTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[LiabilityRetentionRead]:
    """Ask for the release, check, remind or pay; silence after the reminder counts as agreement."""
    moved = await retention_steps.transition(ctx, project_id, retention_id, data, if_match=if_match)
    return tagged(moved, status_code=CREATED)


ON_PROJECT = (
    list_retentions,
    create_retention,
    get_retention,
    create_deduction,
    list_retention_actions,
    make_retention_transition,
)
