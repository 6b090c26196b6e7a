"""Questions about what can be had: neither reserved nor expired, at places that stock may be issued from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.queries.shelves import ISSUABLE_KINDS
from wellkept_inventory.rules.keys import NIL, party_of
from wellkept_inventory.rules.picking import has_expired
from wellkept_inventory.schemas.availability import (
    InventoryAvailability,
    InventoryAvailableAt,
    InventoryAvailableOfOwner,
    InventoryAvailableSubstitute,
    InventoryRecommended,
    InventoryRecommendedPart,
)
from wellkept_inventory.schemas.parts import InventorySubstituteKind
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound, ServiceInactive, invalid, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.services.inventory import PartNotFound
from wellkept_sdk.services.stock import LocationKind

_TICKET: Final = "query/ticket_id"
# Stock by lots that expire on the same day; there are few such days.
_FREE: Final = (
    "SELECT balance.part_id, balance.location_id, balance.stock_owner_id, lot.expires_on, location.code,"
    " location.time_zone, CAST(SUM(balance.quantity_milli - balance.reserved_milli) AS BIGINT) AS available_milli"
    " FROM inventory_balance balance JOIN inventory_location location ON location.id = balance.location_id"
    " LEFT JOIN inventory_lot lot ON lot.id = balance.lot_id"
    " WHERE balance.real AND balance.quantity_milli > balance.reserved_milli"
    f" AND location.kind IN ({ISSUABLE_KINDS}) AND location.archived_at IS NULL AND {{}}"
    " GROUP BY balance.part_id, balance.location_id, balance.stock_owner_id, lot.expires_on, location.code,"
    " location.time_zone"
)
_ON_ORDER: Final = (
    "SELECT line.location_id, CAST(SUM(line.ordered_milli - line.received_milli) AS BIGINT) AS on_order_milli"
    " FROM inventory_purchase_order_line line"
    " JOIN inventory_purchase_order purchase ON purchase.id = line.purchase_order_id"
    " WHERE line.part_id = ? AND line.received_milli < line.ordered_milli"
    " AND purchase.status IN ('ordered', 'part_received') GROUP BY line.location_id"
)
# A part names its substitutes; one that is equal serves in the other direction too.
_SUBSTITUTES: Final = (
    "SELECT part.id AS part_id, part.code, part.name, part.unit, named.kind, MIN(named.priority) AS priority FROM ("
    " SELECT substitute_id AS other_id, kind, priority FROM inventory_substitute WHERE part_id = ?"
    f" UNION ALL SELECT part_id, kind, priority FROM inventory_substitute"
    f" WHERE substitute_id = ? AND kind = '{InventorySubstituteKind.EQUAL}') named"
    " JOIN inventory_part part ON part.id = named.other_id AND part.status <> 'archived'"
    " GROUP BY part.id, part.code, part.name, part.unit, named.kind ORDER BY priority, part.code"
)
_RECOMMENDED: Final = (
    "SELECT part.id AS part_id, part.code, part.name, part.unit, part.wear_part, used.quantity_milli,"
    " used.recommended_milli FROM inventory_part_model used JOIN inventory_part part ON part.id = used.part_id"
    " WHERE used.model = ? AND part.status <> 'archived' ORDER BY part.code"
)


class _Free(Struct, frozen=True, kw_only=True):
    """What is free of a part at one place, of one legal owner, of lots that expire on the same day."""

    part_id: UUID
    location_id: UUID
    stock_owner_id: UUID
    expires_on: date | None
    code: str
    time_zone: str
    available_milli: int


class _Place(Struct, frozen=True, kw_only=True):
    """A place as an answer names it."""

    id: UUID
    code: str
    name: str
    kind: LocationKind
    sourcing_priority: int


async def of_part(ctx: Ctx, part_id: UUID, *, ticket_id: UUID | None = None) -> InventoryAvailability:
    """
    Return what can be had of a part, and of what serves as well.

    Args:
        ctx: of the caller, without a record.
        part_id: the part.
        ticket_id: only what the terms of this ticket allow it to use; None for all.

    Raises:
        PartNotFound: there is no such part.
        Invalid: there is no such ticket, or parts are not served to it.
    """
    part = await ctx.db.fetch_one("SELECT unit FROM inventory_part WHERE id = ?", part_id)
    if part is None:
        raise PartNotFound
    within = ctx if ticket_id is None else await _within(ctx, ticket_id)
    others = await ctx.db.fetch(_SUBSTITUTES, part_id, part_id)
    free = await _free(within, [part_id, *(other["part_id"] for other in others)])
    mine = [each for each in free if each.part_id == part_id]
    locations = await _locations(within, part_id, mine)
    totals = _totals(free)
    return InventoryAvailability(
        part_id=part_id,
        unit=part["unit"],
        available=decimal_of(totals[part_id]),
        on_order=decimal_of(sum(at.on_order_milli for at in locations)),
        locations=[at.read() for at in locations],
        substitutes=[
            msgspec.convert({**row, "available": decimal_of(totals[row["part_id"]])}, InventoryAvailableSubstitute)
            for row in _once(others)
        ],
    )


async def recommended(ctx: Ctx, equipment_id: UUID) -> InventoryRecommended:
    """Return the parts of the model of an item of equipment, with what its contract's terms let it have of each."""
    item = await ctx.db.fetch_one("SELECT model FROM equipment WHERE id = ?", equipment_id)
    model = None if item is None else item["model"]
    rows = await ctx.db.fetch(_RECOMMENDED, model) if model else []
    totals = _totals(await _free(ctx, [row["part_id"] for row in rows]))
    items = [
        InventoryRecommendedPart(
            part_id=row["part_id"],
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            wear_part=row["wear_part"],
            quantity=decimal_of(row["quantity_milli"]),
            recommended=decimal_of(row["recommended_milli"]),
            available=decimal_of(totals[row["part_id"]]),
        )
        for row in rows
    ]
    return InventoryRecommended(model=model, items=items)


