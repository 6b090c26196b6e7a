"""Warranties of projects, and replacements of equipment."""

from typing import Annotated
from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import READ, WRITE
from wellkept_liability.queries import warranty_terms as queries
from wellkept_liability.queries.warranty_terms import TermFilters
from wellkept_liability.schemas.warranty import (
    LiabilityReplacementCreate,
    LiabilityReplacementRead,
    LiabilityRevocation,
    LiabilityWarrantyTermCreate,
    LiabilityWarrantyTermRead,
)
from wellkept_liability.service import replacing
from wellkept_liability.service import warranty_terms as service
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
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope

CREATED = 201
_TERM = {
    "waterproofing": {
        "scope": "waterproofing",
        "side": "given",
        "start_rule": "acceptance",
        "length": {"kind": "calendar", "years": 5},
        "exclusions": ["misuse", "force_majeure"],
        "reference": "Contract 2024-17, 8.2",
    },
    "heating": {
        "scope": "hvac",
        "side": "given",
        "start_rule": "acceptance",
        "length": {"kind": "seasons", "season": "heating", "count": 2},
    },
}
_REPLACEMENT = {
    "longer_of": {
        "replaced_on": "2026-03-02",
        "rule": "longer_of",
        "minimum": {"kind": "calendar", "months": 6},
        "serial_fitted": "SN-4712",
    }
}


def provide_term_filters(
    # Litestar keeps the name `scope` for itself.
    of_scope: Annotated[PartyScope | None, QueryParameter(name="scope", description="Of what.")] = None,
    side: FromQuery[WarrantySide | None] = None,
    equipment_id: Annotated[UUID | None, QueryParameter(description="Of exactly this item.")] = None,
) -> TermFilters:
    """Return which warranties the caller asks for."""
    return TermFilters(scope=of_scope, side=side, equipment_id=equipment_id)


@get(
    "/warranty-terms",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_term_filters, sync_to_thread=False)},
)
async def list_warranty_terms(
    project_id: FromPath[UUID],
    filters: NamedDependency[TermFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[LiabilityWarrantyTermRead]:
    """List a project's warranties as they were recorded; customers see what we gave, partners what they promised."""
    return await queries.term_page(ctx, project_id, page, filters=filters)


@post(
    "/warranty-terms",
    opt=needs(WRITE.name) | documents(problems=[errors.WarrantyTermBelowFloor], examples=_TERM),
    status_code=CREATED,
)
async def create_warranty_term(
    project_id: FromPath[UUID], data: JSONBody[LiabilityWarrantyTermCreate], ctx: NamedDependency[Ctx]
) -> LiabilityWarrantyTermRead:
    """Record a warranty; its days are counted at once, or as soon as the day is known from which it runs."""
    return await service.create(ctx, project_id, data)


@post(
    "/warranty-terms/{term_id:uuid}/revocation",
    opt=needs(WRITE.name) | documents(problems=[errors.WarrantyTermNotFound, errors.WarrantyTermRevoked]),
    status_code=CREATED,
)
async def revoke_warranty_term(
    project_id: FromPath[UUID],
    term_id: FromPath[UUID],
    data: JSONBody[LiabilityRevocation],
    ctx: NamedDependency[Ctx],
) -> LiabilityWarrantyTermRead:
    """Let a warranty cover nothing any more, whatever day is asked about; it stays to be read."""
    return await service.revoke(ctx, project_id, term_id, data)


@post("/replacements", opt=needs(WRITE.name) | documents(examples=_REPLACEMENT), status_code=CREATED)
async def record_replacement(
    equipment_id: FromPath[UUID], data: JSONBody[LiabilityReplacementCreate], ctx: NamedDependency[Ctx]
) -> LiabilityReplacementRead:
    """Record that an item was replaced; each warranty that covers it on that day goes on in one of the item's own."""
    return await replacing.replace(ctx, equipment_id, data)


ON_PROJECT = (list_warranty_terms, create_warranty_term, revoke_warranty_term)
ON_EQUIPMENT = (record_replacement,)
