"""What has moved."""

from typing import Annotated
from uuid import UUID

from wellkept_inventory.permissions import READ
from wellkept_inventory.queries.moves import MoveFilters, move_page
from wellkept_inventory.routes.balances import OfOwner
from wellkept_inventory.schemas.moves import InventoryMoveListed
from wellkept_inventory.schemas.ticket_lines import LotNumber
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromQuery, NamedDependency, Page, PageRequest, Provide, QueryParameter, get, needs
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.services.stock import PostingKind


def move_filters(  # noqa: PLR0913, PLR0917 - one argument for each filter that the API documents
    part_id: FromQuery[UUID | None] = None,
    location_id: Annotated[UUID | None, QueryParameter(description="From there or to there.")] = None,
    lot: FromQuery[LotNumber | None] = None,
    serial: FromQuery[LotNumber | None] = None,
    stock_owner_id: OfOwner = None,
    ticket_id: FromQuery[UUID | None] = None,
    kind: FromQuery[PostingKind | None] = None,
    occurred_from: Annotated[Moment | None, QueryParameter(description="Happened at or after this.")] = None,
    occurred_to: Annotated[Moment | None, QueryParameter(description="Happened before this.")] = None,
) -> MoveFilters:
    """Return the filters that the query names; the dependency `move_filters`."""
    return MoveFilters(
        part_id=part_id,
        location_id=location_id,
        lot=lot,
        serial=serial,
        stock_owner_id=stock_owner_id,
        ticket_id=ticket_id,
        kind=kind,
        occurred_from=occurred_from and as_utc(occurred_from, pointer="query/occurred_from"),
        occurred_to=occurred_to and as_utc(occurred_to, pointer="query/occurred_to"),
    )


@get("/moves", opt=needs(READ.name), dependencies={"move_filters": Provide(move_filters, sync_to_thread=False)})
async def list_moves(
    move_filters: NamedDependency[MoveFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[InventoryMoveListed]:
    """List what has moved, what was recorded last first."""
    return await move_page(ctx, page, filters=move_filters)


ROUTES = (list_moves,)
