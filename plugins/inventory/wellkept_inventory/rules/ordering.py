"""Purchase orders: where they stand, and what has come in for them."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import OrderLineMismatch, OrderOverReceived
from wellkept_inventory.rules.costing import value_of
from wellkept_sdk.errors import FieldError, invalid, refuse
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Money
from wellkept_sdk.money import total as total_of
from wellkept_sdk.quantity import decimal_of


class InventoryOrderStatus(StrEnum):
    """Where a purchase order stands."""

    DRAFT = "draft"  #: Not sent yet.
    ORDERED = "ordered"  #: The supplier has it; nothing has come.
    PART_RECEIVED = "part_received"  #: Some of it has come.
    RECEIVED = "received"  #: All of it has come.
    CLOSED = "closed"  #: Nothing more is expected.
    CANCELLED = "cancelled"  #: Taken back before anything came.


class InventoryOrderAction(StrEnum):
    """What is done with a purchase order."""

    ORDER = "order"  #: Place it with the supplier.
    CLOSE = "close"  #: Expect nothing more.
    CANCEL = "cancel"  #: Take it back; nothing has come yet.


_Status = InventoryOrderStatus
#: The supplier has these, and what comes in may be counted for them.
RECEIVING: Final = (_Status.ORDERED, _Status.PART_RECEIVED, _Status.RECEIVED)
_SOURCES: Final[Mapping[InventoryOrderAction, frozenset[InventoryOrderStatus]]] = {
    InventoryOrderAction.ORDER: frozenset({_Status.DRAFT}),
    InventoryOrderAction.CLOSE: frozenset(RECEIVING),
    InventoryOrderAction.CANCEL: frozenset({_Status.DRAFT, _Status.ORDERED}),
}
DESTINATION: Final[Mapping[InventoryOrderAction, InventoryOrderStatus]] = {
    InventoryOrderAction.ORDER: _Status.ORDERED,
    InventoryOrderAction.CLOSE: _Status.CLOSED,
    InventoryOrderAction.CANCEL: _Status.CANCELLED,
}


class OrderLine(Struct, frozen=True, kw_only=True):
    """One part of an order, for one place; quantities in thousandths."""

    id: UUID
    part_id: UUID
    location_id: UUID
    ordered_milli: int
    received_milli: int


def is_allowed(action: InventoryOrderAction, *, status: InventoryOrderStatus) -> bool:
    """Return whether this may be done with an order that stands here."""
    return status in _SOURCES[action]


def status_of(lines: Iterable[OrderLine]) -> InventoryOrderStatus:
    """Return where an order stands that was placed, by what has come in."""
    found = list(lines)
    if all(line.received_milli == line.ordered_milli for line in found):
        return _Status.RECEIVED
    return _Status.PART_RECEIVED if any(line.received_milli for line in found) else _Status.ORDERED


def value_of_lines(lines: Iterable[tuple[int, int]], *, currency: str) -> Money:
    """
    Return what an order costs, each line rounded half up to minor units.

    Args:
        lines: thousandths and the price of one unit in minor units.
        currency: of the order.

    Raises:
        Invalid: it is more than can be kept.
    """
    amounts: list[Money] = []
    for number, (quantity_milli, price_minor) in enumerate(lines):
        amounts.append(value_of(quantity_milli, Money(amount_minor=price_minor, currency=currency)))
        if sum(amount.amount_minor for amount in amounts) > AMOUNT_MINOR_MAX:
            raise invalid(f"/lines/{number}/unit_price", "too_large", "The value is more than can be kept.")
    return total_of(amounts, currency=currency)


def received(lines: Mapping[UUID, OrderLine], arrived: Sequence[tuple[UUID, UUID, UUID, int]]) -> dict[UUID, OrderLine]:
    """
    Return all lines of an order, with what has come in added.

    Args:
        lines: of the order, by id.
        arrived: in the order of the posting's lines: order line, part, place and thousandths.

    Raises:
        OrderLineMismatch: the order has no such line of this part and place.
        OrderOverReceived: more than was ordered.
    """
    refuse(
        [
            OrderLineMismatch.at(f"/lines/{number}/purchase_order_line_id")
            for number, (line_id, part_id, location_id, _) in enumerate(arrived)
            if line_id not in lines or (lines[line_id].part_id, lines[line_id].location_id) != (part_id, location_id)
        ]
    )
    after = dict(lines)
    for number, (line_id, _, _, quantity_milli) in enumerate(arrived):
        after[line_id] = _with_more(after[line_id], quantity_milli, f"/lines/{number}/purchase_order_line_id")
    return after


def taken_back(lines: Mapping[UUID, OrderLine], undone: Sequence[tuple[UUID, UUID, int]]) -> dict[UUID, OrderLine]:
    """
    Return all lines of an order, with what did not come in after all taken off: of equal lines, of the last one first.

    Args:
        lines: of the order, in their order, by id.
        undone: part, place and thousandths that were received for this order.
    """
    after = dict(lines)
    for part_id, location_id, quantity_milli in undone:
        rest = quantity_milli
        same = [line.id for line in lines.values() if (line.part_id, line.location_id) == (part_id, location_id)]
        for line_id in reversed(same):
            less = min(rest, after[line_id].received_milli)
            after[line_id] = _with_received(after[line_id], after[line_id].received_milli - less)
            rest -= less
    return after


def _with_more(line: OrderLine, quantity_milli: int, pointer: str) -> OrderLine:
    open_milli = line.ordered_milli - line.received_milli
    if quantity_milli > open_milli:
        raise OrderOverReceived(
            errors=[FieldError(pointer, OrderOverReceived.code, OrderOverReceived.title())],
            part_id=line.part_id,
            requested=decimal_of(quantity_milli),
            open=decimal_of(open_milli),
        )
    return _with_received(line, line.received_milli + quantity_milli)


def _with_received(line: OrderLine, received_milli: int) -> OrderLine:
    return OrderLine(
        id=line.id,
        part_id=line.part_id,
        location_id=line.location_id,
        ordered_milli=line.ordered_milli,
        received_milli=received_milli,
    )
