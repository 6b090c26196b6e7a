"""What is announced about back-charges and retentions."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import PartyId, ProjectId
from wellkept_sdk.money import Money


class LiabilityBackChargeEvent(Event, frozen=True, kw_only=True):
    """What every event of a back-charge tells; an amount below zero is a credit."""

    back_charge_id: UUID
    number: str
    case_id: UUID
    party_id: PartyId
    amount: Money

    @property
    def subject(self) -> str:
        """Return the back-charge that this is about."""
        return f"liability/back-charges/{self.back_charge_id}"


class LiabilityBackChargeDrafted(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """A party's parts of what was spent were added up; it does not see that yet."""

    type: ClassVar[str] = "liability.back_charge.drafted"


class LiabilityBackChargeIssued(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """The party sees the back-charge and is asked to answer."""

    type: ClassVar[str] = "liability.back_charge.issued"
    answer_due_at: datetime | None


class LiabilityBackChargeAccepted(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """The party agrees; `given_by` tells whether by its own word, by ours on its behalf or by silence."""

    type: ClassVar[str] = "liability.back_charge.accepted"
    given_by: str


class LiabilityBackChargeDisputed(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """The party does not agree; `given_by` tells whether by its own word, by ours on its behalf or by silence."""

    type: ClassVar[str] = "liability.back_charge.disputed"
    given_by: str


class LiabilityBackChargeSettled(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """The back-charge was paid, set off or waived, once."""

    type: ClassVar[str] = "liability.back_charge.settled"
    method: str


class LiabilityBackChargeWithdrawn(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """The back-charge is void; what it asked for may be asked for anew."""

    type: ClassVar[str] = "liability.back_charge.withdrawn"
    reason: str


class LiabilityBackChargeAnswerOverdue(LiabilityBackChargeEvent, frozen=True, kw_only=True):
    """The party has not answered in time; a late answer still counts."""

    type: ClassVar[str] = "liability.back_charge.answer_overdue"
    answer_due_at: datetime


class LiabilityRetentionEvent(Event, frozen=True, kw_only=True):
    """What every event of a retention tells, with what is still held back."""

    retention_id: UUID
    number: str
    project_id: ProjectId | None
    party_id: PartyId | None
    balance: Money

    @property
    def subject(self) -> str:
        """Return the retention that this is about."""
        return f"liability/retentions/{self.retention_id}"


class LiabilityRetentionWithheld(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """A part of a project's price is held back."""

    type: ClassVar[str] = "liability.retention.withheld"
    amount: Money


class LiabilityRetentionDeducted(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """A part of what was held back is not released any more."""

    type: ClassVar[str] = "liability.retention.deducted"
    amount: Money
    back_charge_id: UUID | None


class LiabilityRetentionRequested(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """Somebody asks for the money."""

    type: ClassVar[str] = "liability.retention.requested"
    step_due_at: datetime


class LiabilityRetentionReminded(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """The check is overdue; without an answer by `step_due_at`, silence counts as agreement."""

    type: ClassVar[str] = "liability.retention.reminded"
    step_due_at: datetime


class LiabilityRetentionAgreed(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """The money is to be paid; `given_by` tells whether somebody has said so or silence counts."""

    type: ClassVar[str] = "liability.retention.agreed"
    given_by: str


class LiabilityRetentionObjected(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """The money is not released."""

    type: ClassVar[str] = "liability.retention.objected"
    reason: str | None


class LiabilityRetentionPaid(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """The money was paid; nothing is held back any more."""

    type: ClassVar[str] = "liability.retention.paid"
    amount: Money


class LiabilityRetentionRescheduled(LiabilityRetentionEvent, frozen=True, kw_only=True):
    """The days of the retention are known now, or are others; `ends_on` is exclusive."""

    type: ClassVar[str] = "liability.retention.rescheduled"
    starts_on: date | None
    ends_on: date | None


MONEY = (
    LiabilityBackChargeDrafted,
    LiabilityBackChargeIssued,
    LiabilityBackChargeAccepted,
    LiabilityBackChargeDisputed,
    LiabilityBackChargeSettled,
    LiabilityBackChargeWithdrawn,
    LiabilityBackChargeAnswerOverdue,
    LiabilityRetentionWithheld,
    LiabilityRetentionDeducted,
    LiabilityRetentionRequested,
    LiabilityRetentionReminded,
    LiabilityRetentionAgreed,
    LiabilityRetentionObjected,
    LiabilityRetentionPaid,
    LiabilityRetentionRescheduled,
)
