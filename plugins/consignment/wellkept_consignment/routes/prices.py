"""The prices of agreements."""

from uuid import UUID

from wellkept_consignment import errors
from wellkept_consignment.permissions import READ, WRITE
from wellkept_consignment.queries.agreements import require_seen
from wellkept_consignment.queries.prices import PriceFilters, price_page
from wellkept_consignment.schemas.prices import (
    ConsignmentPriceCreate,
    ConsignmentPriceRead,
    ConsignmentPriceRecorded,
)
from wellkept_consignment.service import prices as service
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    documents,
    get,
    needs,
    post,
)


@get(
    "/agreements/{agreement_id:uuid}/prices",
    opt=needs(READ.name) | documents(problems=[errors.AgreementNotFound]),
)
async def list_prices(
    agreement_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    part_id: FromQuery[UUID | None] = None,
) -> Page[ConsignmentPriceRead]:
    """List the prices of an agreement, those that were recorded last first."""
    await require_seen(ctx, agreement_id)
    return await price_page(ctx, agreement_id, page, filters=PriceFilters(part_id=part_id))


@post(
    "/agreements/{agreement_id:uuid}/prices",
    opt=needs(WRITE.name) | documents(problems=[errors.AgreementNotFound, errors.PriceCurrency, errors.PriceEmptySpan]),
)
async def record_price(
    agreement_id: FromPath[UUID], data: JSONBody[ConsignmentPriceCreate], ctx: NamedDependency[Ctx]
) -> ConsignmentPriceRecorded:
    """Record a price; what was used on its days is corrected, or gets its first price."""
    return await service.record(ctx, agreement_id, data)


ROUTES = (list_prices, record_price)
