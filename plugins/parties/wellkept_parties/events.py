"""What is announced about parties: ids, codes and days, no rows."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from wellkept_sdk import RecordName
from wellkept_sdk.events import Event
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyRole


class PartiesEnding(StrEnum):
    """What has ended an involvement."""

    PERSON = "person"  #: Somebody has ended it.
    PERIOD = "period"  #: The agreed end has come.
    CLOSURE = "closure"  #: The ticket has been over for so many days; reopening it brings the involvement back.


class PartyEvent(Event, frozen=True, kw_only=True):
    """What every event about a party tells."""

    party_id: PartyId
    code: str

    @property
    def subject(self) -> str:
        """Return the party that this is about."""
        return f"parties/{self.party_id}"


class PartyCreated(PartyEvent, frozen=True, kw_only=True):
    """A party was registered."""

    type: ClassVar[str] = "parties.party.created"


class PartyUpdated(PartyEvent, frozen=True, kw_only=True):
    """What is known of a party has changed."""

    type: ClassVar[str] = "parties.party.updated"
    changed_fields: Sequence[str]


class PartyBlocked(PartyEvent, frozen=True, kw_only=True):
    """Nothing new may name the party."""

    type: ClassVar[str] = "parties.party.blocked"


class PartyUnblocked(PartyEvent, frozen=True, kw_only=True):
    """The party may be named again."""

    type: ClassVar[str] = "parties.party.unblocked"


class PartyArchived(PartyEvent, frozen=True, kw_only=True):
    """The party is kept for the record only."""

    type: ClassVar[str] = "parties.party.archived"


class PartyRestored(PartyEvent, frozen=True, kw_only=True):
    """The party was taken back from the archive."""

    type: ClassVar[str] = "parties.party.restored"


class InvolvementEvent(Event, frozen=True, kw_only=True):
    """What every event about an involvement tells; `ends_on` is exclusive."""

    involvement_id: UUID
    party_id: PartyId
    record_kind: RecordName
    record_id: UUID
    role: PartyRole
    starts_on: date
    ends_on: date | None

    @property
    def subject(self) -> str:
        """Return the party that this is about."""
        return f"parties/{self.party_id}"


class InvolvementStarted(InvolvementEvent, frozen=True, kw_only=True):
    """A party takes part in a record from a day on; also when the reopening of its ticket brings it back."""

    type: ClassVar[str] = "parties.involvement.started"
    origin: str


class InvolvementEnded(InvolvementEvent, frozen=True, kw_only=True):
    """A party takes part no more."""

    type: ClassVar[str] = "parties.involvement.ended"
    because: PartiesEnding


EVENTS: tuple[type[Event], ...] = (
    PartyCreated,
    PartyUpdated,
    PartyBlocked,
    PartyUnblocked,
    PartyArchived,
    PartyRestored,
    InvolvementStarted,
    InvolvementEnded,
)