async def _within(ctx: Ctx, ticket_id: UUID) -> Ctx:
    try:
        return await ctx.for_record(RecordName.TICKET, ticket_id)
    except NotFound:
        raise unknown_reference(_TICKET, "ticket") from None
    except ServiceInactive:
        raise invalid(_TICKET, "plugin_inactive", "Parts are not served to this ticket.") from None


async def _free(ctx: Ctx, part_ids: Collection[UUID]) -> list[_Free]:
    """Return what is free of parts; of a record, only what its terms allow it to use."""
    where = ctx.db.any_of("balance.part_id", part_ids)
    rows = await ctx.db.fetch(_FREE.format(where.sql), *where.args) if part_ids else []
    found = [
        each
        for each in msgspec.convert(rows, list[_Free])
        if not has_expired(each.expires_on, today=local_day(ctx.at, time_zone=each.time_zone))
    ]
    return found if ctx.record is None else await _allowed(ctx, found)


async def _allowed(ctx: Ctx, found: Sequence[_Free]) -> list[_Free]:
    codes = ctx.terms(InventoryTerms).locations
    parties = sorted({PartyId(each.stock_owner_id) for each in found} - {NIL})
    consignment = ctx.service_or_none(CONSIGNMENT)
    issuable = await consignment.issuable(parties) if consignment is not None and parties else frozenset[PartyId]()
    return [
        each
        for each in found
        if (codes is None or each.code in codes) and (each.stock_owner_id == NIL or each.stock_owner_id in issuable)
    ]


class _At(Struct, frozen=True, kw_only=True):
    """What a place has of a part, and what is on order for it."""

    place: _Place
    on_order_milli: int
    by_owner: Mapping[UUID, int]

    def read(self) -> InventoryAvailableAt:
        """Return it as the API shows it; our own stock comes first."""
        owners = [
            InventoryAvailableOfOwner(stock_owner_id=party_of(owner), available=decimal_of(self.by_owner[owner]))
            for owner in sorted(self.by_owner)
        ]
        return InventoryAvailableAt(
            location_id=self.place.id,
            code=self.place.code,
            name=self.place.name,
            kind=self.place.kind,
            sourcing_priority=self.place.sourcing_priority,
            available=decimal_of(sum(self.by_owner.values())),
            on_order=decimal_of(self.on_order_milli),
            stock_owners=owners,
        )


async def _locations(ctx: Ctx, part_id: UUID, free: Sequence[_Free]) -> list[_At]:
    """Return the places that have a part or wait for it, in the order in which they are asked."""
    ordered = {row["location_id"]: row["on_order_milli"] for row in await ctx.db.fetch(_ON_ORDER, part_id)}
    by_owner: defaultdict[UUID, defaultdict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for each in free:
        by_owner[each.location_id][each.stock_owner_id] += each.available_milli
    where = ctx.db.any_of("id", [*{*ordered, *by_owner}])
    rows = await ctx.db.fetch(
        "SELECT id, code, name, kind, sourcing_priority FROM inventory_location"
        f" WHERE {where.sql} ORDER BY sourcing_priority, code",
        *where.args,
    )
    codes = None if ctx.record is None else ctx.terms(InventoryTerms).locations
    return [
        _At(place=place, on_order_milli=ordered.get(place.id, 0), by_owner=by_owner[place.id])
        for place in msgspec.convert(rows, list[_Place])
        if codes is None or place.code in codes
    ]


def _totals(free: Iterable[_Free]) -> defaultdict[UUID, int]:
    totals: defaultdict[UUID, int] = defaultdict(int)
    for each in free:
        totals[each.part_id] += each.available_milli
    return totals


def _once(rows: Sequence[Row]) -> list[Row]:
    """Return each substitute once: as it comes first."""
    return list({row["part_id"]: row for row in reversed(rows)}.values())[::-1]
