"""The shares of cases that are final."""

from collections.abc import Sequence
from typing import Final

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.liability import LiabilityShare

_SHARES: Final = (
    "SELECT share.id, share.role, share.party_id, share.share_bp FROM liability_case own"
    " JOIN liability_version version ON version.case_id = own.id AND version.version = own.current_version"
    " JOIN liability_share share ON share.version_id = version.id"
    " WHERE own.ticket_id = ? AND own.status = 'final' ORDER BY share.position"
)


async def of_ticket(ctx: Ctx, ticket_id: TicketId) -> Sequence[LiabilityShare] | None:
    """Return who bears which part of a ticket, in order; None until that is final. One statement."""
    rows = await ctx.db.fetch(_SHARES, ticket_id)
    return msgspec.convert(rows, list[LiabilityShare]) or None
