"""What is announced about warranties and notices."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import EquipmentId, PartyId, ProjectId, TicketId
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope


class LiabilityWarrantyTermEvent(Event, frozen=True, kw_only=True):
    """What every event of a warranty tells; `ends_on` is exclusive, both days are null while they are not known."""

    warranty_term_id: UUID
    project_id: ProjectId
    equipment_id: EquipmentId | None
    scope: PartyScope
    side: WarrantySide
    obligor_party_id: PartyId | None
    starts_on: date | None
    ends_on: date | None

    @property
    def subject(self) -> str:
        """Return the warranty that this is about."""
        return f"liability/warranty-terms/{self.warranty_term_id}"


class LiabilityWarrantyTermCreated(LiabilityWarrantyTermEvent, frozen=True, kw_only=True):
    """A warranty was given or received."""

    type: ClassVar[str] = "liability.warranty_term.created"
    replaces_id: UUID | None


class LiabilityWarrantyTermRescheduled(LiabilityWarrantyTermEvent, frozen=True, kw_only=True):
    """A warranty runs from and to other days, because the day from which it counts has come or changed."""

    type: ClassVar[str] = "liability.warranty_term.rescheduled"
    before_starts_on: date | None
    before_ends_on: date | None


class LiabilityWarrantyTermBelowFloor(LiabilityWarrantyTermEvent, frozen=True, kw_only=True):
    """A warranty that we gave is shorter than the law allows; the minimum is null where only its kind is wrong."""

    type: ClassVar[str] = "liability.warranty_term.below_floor"
    rule: str
    minimum_ends_on: date | None


class LiabilityWarrantyTermRevoked(LiabilityWarrantyTermEvent, frozen=True, kw_only=True):
    """A warranty covers nothing any more."""

    type: ClassVar[str] = "liability.warranty_term.revoked"
    reason: str


class LiabilityWarrantyTermEnding(LiabilityWarrantyTermEvent, frozen=True, kw_only=True):
    """A warranty ends within 30 days."""

    type: ClassVar[str] = "liability.warranty_term.ending"


class LiabilityNoticeEvent(Event, frozen=True, kw_only=True):
    """What every event of a notice to an obligor tells; without an obligor's id, that is us."""

    notice_id: UUID
    ticket_id: TicketId
    warranty_term_id: UUID
    obligor_party_id: PartyId | None

    @property
    def subject(self) -> str:
        """Return the notice that this is about."""
        return f"liability/obligor-notices/{self.notice_id}"


class LiabilityNoticeGiven(LiabilityNoticeEvent, frozen=True, kw_only=True):
    """An obligor was asked to do what it has promised."""

    type: ClassVar[str] = "liability.notice.given"
    due_at: datetime


class LiabilityNoticeDefaulted(LiabilityNoticeEvent, frozen=True, kw_only=True):
    """An obligor has not done in time what it was asked for."""

    type: ClassVar[str] = "liability.notice.defaulted"
    due_at: datetime


class LiabilityNoticePerformed(LiabilityNoticeEvent, frozen=True, kw_only=True):
    """An obligor has done what it was asked for."""

    type: ClassVar[str] = "liability.notice.performed"


class LiabilityNoticeSteppedIn(LiabilityNoticeEvent, frozen=True, kw_only=True):
    """Somebody else does it instead of the obligor: a party, or we where none is named."""

    type: ClassVar[str] = "liability.notice.stepped_in"
    step_in_party_id: PartyId | None
    urgent: bool


WARRANTY = (
    LiabilityWarrantyTermCreated,
    LiabilityWarrantyTermRescheduled,
    LiabilityWarrantyTermBelowFloor,
    LiabilityWarrantyTermRevoked,
    LiabilityWarrantyTermEnding,
    LiabilityNoticeGiven,
    LiabilityNoticeDefaulted,
    LiabilityNoticePerformed,
    LiabilityNoticeSteppedIn,
)
