"""Who takes part in what: involvements, and whom that makes a candidate or answerable."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_parties.schemas.parties import PartiesContactRead
from wellkept_sdk import RecordName
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyName, PartyRole, PartyScope
from wellkept_sdk.text import ShortText

NOTE_LENGTH_MAX: Final = 2_000

Scopes = Annotated[tuple[PartyScope, ...], Meta(max_length=len(PartyScope), description="What the party answers for.")]
Note = Annotated[str, Meta(max_length=NOTE_LENGTH_MAX)]
Reference = Annotated[ShortText, Meta(description="The number of the party's contract.", examples=["HT-2026-018"])]


class PartiesRecordKind(StrEnum):
    """In what a party may take part."""

    PROJECT = "project"  #: In a project, and so in all of its equipment.
    EQUIPMENT = "equipment"  #: In one item, and so in what belongs to it.
    TICKET = "ticket"  #: In one matter, which a partner sees for so long.


class PartiesInvolvementCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party's part in a record, from today on unless `starts_on` says another day; `ends_on` is exclusive."""

    party_id: PartyId
    role: PartyRole
    scope: Scopes = ()
    starts_on: date | UnsetType = UNSET
    ends_on: date | None = None
    reference: Reference | None = None
    note: Note | None = None


class PartiesInvolvementPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to an involvement; `scope` is replaced as a whole, null for `ends_on` leaves the end open."""

    scope: Scopes | UnsetType = UNSET
    ends_on: date | UnsetType | None = UNSET
    reference: Reference | UnsetType | None = UNSET
    note: Note | UnsetType | None = UNSET


class PartiesInvolvementRead(Struct, frozen=True, kw_only=True):
    """A party's dated part in a record; of `reference` and `note` partners see nothing."""

    id: UUID
    party: PartyName
    record_kind: PartiesRecordKind
    record_id: UUID
    role: PartyRole
    scope: tuple[PartyScope, ...]
    starts_on: date
    ends_on: date | None
    reference: str | None
    note: str | None
    origin: str
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any], *, actor: Actor) -> "PartiesInvolvementRead":
        """Return the stored row, joined with its party's code and name, as the actor may see it."""
        party = PartyName(id=row["party_id"], code=row["code"], name=row["name"])
        hidden = {"reference": None, "note": None} if actor.is_outside else {}
        return msgspec.convert({**row, **hidden, "party": party}, cls)


class PartiesBecause(StrEnum):
    """What makes a party a candidate, the nearest first."""

    EQUIPMENT = "equipment"  #: It takes part in the item that the ticket is about.
    PARENT = "parent"  #: It takes part in an item that this one belongs to.
    PROJECT = "project"  #: It takes part in the project.
    MODEL = "model"  #: It has supplied items of the same model elsewhere.


class PartiesCandidate(Struct, frozen=True, kw_only=True):
    """A party that may have to do with a ticket, whom to call there, and why it is named."""

    party: PartyName
    role: PartyRole
    scope: tuple[PartyScope, ...]
    because: PartiesBecause
    contacts: list[PartiesContactRead]


class PartiesCandidates(Struct, frozen=True, kw_only=True):
    """The candidates of a ticket, the nearest first."""

    items: list[PartiesCandidate]


class PartiesDuty(Struct, frozen=True, kw_only=True):
    """A scope, and who answers for it in one role; `missing` marks one that nobody covers."""

    scope: PartyScope
    role: PartyRole | None
    parties: list[PartyName]
    missing: bool


class PartiesDuties(Struct, frozen=True, kw_only=True):
    """The duty list (责任清单) of a project on one day."""

    on: date
    items: list[PartiesDuty]


def kind_of(name: RecordName) -> PartiesRecordKind:
    """
    Return the kind of a record in which a party may take part.

    Raises:
        ValueError: parties take no part in records of this kind.
    """
    return PartiesRecordKind(name.value)
