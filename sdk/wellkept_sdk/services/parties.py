"""Outside organisations, as the plugin `parties` offers them to others."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import PartyId
from wellkept_sdk.records.references import RecordName
from wellkept_sdk.services import ServiceKey


class PartyRole(StrEnum):
    """What an outside organisation does in one involvement."""

    DESIGNER = "designer"  #: Designed the delivery or a part of it.
    CONTRACTOR = "contractor"  #: Built it.
    SUBCONTRACTOR = "subcontractor"  #: Built a part of it for a contractor.
    SUPPLIER = "supplier"  #: Supplied equipment or parts.
    INSTALLER = "installer"  #: Installed or commissioned it.
    SUPERVISOR = "supervisor"  #: Supervised the works for the customer.
    OPERATOR = "operator"  #: Runs it for the customer.
    INSPECTOR = "inspector"  #: Inspects it by law or order.
    CONSULTANT = "consultant"  #: Advises.
    INSURER = "insurer"  #: Insures it.
    OTHER = "other"  #: Anything else.


class PartyScope(StrEnum):
    """What an outside organisation answers for in one involvement."""

    STRUCTURE = "structure"  #: What carries the load: foundations, frames, walls.
    WATERPROOFING = "waterproofing"  #: What keeps water out.
    HVAC = "hvac"  #: Heating, ventilation and air conditioning.
    ELECTRICAL = "electrical"  #: Electricity: supply, wiring, lighting.
    PLUMBING = "plumbing"  #: Water, gas and drains.
    INSTALLATION = "installation"  #: Setting up and commissioning.
    FIT_OUT = "fit_out"  #: Finishes and interiors.
    CONTROL = "control"  #: Automation and its software.
    EQUIPMENT = "equipment"  #: Machines and devices as wholes.
    PART = "part"  #: Single parts and consumables.
    OTHER = "other"  #: Anything else; the note says what.


class PartyStatus(StrEnum):
    """Where a party stands."""

    ACTIVE = "active"  #: May be involved anew.
    BLOCKED = "blocked"  #: Goes on with what it has; nothing new names it.
    ARCHIVED = "archived"  #: Kept for the record only.


class PartyNotFound(NotFound):
    """There is no such party."""

    code = "parties.party.not_found"


class PartyName(Struct, frozen=True, kw_only=True):
    """How lists call a party."""

    id: PartyId
    code: str
    name: str


class PartyRead(Struct, frozen=True, kw_only=True):
    """A party as other plugins see it."""

    id: PartyId
    code: str
    name: str
    roles: Sequence[PartyRole]
    status: PartyStatus


class Involvement(Struct, frozen=True, kw_only=True):
    """A party's dated part in a record; `ends_on` is exclusive, `scope` has values of `PartyScope`."""

    id: UUID
    party_id: PartyId
    record: RecordName
    record_id: UUID
    role: PartyRole
    scope: Sequence[str]
    starts_on: date
    ends_on: date | None


class PartyService(Protocol):
    """Parties and their involvements, in the caller's transaction."""

    async def get(self, party_id: PartyId) -> PartyRead:
        """
        Return a party.

        Raises:
            PartyNotFound: there is none.
        """
        ...

    async def by_code(self, code: str) -> PartyRead | None:
        """Return the party with a code, if there is one."""
        ...

    async def names(self, party_ids: Sequence[PartyId]) -> Mapping[PartyId, PartyName]:
        """Return how parties are called, in one statement; unknown ones are left out."""
        ...

    async def require(self, party_id: PartyId, *, role: PartyRole | None = None) -> PartyRead:
        """
        Return a party that may be involved anew, and plays the role where one is asked for.

        Raises:
            PartyNotFound: there is none.
            Conflict: it is blocked or archived.
            Invalid: it does not play the role.
        """
        ...

    async def involve(
        self, *, party_id: PartyId, record: RecordName, record_id: UUID, role: PartyRole, origin: str
    ) -> UUID:
        """
        Make sure that a party takes part in a record from today on, and return the id of its involvement.

        Args:
            party_id: who.
            record: in what kind of record: a project, an item of equipment or a ticket.
            record_id: in which one.
            role: as what; `other` for whatever it is there, and every party plays it.
            origin: the plugin that asks.

        Raises:
            PartyNotFound: there is no such party.
            NotFound: there is no such record.
            Conflict: the involvement would be a new one, and the party is blocked or archived.
            Invalid: the involvement would be a new one, and the party does not play the role.
        """
        ...

    async def involved(self, *, record: RecordName, record_id: UUID, on: date) -> Sequence[Involvement]:
        """Return who takes part in a record on a day."""
        ...


PARTIES: Final[ServiceKey[PartyService]] = ServiceKey("parties.party", version=1)
