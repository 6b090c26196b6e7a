"""Notices to obligors, as callers give them and as they are shown."""

from datetime import datetime
from typing import Annotated, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_liability.rules.notices import LiabilityNoticeStatus
from wellkept_liability.schemas.warranty import Reason
from wellkept_sdk.ids import PartyId, TicketId, UserId
from wellkept_sdk.moment import Moment

NOTE_LENGTH_MAX: Final = 2_000

Note = Annotated[str, Meta(max_length=NOTE_LENGTH_MAX)]
PerformBy = Annotated[
    str,
    Meta(
        min_length=10,
        max_length=40,
        description="A day of the site, which is included, or a moment with its offset.",
        examples=["2026-03-16", "2026-03-16T10:00:00+08:00"],
    ),
]


class LiabilityNoticeCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the obligor of a warranty is asked to do about a ticket, and by when."""

    warranty_term_id: UUID
    perform_by: PerformBy
    note: Note | None = None


class LiabilityNoticeRead(Struct, frozen=True, kw_only=True):
    """
    A notice.

    Args:
        obligor_party_id: who was asked; null is us.
        perform_by: as it was said.
        due_at: from then on the obligor is in default.
        defaulted_at: when that was noticed.
        step_in_party_id: who does it instead; null is us.
    """

    id: UUID
    ticket_id: TicketId
    warranty_term_id: UUID
    obligor_party_id: PartyId | None
    status: LiabilityNoticeStatus
    perform_by: str
    due_at: datetime
    note: str | None
    defaulted_at: datetime | None
    performed_at: datetime | None
    stepped_in_at: datetime | None
    urgent: bool
    step_in_party_id: PartyId | None
    reason: str | None
    outcome_note: str | None
    actor_id: UserId | None
    created_at: datetime
    updated_at: datetime
    version: int


class _Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action"):
    """
    What every action may say.

    Args:
        occurred_at: when it happened; now, if absent.
        note: kept with the notice.
    """

    occurred_at: Moment | None = None
    note: Note | None = None


class LiabilityNoticePerformed(_Step, frozen=True, kw_only=True, tag="performed"):
    """The obligor has done what it was asked for, in time or late."""


class LiabilityNoticeStepIn(_Step, frozen=True, kw_only=True, tag="step_in"):
    """
    Somebody else does it: once the obligor is in default, or at once what cannot wait.

    Args:
        reason: why.
        party_id: who; null is us.
        urgent: it cannot wait.
    """

    reason: Reason
    party_id: UUID | None = None
    urgent: bool = False


LiabilityNoticeTransition: TypeAlias = LiabilityNoticePerformed | LiabilityNoticeStepIn
