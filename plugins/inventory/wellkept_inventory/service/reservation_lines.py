"""What a body wants reserved, checked."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_inventory.errors import PartNotActive
from wellkept_inventory.queries.names import Names, locked_names
from wellkept_inventory.queries.shelves import free_stock
from wellkept_inventory.rules.free_stock import Allowance, FreeStock, Wish
from wellkept_inventory.schemas.reservations import InventoryReservationLine
from wellkept_inventory.schemas.ticket_lines import stock_owner_wish
from wellkept_inventory.service import sources, ticket_lines
from wellkept_inventory.service.allowing import allowance_of
from wellkept_inventory.service.ticket_lines import ReadLine, pointer_of, require_usable
from wellkept_sdk import Ctx
from wellkept_sdk.errors import refuse
from wellkept_sdk.moment import as_utc
from wellkept_sdk.services.stock import PartStatus


class ReservationLine(Struct, frozen=True, kw_only=True):
    """What is wanted, and until when."""

    wish: Wish
    needed_by: datetime | None


class ReservationLines(Struct, frozen=True, kw_only=True):
    """All that a body wants, what is free of it, and what its ticket may have."""

    items: Sequence[ReservationLine]
    stock: FreeStock
    allowance: Allowance


async def read_lines(ctx: Ctx, lines: Sequence[InventoryReservationLine]) -> ReservationLines:
    """
    Lock the parts of a body and return what it wants of them.

    Raises:
        Invalid: a line is wrong.
        PartNotActive: a part is archived.
        LotExpired: a named lot has expired at the named place; without one, everywhere.
        LocationArchived: a place is archived.
        LocationNotInTerms: a place does not serve the contract.
        StockOwnerNotAllowed: the stock of a party may not be used.
    """
    part_ids = ticket_lines.part_ids_of(lines)
    named = {
        f"{pointer_of(at)}/location_id": line.location_id
        for at, line in enumerate(lines)
        if line.location_id is not None
    }
    names = await locked_names(ctx, part_ids=part_ids, location_ids=set(named.values()))
    lots = await ticket_lines.named_lots(ctx, lines)
    refuse(
        [
            *ticket_lines.line_mistakes(enumerate(lines), names, lots, any_serial=True),
            *sources.source_mistakes(named, names.places),
            *await sources.party_mistakes(ctx, lines),
        ]
    )
    stock = await free_stock(ctx, part_ids)
    parties = set(sources.named_parties(lines).values())
    allowance = await allowance_of(ctx, stock.party_ids | parties)
    places = [names.places[location_id] for location_id in named.values()]
    sources.require_allowed(allowance, places=places, party_ids=parties)
    read = ticket_lines.read(enumerate(lines), names, lots)
    items = [_item(ctx, line, found, names) for line, found in zip(lines, read, strict=True)]
    return ReservationLines(items=items, stock=stock, allowance=allowance)


def _item(ctx: Ctx, line: InventoryReservationLine, read: ReadLine, names: Names) -> ReservationLine:
    if read.part.status is PartStatus.ARCHIVED:
        raise PartNotActive(part_id=read.part.id)
    if read.lot is not None:
        place = None if line.location_id is None else names.places[line.location_id]
        require_usable(ctx, read.lot, place=place, pointer=read.pointer)
    wish = Wish(
        part_id=read.part.id,
        quantity_milli=read.quantity_milli,
        lot_id=read.lot_id,
        stock_owner_id=stock_owner_wish(line.stock_owner_id),
        location_id=line.location_id,
    )
    needed_by = None if line.needed_by is None else as_utc(line.needed_by, pointer=f"{read.pointer}/needed_by")
    return ReservationLine(wish=wish, needed_by=needed_by)
