"""Agreements: what is agreed, and what may be done to it."""

from uuid import UUID

from wellkept_consignment import errors
from wellkept_consignment.permissions import READ, WRITE
from wellkept_consignment.queries import agreements as queries
from wellkept_consignment.queries.agreements import AgreementFilters
from wellkept_consignment.rules.agreements import AgreementStatus
from wellkept_consignment.schemas.agreements import (
    ConsignmentAgreementActions,
    ConsignmentAgreementCreate,
    ConsignmentAgreementPatch,
    ConsignmentAgreementRead,
    ConsignmentAgreementTransition,
)
from wellkept_consignment.service import agreements as service
from wellkept_consignment.service import standing
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    Response,
    documents,
    get,
    needs,
    patch,
    post,
    tagged,
)

CREATED = 201

_MISTAKES = (errors.AgreementEmptyPeriod, errors.PriceCurrency, errors.PriceEmptySpan)


def provide_filters(
    party_id: FromQuery[UUID | None] = None,
    status: FromQuery[AgreementStatus | None] = None,
    part_id: FromQuery[UUID | None] = None,
) -> AgreementFilters:
    """Return which agreements the caller asks for."""
    return AgreementFilters(party_id=party_id, status=status, part_id=part_id)


@get(
    "/agreements",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_agreements(
    filters: NamedDependency[AgreementFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[ConsignmentAgreementRead]:
    """List agreements by number; a supplier sees its own, once they are activated."""
    return await queries.agreement_page(ctx, page, filters=filters)


@post("/agreements", opt=needs(WRITE.name) | documents(problems=[CodeTaken, *_MISTAKES]))
async def create_agreement(
    data: JSONBody[ConsignmentAgreementCreate], ctx: NamedDependency[Ctx]
) -> Response[ConsignmentAgreementRead]:
    """Write an agreement, which is a draft until it is activated."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/consignment/agreements/{created.id}")


@get("/agreements/{agreement_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.AgreementNotFound]))
async def get_agreement(agreement_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[ConsignmentAgreementRead]:
    """Return one agreement with its items."""
    return tagged(await queries.agreement(ctx, agreement_id))


@patch(
    "/agreements/{agreement_id:uuid}",
    opt=needs(WRITE.name)
    | documents(
        problems=[
            errors.AgreementEmptyPeriod,
            errors.AgreementNotFound,
            errors.AgreementOverlaps,
            errors.AgreementWrongState,
        ]
    ),
)
async def update_agreement(
    agreement_id: FromPath[UUID],
    data: JSONBody[ConsignmentAgreementPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[ConsignmentAgreementRead]:
    """Change an agreement; items and metadata are replaced as wholes."""
    return tagged(await service.update(ctx, agreement_id, data, if_match=if_match))


@get(
    "/agreements/{agreement_id:uuid}/transitions",
    opt=needs(READ.name) | documents(problems=[errors.AgreementNotFound]),
)
async def list_agreement_actions(
    agreement_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> ConsignmentAgreementActions:
    """Return every action: whether its status allows it, and where it leads."""
    return await standing.actions(ctx, agreement_id)


@post(
    "/agreements/{agreement_id:uuid}/transitions",
    opt=needs(WRITE.name)
    | documents(
        problems=[
            errors.AgreementNoItems,
            errors.AgreementNotFound,
            errors.AgreementOverlaps,
            errors.AgreementWrongState,
        ]
    ),
)
async def make_agreement_transition(
    agreement_id: FromPath[UUID],
    data: JSONBody[ConsignmentAgreementTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[ConsignmentAgreementRead]:
    """Activate, suspend, resume or end an agreement."""
    return tagged(await standing.transition(ctx, agreement_id, data, if_match=if_match), status_code=CREATED)


ROUTES = (
    list_agreements,
    create_agreement,
    get_agreement,
    update_agreement,
    list_agreement_actions,
    make_agreement_transition,
)
