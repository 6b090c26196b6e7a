"""What other plugins get under the key `PARTIES`, for their record and transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from wellkept_parties.errors import RoleNotPlayed
from wellkept_parties.queries import involvements, parties
from wellkept_parties.schemas.involvements import kind_of
from wellkept_parties.service.involving import involve_for, require_active
from wellkept_sdk import Ctx, RecordName, provide
from wellkept_sdk.db import Clause
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PARTIES, Involvement, PartyName, PartyNotFound, PartyRead, PartyRole


class Parties:
    """Parties and their involvements; plugins see all of them, whoever the caller is."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def get(self, party_id: PartyId) -> PartyRead:
        """
        Return a party.

        Raises:
            PartyNotFound: there is none.
        """
        found = await parties.known(self._ctx, Clause("id = ?", (party_id,)))
        if not found:
            raise PartyNotFound
        return found[0]

    async def by_code(self, code: str) -> PartyRead | None:
        """Return the party with a code, if there is one."""
        found = await parties.known(self._ctx, Clause("code = ?", (code,)))
        return found[0] if found else None

    async def names(self, party_ids: Sequence[PartyId]) -> Mapping[PartyId, PartyName]:
        """Return how parties are called, in one statement; unknown ones are left out."""
        return await parties.names(self._ctx, party_ids)

    async def require(self, party_id: PartyId, *, role: PartyRole | None = None) -> PartyRead:
        """
        Return a party that may be involved anew, and plays the role where one is asked for.

        Raises:
            PartyNotFound: there is none.
            PartyBlocked: it is blocked.
            PartyArchived: it is archived.
            RoleNotPlayed: it does not play the role.
        """
        found = await self.get(party_id)
        require_active(found.status)
        if role is not None and role not in found.roles:
            raise RoleNotPlayed.at("/role")
        return found

    async def involve(
        self, *, party_id: PartyId, record: RecordName, record_id: UUID, role: PartyRole, origin: str
    ) -> UUID:
        """
        Make sure that a party takes part in a record from today on, and return the id of its involvement.

        Raises:
            PartyNotFound: there is no such party.
            NotFound: there is no such record.
            Conflict: the involvement would be a new one, and the party is blocked or archived.
            Invalid: the involvement would be a new one, and the party does not play the role.
        """
        return await involve_for(self._ctx, record, record_id, party_id=party_id, role=role, origin=origin)

    async def involved(self, *, record: RecordName, record_id: UUID, on: date) -> Sequence[Involvement]:
        """Return who takes part in a record on a day."""
        return await involvements.involved(self._ctx, kind_of(record), record_id, on=on)


SERVICES = (provide(PARTIES, Parties),)
