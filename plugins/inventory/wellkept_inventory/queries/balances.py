"""What lies where."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.queries.lot_filters import of_number, of_owner
from wellkept_inventory.queries.shelves import ISSUABLE_KINDS
from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.rules.picking import has_expired
from wellkept_inventory.schemas.balances import InventoryBalance
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.stock import BalanceKey, BalanceQuery, BalanceRead, Tracking

_COLUMNS: Final = (
    "balance.part_id, balance.location_id, balance.lot_id, balance.stock_owner_id, balance.quantity_milli,"
    " balance.reserved_milli, balance.first_in_at, balance.counted_at, lot.kind, lot.number, lot.expires_on"
)
_LOTS: Final = "LEFT JOIN inventory_lot lot ON lot.id = balance.lot_id"
#: In the order of parts, which every index of balances keeps.
BALANCES = ListDeclaration(
    select=f"SELECT balance.id, {_COLUMNS} FROM inventory_balance balance {_LOTS}",
    sorts={"part_id": Sort("balance.part_id", UUID)},
    sort_default="part_id",
    id_column="balance.id",
)


class BalanceFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed; `alert` names what the policy of part and place tells."""

    part_id: UUID | None = None
    location_id: UUID | None = None
    stock_owner_id: str | None = None
    lot: str | None = None
    serial: str | None = None
    alert: str | None = None
    include_zero: bool = False
    include_virtual: bool = False

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        return all_of(
            equal("balance.part_id", self.part_id),
            equal("balance.location_id", self.location_id),
            of_owner("balance", self.stock_owner_id),
            # By part too, so that the key's index serves it.
            of_number("balance.part_id", lot=self.lot, serial=self.serial),
            of_number("balance.lot_id", lot=self.lot, serial=self.serial),
            TRUE if self.alert is None else _alerted(self.alert),
            TRUE if self.include_zero else Clause("balance.quantity_milli <> 0"),
            TRUE if self.include_virtual else Clause("balance.real"),
        )


async def balance_page(ctx: Ctx, page: PageRequest, *, filters: BalanceFilters) -> Page[InventoryBalance]:
    """Return one page of balances, by part."""
    found = await ctx.db.page(BALANCES, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    return Page(items=[InventoryBalance.of(row) for row in found.items], next_cursor=found.next_cursor)


async def balances_of(ctx: Ctx, query: BalanceQuery) -> Sequence[BalanceRead]:
    """Return the real balances that are not zero, by part, location, lot and legal owner."""
    where = all_of(
        _among(ctx, "balance.part_id", query.part_ids),
        _among(ctx, "balance.location_id", query.location_ids),
        _among(ctx, "balance.stock_owner_id", query.stock_owner_ids),
    )
    rows = await ctx.db.fetch(
        f"SELECT {_COLUMNS}, part.unit FROM inventory_balance balance"
        f" JOIN inventory_part part ON part.id = balance.part_id {_LOTS}"
        f" WHERE balance.real AND balance.quantity_milli > 0 AND {where.sql}"
        " ORDER BY balance.part_id, balance.location_id, balance.lot_id, balance.stock_owner_id",
        *where.args,
    )
    return [_read(row) for row in rows]


async def available(
    ctx: Ctx, *, part_ids: Sequence[UUID], location_ids: Sequence[UUID]
) -> Mapping[BalanceKey, Quantity]:
    """Return what is neither reserved nor expired, by each place's own day, at places that stock is issued from."""
    where = ctx.db.any_of("balance.part_id", part_ids) & ctx.db.any_of("balance.location_id", location_ids)
    rows = await ctx.db.fetch(
        f"SELECT {_COLUMNS}, part.unit, location.time_zone FROM inventory_balance balance"
        " JOIN inventory_part part ON part.id = balance.part_id"
        f" JOIN inventory_location location ON location.id = balance.location_id {_LOTS}"
        " WHERE balance.real AND balance.quantity_milli > balance.reserved_milli AND location.archived_at IS NULL"
        f" AND location.kind IN ({ISSUABLE_KINDS}) AND {where.sql}",
        *where.args,
    )
    return {
        msgspec.convert(row, StockKey).public(): Quantity(
            milli=row["quantity_milli"] - row["reserved_milli"], unit=row["unit"]
        )
        for row in rows
        if not has_expired(row["expires_on"], today=local_day(ctx.at, time_zone=row["time_zone"]))
    }


def _read(row: Row) -> BalanceRead:
    key = msgspec.convert(row, StockKey).public()
    return BalanceRead(
        key=key,
        lot=row["number"] if row["kind"] == Tracking.LOT else None,
        serial=row["number"] if row["kind"] == Tracking.SERIAL else None,
        expires_on=row["expires_on"],
        quantity=Quantity(milli=row["quantity_milli"], unit=row["unit"]),
        reserved=Quantity(milli=row["reserved_milli"], unit=row["unit"]),
        first_in_at=row["first_in_at"],
    )


def _alerted(alert: str) -> Clause:
    return Clause(
        "(balance.part_id, balance.location_id) IN"
        " (SELECT policy.part_id, policy.location_id FROM inventory_policy policy WHERE policy.alert = ?)",
        (alert,),
    )


def _among(ctx: Ctx, column: str, values: Sequence[UUID] | None) -> Clause:
    return TRUE if values is None else ctx.db.any_of(column, values)
