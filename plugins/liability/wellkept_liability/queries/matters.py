"""What a ticket is about: where its equipment stands, and which scope was said."""

from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.parties import PartyScope

_MATTER: Final = (
    "SELECT ticket.project_id, ticket.resolution, equipment.path, said.scope FROM ticket"
    " LEFT JOIN equipment ON equipment.id = ticket.equipment_id"
    " LEFT JOIN liability_ticket said ON said.ticket_id = ticket.id WHERE ticket.id = ?"
)


class Matter(Struct, frozen=True, kw_only=True):
    """
    What a ticket is about.

    Args:
        equipment_ids: its item and what that belongs to, the nearest first.
        cause_code: of its resolution.
        scope: what it is about, as the ticket says.
    """

    project_id: UUID
    equipment_ids: list[UUID]
    cause_code: str | None
    scope: PartyScope | None


async def matter_of(ctx: Ctx, ticket_id: TicketId) -> Matter:
    """Return what a ticket that there is is about; one statement."""
    row = await ctx.db.fetch_one(_MATTER, ticket_id)
    assert row is not None, "the route has found the ticket"
    path = [UUID(each) for each in (row["path"] or "").split("/") if each]
    resolution: dict[str, Any] = row["resolution"] or {}
    return Matter(
        project_id=row["project_id"],
        equipment_ids=path[::-1],
        cause_code=resolution.get("cause_code"),
        scope=None if row["scope"] is None else PartyScope(row["scope"]),
    )
