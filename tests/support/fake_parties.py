"""A plugin that knows two parties, where the real one is not installed: enough for those who use `PARTIES`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from wellkept_sdk import ActivationLevel, Ctx, Manifest, Plugin, RecordName, provide
from wellkept_sdk.db import Clause
from wellkept_sdk.errors import Conflict
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.ids import PartyId, uuid7
from wellkept_sdk.services.parties import (
    PARTIES,
    Involvement,
    PartyName,
    PartyNotFound,
    PartyRead,
    PartyRole,
    PartyStatus,
)


def made_party(number: int, code: str, *, status: PartyStatus = PartyStatus.ACTIVE) -> PartyRead:
    """Return a supplier."""
    party_id = PartyId(UUID(f"01990000-0000-7000-8000-0000000001{number:02d}"))
    return PartyRead(id=party_id, code=code, name=f"{code} Ltd", roles=(PartyRole.SUPPLIER,), status=status)


PUMPCO: Final = made_party(1, "PUMPCO")
VALVECO: Final = made_party(2, "VALVECO")
BLOCKED: Final = made_party(3, "BLOCKED", status=PartyStatus.BLOCKED)


class KnownParties:
    """What others get under the key `PARTIES`."""

    def __init__(self, plugin: "FakeParties") -> None:
        self._plugin = plugin

    async def get(self, party_id: PartyId) -> PartyRead:
        found = self._plugin.known.get(party_id)
        if found is None:
            raise PartyNotFound
        return found

    async def by_code(self, code: str) -> PartyRead | None:
        return next((party for party in self._plugin.known.values() if party.code == code), None)

    async def names(self, party_ids: Sequence[PartyId]) -> Mapping[PartyId, PartyName]:
        found = [self._plugin.known[party_id] for party_id in party_ids if party_id in self._plugin.known]
        return {party.id: PartyName(id=party.id, code=party.code, name=party.name) for party in found}

    async def require(self, party_id: PartyId, *, role: PartyRole | None = None) -> PartyRead:
        found = await self.get(party_id)
        if found.status is not PartyStatus.ACTIVE:
            raise Conflict
        return found

    async def involve(
        self, *, party_id: PartyId, record: RecordName, record_id: UUID, role: PartyRole, origin: str
    ) -> UUID:
        await self.require(party_id)
        self._plugin.involved.append((party_id, record, record_id, role, origin))
        return uuid7()

    async def involved(self, *, record: RecordName, record_id: UUID, on: date) -> Sequence[Involvement]:
        return []


class FakeParties(Plugin, TicketHooks):
    """Parties that a test may ask for; it shows partners every ticket, so that others decide what they see of it."""

    manifest = Manifest(
        name="parties",
        version="1.0.0",
        sdk=">=1.0,<2",
        provides=(PARTIES.name,),
        activation=ActivationLevel.DEPLOYMENT,
    )

    def __init__(self) -> None:
        self.known = {party.id: party for party in (PUMPCO, VALVECO, BLOCKED)}
        self.involved: list[tuple[Any, ...]] = []
        self.services = (provide(PARTIES, lambda _ctx: KnownParties(self)),)

    @hookimpl
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        return Clause(f"{event.table}.id IS NOT NULL")
