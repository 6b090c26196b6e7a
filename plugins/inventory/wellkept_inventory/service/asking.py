"""What callers ask for, in the words of the ledger."""

from collections.abc import Sequence
from datetime import datetime

from wellkept_inventory.errors import PostingInFuture
from wellkept_inventory.rules.asked import AskedEnd, AskedLine, AskedPosting
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.schemas.postings import (
    InventoryPostingCreate,
    InventoryReceiptCreate,
    InventoryScrapCreate,
    InventoryStockLine,
    InventorySupplierReturnCreate,
    InventoryTransferCreate,
)
from wellkept_inventory.schemas.ticket_lines import PartLine, stock_owner_wish
from wellkept_sdk import Ctx
from wellkept_sdk.errors import invalid, refuse
from wellkept_sdk.moment import as_utc
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import milli_of
from wellkept_sdk.services.stock import MoveDraft, PostingKind, StockDraft


def moment_asked(ctx: Ctx, occurred_at: datetime | None) -> datetime:
    """
    Return when it happened; now, if nobody says.

    Raises:
        PostingInFuture: it has not happened yet.
    """
    if occurred_at is None:
        return ctx.at
    at = as_utc(occurred_at, pointer="/occurred_at")
    if at > ctx.at:
        raise PostingInFuture.at("/occurred_at")
    return at


def asked(data: InventoryPostingCreate) -> AskedPosting:
    """
    Return what the body of a request asks for.

    Raises:
        Invalid: a quantity is not more than zero.
    """
    _refuse_quantities(data.lines)
    match data:
        case InventoryReceiptCreate():
            return _receipt(data)
        case InventoryTransferCreate():
            return _transfer(data)
        case InventoryScrapCreate():
            return AskedPosting(
                kind=PostingKind.SCRAP,
                lines=_stock_lines(data.lines, AskedEnd(data.location_id, "/location_id"), None),
                occurred_at=data.occurred_at,
                reference=data.reference,
                reason=data.reason,
            )
        case InventorySupplierReturnCreate():
            return AskedPosting(
                kind=PostingKind.SUPPLIER_RETURN,
                lines=_stock_lines(data.lines, AskedEnd(data.location_id, "/location_id"), None),
                occurred_at=data.occurred_at,
                party_id=data.party_id,
                reference=data.reference,
                reason=data.reason,
            )


def asked_by_draft(draft: StockDraft) -> AskedPosting:
    """
    Return what another plugin asks for; of its lines, no owner is us.

    Raises:
        Invalid: the kind is not one that others may post, there is no line, or a quantity is not more than zero.
    """
    if draft.kind not in _OTHERS_MAY:
        raise invalid("/kind", "not_a_choice", "Others post receipts, transfers, scrap and returns to suppliers.")
    if not draft.moves:
        raise invalid("/lines", "too_short", "There is nothing to post.")
    refuse(
        [
            invalid(f"/lines/{number}/quantity", "too_small", "Must be more than zero.")
            for number, move in enumerate(draft.moves)
            if move.quantity.milli <= 0
        ]
    )
    return AskedPosting(
        kind=draft.kind,
        lines=[_drafted(number, move) for number, move in enumerate(draft.moves)],
        occurred_at=draft.occurred_at,
        party_id=draft.party_id,
        reference=draft.reference,
        reason=draft.reason,
    )


_OTHERS_MAY = frozenset({PostingKind.RECEIPT, PostingKind.TRANSFER, PostingKind.SCRAP, PostingKind.SUPPLIER_RETURN})


def _receipt(data: InventoryReceiptCreate) -> AskedPosting:
    target = AskedEnd(data.location_id, "/location_id")
    lines = [
        AskedLine(
            line=number,
            part_id=line.part_id,
            quantity_milli=milli_of(line.quantity),
            source=None,
            target=target,
            lot=line.lot,
            serial=line.serial,
            expires_on=line.expires_on,
            stock_owner_id=data.stock_owner_id or NIL,
            unit_cost=None
            if line.unit_cost is None
            else Money(amount_minor=line.unit_cost.amount_minor, currency=line.unit_cost.currency),
            order_line_id=line.purchase_order_line_id,
        )
        for number, line in enumerate(data.lines)
    ]
    return AskedPosting(
        kind=PostingKind.RECEIPT,
        lines=lines,
        occurred_at=data.occurred_at,
        party_id=data.party_id or data.stock_owner_id,
        reference=data.reference,
        reason=data.reason,
        purchase_order_id=data.purchase_order_id,
    )


def _transfer(data: InventoryTransferCreate) -> AskedPosting:
    source = AskedEnd(data.from_location_id, "/from_location_id")
    return AskedPosting(
        kind=PostingKind.TRANSFER,
        lines=_stock_lines(data.lines, source, AskedEnd(data.to_location_id, "/to_location_id")),
        occurred_at=data.occurred_at,
        reference=data.reference,
        reason=data.reason,
    )


def _stock_lines(lines: Sequence[InventoryStockLine], source: AskedEnd, target: AskedEnd | None) -> list[AskedLine]:
    return [
        AskedLine(
            line=number,
            part_id=line.part_id,
            quantity_milli=milli_of(line.quantity),
            source=source,
            target=target,
            lot=line.lot,
            serial=line.serial,
            stock_owner_id=stock_owner_wish(line.stock_owner_id),
        )
        for number, line in enumerate(lines)
    ]


def _drafted(number: int, move: MoveDraft) -> AskedLine:
    pointer = f"/lines/{number}"
    source, target = move.from_location_id, move.to_location_id
    return AskedLine(
        line=number,
        part_id=move.part_id,
        quantity_milli=move.quantity.milli,
        source=None if source is None else AskedEnd(source, f"{pointer}/from_location_id"),
        target=None if target is None else AskedEnd(target, f"{pointer}/to_location_id"),
        lot=move.lot,
        serial=move.serial,
        expires_on=move.expires_on,
        stock_owner_id=move.stock_owner_id or NIL,
        unit_cost=move.unit_cost,
    )


def _refuse_quantities(lines: Sequence[PartLine]) -> None:
    refuse(
        [
            invalid(f"/lines/{number}/quantity", "too_small", "Must be more than zero.")
            for number, line in enumerate(lines)
            if milli_of(line.quantity) <= 0
        ]
    )
