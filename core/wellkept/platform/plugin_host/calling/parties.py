"""Whether somebody keeps a party that a caller names."""

from collections.abc import Mapping
from uuid import UUID

from wellkept.platform.plugin_host.calling.services import answer_of, is_offered
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import PartyId
from wellkept_sdk.now import now
from wellkept_sdk.services.parties import PARTIES, PartyName, PartyService


async def knows_party(party_id: UUID | None, *, actor: Actor) -> bool:
    """Return whether there is such a party; without a plugin that keeps parties, any id will do."""
    occasion = Occasion(actor=actor, at=now(), active=host().resolver.nowhere(), record=None)
    if not is_offered(PARTIES, occasion):
        return True

    async def names(parties: PartyService) -> Mapping[PartyId, PartyName]:
        return await parties.names([PartyId(party_id)] if party_id else [])

    return bool(await answer_of(PARTIES, names, occasion=occasion))
