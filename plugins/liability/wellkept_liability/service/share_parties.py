"""Whether those who are to bear shares can be named, and letting them take part."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wellkept_liability.errors import SharePartyRefused, ShareUnknownParty
from wellkept_liability.rules.shares import share_mistakes
from wellkept_liability.schemas.shares import BorneShare, LiabilityShareCreate
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import Conflict, Invalid, refuse
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole
from wellkept_sdk.services.parties import PARTIES, PartyNotFound, PartyRole

_ORIGIN: Final = "liability"
_POINTER: Final = "/shares"


async def require_shares(ctx: Ctx, shares: Sequence[LiabilityShareCreate]) -> None:
    """
    Refuse shares that are not the whole, or that somebody cannot bear.

    Raises:
        Invalid: names every mistake of the shares; where there is none, every party that cannot be named.
    """
    refuse(share_mistakes(shares, pointer=_POINTER))
    parties = ctx.service(PARTIES)
    mistakes: list[Invalid] = []
    for place, share in enumerate(shares):
        if share.party_id is None:
            continue
        at = f"{_POINTER}/{place}/party_id"
        try:
            await parties.require(share.party_id, role=_played(share.role))
        except PartyNotFound:
            mistakes.append(ShareUnknownParty.at(at))
        except (Conflict, Invalid):
            mistakes.append(SharePartyRefused.at(at))
    refuse(mistakes)


async def involve(ctx: Ctx, ticket_id: UUID, shares: Sequence[BorneShare]) -> None:
    """
    Let all parties that bear shares take part in the ticket from today on, where they do not already.

    Raises:
        Conflict: a party that does not was blocked or archived since its share was written.
    """
    for share in shares:
        if share.party_id is not None:
            await _involve(ctx, ticket_id, share.party_id, share.role)


async def _involve(ctx: Ctx, ticket_id: UUID, party_id: PartyId, role: ShareRole) -> None:
    played = _played(role) or PartyRole.OTHER
    parties = ctx.service(PARTIES)
    try:
        await parties.involve(
            party_id=party_id, record=RecordName.TICKET, record_id=ticket_id, role=played, origin=_ORIGIN
        )
    except Invalid:
        # It does not play the role any more, and bears the share all the same.
        await parties.involve(
            party_id=party_id, record=RecordName.TICKET, record_id=ticket_id, role=PartyRole.OTHER, origin=_ORIGIN
        )


def _played(role: ShareRole) -> PartyRole | None:
    """Return the role of a party that a share's role is; None for the owner, who may be any party."""
    return None if role is ShareRole.OWNER else PartyRole(role.value)
