"""What is added to tickets and to equipment."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.permissions import READ
from wellkept_inventory.queries.installations import installed_in
from wellkept_inventory.queries.ticket_totals import TicketTotals, totals
from wellkept_inventory.schemas.uses import InventoryInstalled
from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.db import Clause
from wellkept_sdk.quantity import decimal_of


class InventoryTicket(Struct, frozen=True, kw_only=True):
    """
    How a ticket stands with its parts, all of them together.

    Args:
        issued: what was issued and did not come back unused.
        reserved: what is held for it.
        missing: what it needs and nobody has.
        waiting_for_parts: whether anything is missing.
    """

    issued: str
    reserved: str
    missing: str
    waiting_for_parts: bool


class InventoryEquipment(Struct, frozen=True, kw_only=True):
    """What was built into an item, the newest first."""

    installed: list[InventoryInstalled]


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, InventoryTicket]:
    """Return what tickets show."""
    found = await totals(ctx, ids)
    return {ticket_id: _ticket(found.get(ticket_id, TicketTotals())) for ticket_id in ids}


async def load_equipment(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, InventoryEquipment]:
    """Return what items show."""
    found = await installed_in(ctx, ids)
    return {equipment_id: InventoryEquipment(installed=found.get(equipment_id, [])) for equipment_id in ids}


def is_waiting(value: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    """Return the condition that a ticket waits for parts, or does not."""
    found = Clause("ticket.id IN (SELECT ticket_id FROM inventory_reservation WHERE status = 'open')")
    return found if value else ~found


def _ticket(found: TicketTotals) -> InventoryTicket:
    return InventoryTicket(
        issued=decimal_of(found.issued_milli),
        reserved=decimal_of(found.held_milli),
        missing=decimal_of(found.missing_milli),
        waiting_for_parts=found.missing_milli > 0,
    )


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=InventoryTicket,
        load=load_tickets,
        filters={
            "waiting_for_parts": ExtensionFilter(
                type=bool, where=is_waiting, description="A part that the ticket needs is missing."
            ),
        },
        permission=READ.name,
    ),
    Extension(record=RecordName.EQUIPMENT, read=InventoryEquipment, load=load_equipment, permission=READ.name),
)
