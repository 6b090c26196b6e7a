"""Purchase orders: made, placed, received, closed or cancelled."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_inventory.errors import OrderLineMismatch, OrderNotFound, OrderWrongState
from wellkept_inventory.events import InventoryOrderEvent, InventoryOrderPlaced, InventoryOrderReceived
from wellkept_inventory.queries import orders as queries
from wellkept_inventory.queries.names import parts_by_id
from wellkept_inventory.rules import ordering as rules
from wellkept_inventory.rules.ordering import (
    DESTINATION,
    RECEIVING,
    InventoryOrderAction,
    InventoryOrderStatus,
    OrderLine,
)
from wellkept_inventory.schemas.orders import InventoryPurchaseOrderCreate, InventoryPurchaseOrderRead
from wellkept_inventory.service.numbers import next_number
from wellkept_inventory.service.order_checks import require_active, require_sound, require_supplier
from wellkept_inventory.tables import InventoryPurchaseOrder, InventoryPurchaseOrderLine
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import milli_of

_PREFIX: Final = "PO"
_RECEIVED: Final = "UPDATE inventory_purchase_order_line SET received_milli = ? WHERE id = ?"


async def create(ctx: Ctx, draft: InventoryPurchaseOrderCreate) -> InventoryPurchaseOrderRead:
    """
    Make a purchase order; the supplier does not have it before it is placed.

    Raises:
        Invalid: a part, place, party or ticket is unknown, or a line has mistakes; pointers begin at `/lines/<n>`.
        Conflict: the supplier, a part or a place is not in use.
    """
    async with ctx.db.transaction():
        await require_sound(ctx, draft)
        values = {
            "party_id": draft.party_id,
            "currency": draft.currency,
            "expected_on": draft.expected_on,
            "reference": draft.reference,
            "emergency": draft.emergency,
            "ticket_id": draft.ticket_id,
            "status": InventoryOrderStatus.DRAFT.value,
        }
        number = await next_number(ctx, "inventory_purchase_order", _PREFIX)
        made = await ctx.db.insert(InventoryPurchaseOrder, **number, **values, actor_id=ctx.actor.id)
        await ctx.db.insert_many(InventoryPurchaseOrderLine, _rows(made["id"], draft))
        await ctx.audit("inventory.order.created", subject=_subject(made["id"]), after=values)
        return await queries.order(ctx, made["id"])


async def transition(
    ctx: Ctx, purchase_order_id: UUID, action: InventoryOrderAction, *, if_match: IfMatch
) -> InventoryPurchaseOrderRead:
    """
    Place, close or cancel a purchase order.

    Raises:
        OrderNotFound: there is no such order.
        PreconditionFailed: it has changed since the version that the caller has seen.
        OrderWrongState: its status does not allow it.
        Conflict: it is placed, and the supplier or a part is not in use any more.
    """
    async with ctx.db.transaction():
        before = await ctx.db.locked(InventoryPurchaseOrder, purchase_order_id)
        if before is None:
            raise OrderNotFound
        if_match.require(before["version"])
        if not rules.is_allowed(action, status=InventoryOrderStatus(before["status"])):
            raise OrderWrongState(order_status=before["status"], action=action.value)
        if action is InventoryOrderAction.ORDER:
            await _require_orderable(ctx, before)
            await ctx.emit(_event(InventoryOrderPlaced, before, DESTINATION[action]))
        await _change(ctx, before, DESTINATION[action])
        return await queries.order(ctx, purchase_order_id)


async def receive(
    ctx: Ctx, purchase_order_id: UUID, lines: Sequence[tuple[UUID, UUID, UUID, int]], *, party_id: UUID | None
) -> None:
    """
    Count what came in for an order, in the transaction of its posting.

    Args:
        ctx: joins its transaction.
        purchase_order_id: as the receipt names it.
        lines: in the order of the receipt's lines: order line, part, place and thousandths.
        party_id: from whom it came, where the receipt says so.

    Raises:
        Invalid: there is no such order.
        OrderWrongState: it was not placed, or nothing more is expected.
        OrderLineMismatch: it is another supplier's, or has no such line of this part and place.
        OrderOverReceived: more than was ordered.
    """
    order = await ctx.db.locked(InventoryPurchaseOrder, purchase_order_id)
    if order is None:
        raise unknown_reference("/purchase_order_id", "purchase order")
    if party_id not in {None, order["party_id"]}:
        raise OrderLineMismatch.at("/party_id")
    if order["status"] not in RECEIVING:
        raise OrderWrongState(order_status=order["status"])
    before = await queries.lines_of(ctx, purchase_order_id)
    after = rules.received(before, lines)
    await _write_received(ctx, before, after)
    status = rules.status_of(after.values())
    await _change(ctx, order, status)
    await ctx.emit(_event(InventoryOrderReceived, order, status))


async def take_back(ctx: Ctx, purchase_order_id: UUID, undone: Sequence[tuple[UUID, UUID, int]]) -> None:
    """
    Count off what did not come in for an order after all, in the transaction of the receipt's reversal.

    One that is closed stays so: nothing more is expected.

    Args:
        ctx: joins its transaction.
        purchase_order_id: which the reversed receipt was for.
        undone: part, place and thousandths of its moves.
    """
    order = await ctx.db.locked(InventoryPurchaseOrder, purchase_order_id)
    assert order is not None, "no order that was received is deleted"
    before = await queries.lines_of(ctx, purchase_order_id)
    after = rules.taken_back(before, undone)
    await _write_received(ctx, before, after)
    is_awaited = order["status"] in RECEIVING
    await _change(ctx, order, rules.status_of(after.values()) if is_awaited else InventoryOrderStatus(order["status"]))


def _rows(order_id: UUID, draft: InventoryPurchaseOrderCreate) -> list[dict[str, object]]:
    return [
        {
            "purchase_order_id": order_id,
            "position": position,
            "part_id": line.part_id,
            "location_id": line.location_id,
            "ordered_milli": milli_of(line.quantity),
            "received_milli": 0,
            "unit_price_minor": line.unit_price.amount_minor,
        }
        for position, line in enumerate(draft.lines)
    ]


async def _require_orderable(ctx: Ctx, order: Row) -> None:
    """Ask again: a draft may be old."""
    await require_supplier(ctx, order["party_id"])
    lines = await queries.lines_of(ctx, order["id"])
    parts = await parts_by_id(ctx, {line.part_id for line in lines.values()})
    for part in parts.values():
        require_active(part)


async def _write_received(ctx: Ctx, before: Mapping[UUID, OrderLine], after: Mapping[UUID, OrderLine]) -> None:
    changed = [(line.received_milli, line.id) for line in after.values() if line != before[line.id]]
    await ctx.db.execute_many(_RECEIVED, changed)


async def _change(ctx: Ctx, order: Row, status: InventoryOrderStatus) -> None:
    await ctx.db.update(InventoryPurchaseOrder, order["id"], changes={"status": status.value})
    before, after = {"status": order["status"]}, {"status": status.value}
    if before != after:
        await ctx.audit(f"inventory.order.{status}", subject=_subject(order["id"]), before=before, after=after)


def _event(kind: type[InventoryOrderEvent], order: Row, status: InventoryOrderStatus) -> InventoryOrderEvent:
    return kind(
        purchase_order_id=order["id"],
        number=order["number"],
        party_id=PartyId(order["party_id"]),
        status=status.value,
    )


def _subject(order_id: UUID) -> str:
    return f"inventory/purchase-orders/{order_id}"
