"""What other plugins get under the key `LIABILITY`, for their record and transaction."""

from collections.abc import Sequence
from datetime import date

from wellkept_liability.queries import final_shares
from wellkept_liability.service import covering
from wellkept_sdk import Ctx, provide
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.liability import LIABILITY, Coverage, LiabilityShare
from wellkept_sdk.services.parties import PartyScope


class Liability:
    """Warranty and liability of tickets."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def coverage(self, ticket_id: TicketId, *, on: date, scope: PartyScope | None = None) -> Coverage:
        """
        Return whether the matter of a ticket is covered on a day; one statement.

        Raises:
            NotFound: there is no such ticket.
        """
        return await covering.of_ticket(self._ctx, ticket_id, on=on, scope=scope)

    async def shares(self, ticket_id: TicketId) -> Sequence[LiabilityShare] | None:
        """Return who bears which part of a ticket, in order; None until that is final."""
        return await final_shares.of_ticket(self._ctx, ticket_id)


SERVICES = (provide(LIABILITY, Liability),)
