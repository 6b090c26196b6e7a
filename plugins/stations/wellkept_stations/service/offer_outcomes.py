"""What offers lead to: somebody is assigned, or attention is called for because nobody takes the ticket."""

from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict, NotFound
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import Action, TicketRecord
from wellkept_stations.events import OffersExhausted
from wellkept_stations.queries.offers import Offer
from wellkept_stations.rules.filters import FilterCode, Rejection
from wellkept_stations.schemas.candidates import StationsCandidate
from wellkept_stations.service.choosing import Choice, choose
from wellkept_stations.service.dispatching import assign, require_eligible

#: What core asks of those who do it themselves; the plugin's own rules let whoever accepts or declines bring it about.
_ASSIGNING: Final = "tickets:dispatch"
_ESCALATING: Final = "tickets:work"
_ACCEPTED: Final = "Has accepted the offer."
_NEARER: Final = "Nobody at a nearer station has taken the ticket."
_REASON: Final = "Nobody who was asked takes the ticket."


def only_waits(candidate: StationsCandidate) -> bool:
    """Return whether somebody could be sent, were there nobody at a nearer station."""
    return bool(candidate.rejections) and _against(candidate) == []


async def taken(ctx: Ctx, ticket: TicketRecord, offer: Offer) -> None:
    """
    Assign a ticket to the engineer who has accepted it.

    Raises:
        NotEligible: he cannot be sent any more.
        Conflict: core or a plugin does not allow it.
    """
    choice = await choose(ctx, ticket, at=ctx.at)
    reason = _require_sendable(choice, offer.engineer_id)
    assigning = ctx.entitled(_ASSIGNING)
    await assign(assigning, ticket, choice, offer.engineer_id, override_reason=reason, note=_ACCEPTED)


async def exhausted(ctx: Ctx, ticket: TicketRecord, *, waves: int) -> None:
    """Announce that nobody else is asked, and call for attention once."""
    await ctx.emit(OffersExhausted(ticket_id=ticket.id, waves=waves))
    await _escalate(ctx.entitled(_ESCALATING), ticket.id)


async def _escalate(ctx: Ctx, ticket_id: TicketId) -> None:
    """Call for attention, unless core or a plugin does not allow it: what has become of the offers stands anyway."""
    try:
        async with ctx.db.transaction():
            await ctx.tickets.transition(ticket_id, Action.ESCALATE, fields={"reason": _REASON})
    except (Conflict, NotFound):
        return


def _require_sendable(choice: Choice, engineer_id: UUID) -> str | None:
    """
    Refuse an engineer who cannot be sent any more; return why a nearer station does not stand before him.

    Raises:
        NotEligible: he cannot.
    """
    candidate = choice.of(engineer_id)
    if candidate is None or _against(candidate):
        require_eligible(choice, engineer_id)
    return None if candidate is None or candidate.eligible else _NEARER


def _against(candidate: StationsCandidate) -> list[Rejection]:
    return [found for found in candidate.rejections if found.code is not FilterCode.LATER_STATION]
