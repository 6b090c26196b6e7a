"""The prices of agreements."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_consignment.rules.pricing import Price
from wellkept_consignment.schemas.prices import ConsignmentPriceRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Sort, all_of
from wellkept_sdk.http import Page, PageRequest

_COLUMNS: Final = "id, agreement_id, part_id, version, valid_from, valid_to, unit_price_minor"
_prices = ListDeclaration(
    select="SELECT price.*, agreement.currency FROM consignment_price price"
    " JOIN consignment_agreement agreement ON agreement.id = price.agreement_id",
    sorts={"recorded_at": Sort("price.recorded_at", datetime)},
    sort_default="-recorded_at",
    id_column="price.id",
)


class PriceFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    part_id: UUID | None = None

    def clause(self) -> Clause:
        """Return the condition that the filters make."""
        return TRUE if self.part_id is None else Clause("price.part_id = ?", (self.part_id,))


async def price_page(
    ctx: Ctx, agreement_id: UUID, page: PageRequest, *, filters: PriceFilters
) -> Page[ConsignmentPriceRead]:
    """Return one page of the prices of an agreement, those that were recorded last first."""
    where = all_of(Clause("price.agreement_id = ?", (agreement_id,)), filters.clause())
    found = await ctx.db.page(
        _prices, page, where=where, filters={"agreement_id": str(agreement_id), **msgspec.to_builtins(filters)}
    )
    return Page(
        items=[ConsignmentPriceRead.of(row, is_outside=ctx.actor.is_outside) for row in found.items],
        next_cursor=found.next_cursor,
    )


async def prices_of(
    ctx: Ctx, *, agreement_ids: Collection[UUID], part_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], list[Price]]:
    """Return all prices of parts, by agreement and part; one statement."""
    where = all_of(ctx.db.any_of("agreement_id", agreement_ids), ctx.db.any_of("part_id", part_ids))
    rows = await ctx.db.fetch(f"SELECT {_COLUMNS} FROM consignment_price WHERE {where.sql}", *where.args)
    found: dict[tuple[UUID, UUID], list[Price]] = {}
    for price in msgspec.convert(rows, list[Price]):
        found.setdefault((price.agreement_id, price.part_id), []).append(price)
    return found
