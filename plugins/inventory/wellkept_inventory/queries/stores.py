"""What the stores of regional stations could give."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_inventory.queries.shelves import ISSUABLE_KINDS
from wellkept_inventory.rules.picking import has_expired
from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import Quantity

_HELD: Final = (
    "COALESCE((SELECT sum(hold.quantity_milli) FROM inventory_hold hold JOIN inventory_reservation own"
    " ON own.id = hold.reservation_id WHERE own.ticket_id = ? AND hold.part_id = balance.part_id"
    " AND hold.location_id = balance.location_id AND hold.lot_id = balance.lot_id"
    " AND hold.stock_owner_id = balance.stock_owner_id), 0)"
)
_NEEDED: Final = (
    "SELECT reservation.part_id FROM inventory_reservation reservation WHERE reservation.ticket_id = ?"
    " AND reservation.status IN ('open', 'reserved')"
)
_THERE: Final = (
    "SELECT location.station_id, location.time_zone, balance.part_id, part.unit, lot.expires_on,"
    f" balance.quantity_milli - balance.reserved_milli + {_HELD} AS there_milli"
    " FROM inventory_location location JOIN inventory_balance balance ON balance.location_id = location.id"
    " JOIN inventory_part part ON part.id = balance.part_id LEFT JOIN inventory_lot lot ON lot.id = balance.lot_id"
    f" WHERE balance.real AND balance.quantity_milli > 0 AND balance.part_id IN ({_NEEDED})"
    f" AND location.archived_at IS NULL AND location.kind IN ({ISSUABLE_KINDS})"
)


async def at_stations(
    ctx: Ctx, ticket_id: TicketId, station_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[UUID, Quantity]]:
    """Return by station and part what is neither expired nor reserved for others, of what a ticket still needs."""
    where = ctx.db.any_of("location.station_id", station_ids)
    rows = await ctx.db.fetch(f"{_THERE} AND {where.sql}", ticket_id, ticket_id, *where.args)
    found: dict[UUID, dict[UUID, Quantity]] = {}
    for row in rows:
        if has_expired(row["expires_on"], today=local_day(ctx.at, time_zone=row["time_zone"])):
            continue
        there = Quantity(milli=int(row["there_milli"]), unit=row["unit"])
        of_station = found.setdefault(row["station_id"], {})
        before = of_station.get(row["part_id"])
        of_station[row["part_id"]] = there if before is None else before + there
    return found
