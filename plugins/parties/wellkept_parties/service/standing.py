"""Blocking and archiving parties, and taking that back: facts with an actor and a reason."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from wellkept_parties.errors import ActionNotAllowed, StillInvolved
from wellkept_parties.events import PartyArchived, PartyBlocked, PartyEvent, PartyRestored, PartyUnblocked
from wellkept_parties.queries import parties as queries
from wellkept_parties.rules.standing import DESTINATION, PartiesAction, is_allowed
from wellkept_parties.schemas.parties import (
    PartiesActionRead,
    PartiesActions,
    PartiesPartyRead,
    PartiesReason,
    PartiesTransitionCreate,
)
from wellkept_parties.service.parties import locked
from wellkept_parties.tables import PartiesParty
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyStatus

_EVENT: Final[Mapping[PartiesAction, type[PartyEvent]]] = {
    PartiesAction.BLOCK: PartyBlocked,
    PartiesAction.UNBLOCK: PartyUnblocked,
    PartiesAction.ARCHIVE: PartyArchived,
    PartiesAction.RESTORE: PartyRestored,
}


async def actions(ctx: Ctx, party_id: UUID) -> PartiesActions:
    """
    Return every action, possible now or not, with what is against it.

    Raises:
        PartyNotFound: there is no such party.
    """
    party = await queries.party(ctx, party_id)
    items = [await _action(ctx, action, party_id=party_id, status=party.status) for action in PartiesAction]
    return PartiesActions(status=party.status, actions=items)


async def transition(
    ctx: Ctx, party_id: UUID, draft: PartiesTransitionCreate, *, if_match: IfMatch
) -> PartiesPartyRead:
    """
    Do one action to a party.

    Raises:
        PartyNotFound: there is no such party.
        PreconditionFailed: the party has changed since the version that the caller has seen.
        ActionNotAllowed: the party's status does not allow it.
        StillInvolved: it takes part in open tickets, so it is not archived.
    """
    async with ctx.db.transaction():
        before = await locked(ctx, party_id)
        if_match.require(before["version"])
        objection = await _objection(ctx, draft.action, party_id=party_id, status=PartyStatus(before["status"]))
        if objection is not None:
            raise objection
        changes = {"status": DESTINATION[draft.action].value, "status_reason": draft.reason}
        await ctx.db.update(PartiesParty, party_id, changes=changes)
        event = _EVENT[draft.action]
        earlier = {name: before[name] for name in changes}
        await ctx.audit(event.type, subject=f"parties/{party_id}", before=earlier, after=changes)
        await ctx.emit(event(party_id=PartyId(party_id), code=before["code"]))
        return await queries.party(ctx, party_id)


async def _action(ctx: Ctx, action: PartiesAction, *, party_id: UUID, status: PartyStatus) -> PartiesActionRead:
    objection = await _objection(ctx, action, party_id=party_id, status=status)
    reasons = [] if objection is None else [PartiesReason(code=objection.code, message=objection.detail)]
    return PartiesActionRead(action=action, allowed=not reasons, to=DESTINATION[action], reasons=reasons)


async def _objection(ctx: Ctx, action: PartiesAction, *, party_id: UUID, status: PartyStatus) -> Conflict | None:
    """Return what is against an action; None for nothing."""
    if not is_allowed(action, status=status):
        return ActionNotAllowed(party_status=status.value, action=action.value)
    tickets = await queries.open_tickets(ctx, party_id) if action is PartiesAction.ARCHIVE else []
    return StillInvolved(tickets=tickets) if tickets else None
