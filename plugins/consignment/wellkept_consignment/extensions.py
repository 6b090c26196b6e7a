"""What is added to tickets."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.permissions import READ
from wellkept_consignment.queries.lines import tickets_with_lines
from wellkept_sdk import Ctx, Extension, RecordName


class ConsignmentTicket(Struct, frozen=True, kw_only=True):
    """Whether suppliers' own stock was used for a ticket."""

    supplier_parts: bool


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, ConsignmentTicket]:
    """Return what tickets show."""
    found = await tickets_with_lines(ctx, ids)
    return {ticket_id: ConsignmentTicket(supplier_parts=ticket_id in found) for ticket_id in ids}


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(record=RecordName.TICKET, read=ConsignmentTicket, load=load_tickets, permission=READ.name),
)
