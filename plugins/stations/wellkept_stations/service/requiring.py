"""What a ticket needs of whoever is sent, beyond what its terms ask for."""

from collections.abc import Sequence
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import refuse
from wellkept_stations.rules.qualifications import repeated_codes
from wellkept_stations.service.placing import ticket_row
from wellkept_stations.tables import StationsTicket


async def store(ctx: Ctx, ticket_id: UUID, *, skills: Sequence[tuple[str, int]], certificates: Sequence[str]) -> None:
    """
    Keep what a ticket needs, and nothing else; who is dispatched at the same time comes before or after it.

    Args:
        ctx: joins its transaction.
        ticket_id: of which ticket.
        skills: codes with the least level.
        certificates: codes.

    Raises:
        Invalid: something is named twice.
    """
    refuse(
        [
            *repeated_codes((code for code, _ in skills), pointer="/required_skills"),
            *repeated_codes(certificates, pointer="/required_certificates", member=""),
        ]
    )
    await ticket_row(ctx, ticket_id, lock=True)
    changes = {
        "required_skills": [{"code": code, "level": level} for code, level in skills],
        "required_certificates": list(certificates),
    }
    await ctx.db.update(StationsTicket, ticket_id, changes=changes)
