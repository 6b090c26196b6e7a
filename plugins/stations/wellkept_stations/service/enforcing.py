"""Whether core may assign somebody who is not eligible."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.tickets import TicketTransitioning
from wellkept_sdk.records.tickets import Action, TicketRecord
from wellkept_stations.errors import NotEligible
from wellkept_stations.service.choosing import choose
from wellkept_stations.service.dispatching import is_decided, require_room
from wellkept_stations.terms import Enforcement, StationsTerms

_ASSIGNEE = "assignee_id"


async def veto(ctx: Ctx, event: TicketTransitioning) -> Veto | None:
    """Refuse an assignment of somebody who is not eligible, where the terms say so."""
    # Without an assignee only the possible actions are asked for.
    if event.action is not Action.ASSIGN or event.is_question or is_decided():
        return None
    if ctx.terms(StationsTerms).enforce is not Enforcement.REFUSE:
        return None
    refused = await _against(ctx, event.ticket, UUID(str(event.data[_ASSIGNEE])))
    return None if refused is None else Veto(code=NotEligible.code, message=refused)


async def _against(ctx: Ctx, ticket: TicketRecord, user_id: UUID) -> str | None:
    """Return what speaks against an assignee, in words; None if nothing does."""
    choice = await choose(ctx, ticket, at=ctx.at)
    candidate = next((one for one in choice.candidates if one.user_id == user_id), None)
    if candidate is None:
        return "The assignee is no engineer of a station that serves the site."
    if not candidate.eligible:
        return "; ".join(rejection.message for rejection in candidate.rejections)
    try:
        await require_room(ctx, ticket, candidate)
    except NotEligible as full:
        return full.detail
    return None
