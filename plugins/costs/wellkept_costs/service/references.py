"""What a line refers to: parties and visits, as far as somebody knows them."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, unknown_reference
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.stations import STATIONS


async def reference_mistakes(
    ctx: Ctx, ticket_id: UUID, *, party_id: UUID | None, visit_id: UUID | None
) -> list[Invalid]:
    """Return which of them is not there; where nobody keeps parties or visits, nobody can tell."""
    mistakes: list[Invalid] = []
    parties = None if party_id is None else ctx.service_or_none(PARTIES)
    if parties is not None and party_id is not None and not await parties.names([PartyId(party_id)]):
        mistakes.append(unknown_reference("/party_id", "party"))
    stations = None if visit_id is None else ctx.service_or_none(STATIONS)
    if stations is not None and visit_id not in {visit.id for visit in await stations.visits(TicketId(ticket_id))}:
        mistakes.append(unknown_reference("/visit_id", "visit of the ticket"))
    return mistakes
