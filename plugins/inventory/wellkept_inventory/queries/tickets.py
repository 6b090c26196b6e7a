"""The ticket that parts are for, and the equipment that they go into."""

from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import EquipmentId, ProjectId, TicketId
from wellkept_sdk.records.tickets import OPEN_STATUSES, TicketStatus


class TicketState(Struct, frozen=True, kw_only=True):
    """What parts need to know of a ticket."""

    id: TicketId
    project_id: ProjectId
    status: TicketStatus

    @property
    def is_open(self) -> bool:
        """Return whether the work may still need parts."""
        return self.status in OPEN_STATUSES

    @property
    def takes_returns(self) -> bool:
        """Return whether parts may still come back."""
        return self.is_open or self.status in {TicketStatus.RESOLVED, TicketStatus.CONFIRMED}


async def locked_ticket(ctx: Ctx, ticket_id: TicketId) -> TicketState:
    """
    Return a ticket that nobody else moves, and whose parts nobody else changes, before the transaction ends.

    It is taken before parts, as core does that tells us of a ticket which it has locked.
    """
    lock = " FOR NO KEY UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
    row = await ctx.db.fetch_one(f"SELECT id, project_id, status FROM ticket WHERE id = ?{lock}", ticket_id)
    if row is None:
        raise NotFound
    return msgspec.convert(row, TicketState)


async def project_of_equipment(ctx: Ctx, equipment_id: EquipmentId) -> UUID | None:
    """Return whose project an item belongs to; None for one that is not there."""
    row = await ctx.db.fetch_one("SELECT project_id FROM equipment WHERE id = ?", equipment_id)
    return None if row is None else row["project_id"]
