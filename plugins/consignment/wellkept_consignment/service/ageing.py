"""How old suppliers' stock is, and announcing what has lain too long."""

from datetime import date
from typing import Final
from uuid import UUID

from wellkept_consignment.errors import AgreementNotFound
from wellkept_consignment.events import ConsignmentStockAged
from wellkept_consignment.queries import agreements as agreement_queries
from wellkept_consignment.queries.layers import layers_of
from wellkept_consignment.rules.ageing import Layer
from wellkept_consignment.rules.agreements import Agreement, Item
from wellkept_consignment.rules.lines import NIL
from wellkept_consignment.schemas.ageing import ConsignmentAgeingRead, ConsignmentLayer
from wellkept_consignment.schemas.agreements import ConsignmentAgeingAction
from wellkept_consignment.service.statement_rows import agreement_of
from wellkept_consignment.tables import ConsignmentReceipt
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId, uuid7
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import BalanceQuery, BalanceRead, LocationKind, StockPosting

_ANNOUNCED: Final = (
    "INSERT INTO consignment_aged (id, agreement_id, move_id, announced_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING RETURNING id"
)
_ARRIVALS: Final = frozenset({LocationKind.SUPPLIER, LocationKind.OWNERSHIP})


async def remember(ctx: Ctx, posting: StockPosting) -> None:
    """Keep what came in under a supplier's name, in the posting's transaction, and forget what is taken back."""
    moves = [move for move in posting.moves if move.stock_owner_id is not None and not move.to_kind.is_virtual]
    arrived = [move for move in moves if move.from_kind in _ARRIVALS and move.reverses_move_id is None]
    if arrived:
        await ctx.db.insert_many(
            ConsignmentReceipt,
            [
                {
                    "party_id": move.stock_owner_id,
                    "part_id": move.part_id,
                    "lot_id": move.lot_id or NIL,
                    "move_id": move.id,
                    "quantity_milli": move.quantity.milli,
                    "occurred_at": posting.occurred_at,
                }
                for move in arrived
            ],
        )
    undone = [
        move.reverses_move_id
        for move in posting.moves
        if move.stock_owner_id is not None and move.reverses_move_id is not None
    ]
    if undone:
        where = ctx.db.any_of("move_id", undone)
        await ctx.db.execute(f"DELETE FROM consignment_receipt WHERE {where.sql}", *where.args)


async def ageing(ctx: Ctx, agreement_id: UUID, *, on: date | None) -> ConsignmentAgeingRead:
    """
    Return what lies there under an agreement, in layers of receipts, the oldest first.

    Args:
        ctx: whose moment is now.
        agreement_id: of which.
        on: on which local day its age counts; None for today.

    Raises:
        AgreementNotFound: there is no such agreement that the caller may see.
    """
    await agreement_queries.agreement(ctx, agreement_id)
    agreement = await agreement_queries.one(ctx, agreement_id)
    if agreement is None:
        raise AgreementNotFound
    row = await agreement_of(ctx, agreement_id)
    day = on or agreement.day_of(ctx.at)
    found = [_shown(agreement, row, lot, layer, day) for lot, layer in await _layers(ctx, agreement)]
    return ConsignmentAgeingRead(items=sorted(found, key=lambda each: (each.received_on, each.part_id)))


async def announce_aged(ctx: Ctx, agreement_id: UUID) -> None:
    """Announce each layer over the limit of an agreement, once; one transaction."""
    async with ctx.db.transaction():
        agreement = await agreement_queries.one(ctx, agreement_id)
        assert agreement is not None, "agreements are never deleted"
        row = await agreement_of(ctx, agreement_id)
        today = agreement.day_of(ctx.at)
        for lot, layer in await _layers(ctx, agreement):
            shown = _shown(agreement, row, lot, layer, today)
            # Where nobody knows the receipt, the part stands for it.
            said = (uuid7(), agreement_id, layer.move_id or shown.part_id, ctx.at)
            if shown.action is None or await ctx.db.fetch_one(_ANNOUNCED, *said) is None:
                continue
            await ctx.emit(
                ConsignmentStockAged(
                    agreement_id=agreement_id,
                    party_id=PartyId(agreement.party_id),
                    part_id=shown.part_id,
                    location_id=shown.location_id,
                    quantity=shown.quantity,
                    received_on=shown.received_on,
                    age_days=shown.age_days,
                    action=shown.action.value,
                )
            )


async def with_limit(ctx: Ctx) -> list[UUID]:
    """Return the agreements that limit the age of stock."""
    rows = await ctx.db.fetch(
        "SELECT id FROM consignment_agreement WHERE ageing_limit_days IS NOT NULL AND status <> 'draft' ORDER BY id"
    )
    return [row["id"] for row in rows]


async def _layers(ctx: Ctx, agreement: Agreement) -> list[tuple[BalanceRead, Layer]]:
    """Return each layer with one of the balances of its part and lot; two statements and those of the ledger."""
    part_ids = sorted({item.part_id for item in agreement.items})
    if not part_ids:
        return []
    party_id = PartyId(agreement.party_id)
    balances = await ctx.service(INVENTORY).balances(BalanceQuery(part_ids=part_ids, stock_owner_ids=[party_id]))
    found = await layers_of(ctx, balances, time_zones={party_id: agreement.time_zone})
    return [
        (balance, layer)
        for balance, layer in found
        if agreement.item_of(balance.key.part_id, layer.location_id) is not None
    ]


def _shown(agreement: Agreement, row: Row, balance: BalanceRead, layer: Layer, day: date) -> ConsignmentLayer:
    limit_days, age_days = row["ageing_limit_days"], (day - layer.received_on).days
    over_limit = limit_days is not None and age_days > limit_days
    item = agreement.item_of(balance.key.part_id, layer.location_id)
    return ConsignmentLayer(
        part_id=balance.key.part_id,
        location_id=layer.location_id,
        lot=balance.lot,
        serial=balance.serial,
        quantity=decimal_of(layer.quantity_milli),
        minimum=_bound(item, "minimum_milli"),
        maximum=_bound(item, "maximum_milli"),
        received_on=layer.received_on,
        age_days=age_days,
        over_limit=over_limit,
        action=ConsignmentAgeingAction(row["ageing_action"]) if over_limit else None,
    )


def _bound(item: Item | None, name: str) -> str | None:
    milli: int | None = getattr(item, name, None)
    return None if milli is None else decimal_of(milli)
