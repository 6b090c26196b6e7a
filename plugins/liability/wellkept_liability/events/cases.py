"""What is announced about cases: where they stand, and no shares."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import PartyId, TicketId


class LiabilityCaseEvent(Event, frozen=True, kw_only=True):
    """What every event of a case tells; `version` is that of its shares."""

    case_id: UUID
    number: str
    ticket_id: TicketId | None
    version: int

    @property
    def subject(self) -> str:
        """Return the case that this is about."""
        return f"liability/cases/{self.case_id}"


class LiabilityCaseOpened(LiabilityCaseEvent, frozen=True, kw_only=True):
    """A first finding was written."""

    type: ClassVar[str] = "liability.case.opened"


class LiabilityCaseProposed(LiabilityCaseEvent, frozen=True, kw_only=True):
    """Those who bear shares see the case and are asked to answer; without a due where nobody has to."""

    type: ClassVar[str] = "liability.case.proposed"
    answer_due_at: datetime | None


class LiabilityCaseAccepted(LiabilityCaseEvent, frozen=True, kw_only=True):
    """All who bear shares agree."""

    type: ClassVar[str] = "liability.case.accepted"


class LiabilityCaseDisputed(LiabilityCaseEvent, frozen=True, kw_only=True):
    """Somebody says that a share is wrong; without a party's id, that is the customer."""

    type: ClassVar[str] = "liability.case.disputed"
    disputing_party_id: PartyId | None


class LiabilityCaseArbitrated(LiabilityCaseEvent, frozen=True, kw_only=True):
    """Somebody whom all must follow has decided."""

    type: ClassVar[str] = "liability.case.arbitrated"


class LiabilityCaseFinalised(LiabilityCaseEvent, frozen=True, kw_only=True):
    """The case never changes any more."""

    type: ClassVar[str] = "liability.case.finalised"
    evidence_root: str


class LiabilityCaseAnswerOverdue(LiabilityCaseEvent, frozen=True, kw_only=True):
    """The time for answers is over, and some are missing; what that means, the terms say."""

    type: ClassVar[str] = "liability.case.answer_overdue"
    silence: str
    missing: int


CASES = (
    LiabilityCaseOpened,
    LiabilityCaseProposed,
    LiabilityCaseAccepted,
    LiabilityCaseDisputed,
    LiabilityCaseArbitrated,
    LiabilityCaseFinalised,
    LiabilityCaseAnswerOverdue,
)
