"""What may be done to a case, as callers ask for it and as it is listed."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_liability.rules.case_states import CaseAction, CaseStatus
from wellkept_liability.schemas.shares import LiabilityAnswerEvidence, ShareList
from wellkept_liability.terms import Days
from wellkept_sdk.ids import PartyId
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Name, RequiredText

VersionNumber = Annotated[int, Meta(ge=1, le=2**31 - 1, description="Of the shares that the caller has seen.")]


class LiabilityPropose(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="propose"
):
    """
    Ask those who bear shares; each party is involved in the ticket from now on.

    Args:
        answer_within_days: of 24 hours each; the terms say, if absent.
    """

    answer_within_days: Days | None = None
    occurred_at: Moment | None = None
    note: RequiredText | None = None


class LiabilityAccept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="accept"):
    """
    Say that a share is right.

    Args:
        party_id: for whom; partners need not name themselves, and without one our own house answers for the customer.
        evidence: how the answer reached us, where our own house writes it down.
    """

    version: VersionNumber
    party_id: PartyId | None = None
    evidence: LiabilityAnswerEvidence | None = None
    occurred_at: Moment | None = None
    note: RequiredText | None = None


class LiabilityDispute(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="dispute"
):
    """
    Say that a share is wrong.

    Args:
        party_id: as for accepting.
        counter_shares: what would be agreed to; parties that are not known are left out.
        evidence: as for accepting; the reason may do.
    """

    version: VersionNumber
    party_id: PartyId | None = None
    reason: RequiredText
    counter_shares: ShareList | None = None
    evidence: LiabilityAnswerEvidence | None = None
    occurred_at: Moment | None = None
    note: RequiredText | None = None


class LiabilityArbitrate(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="arbitrate"
):
    """Record what was decided for all: the shares are a new version that nobody answers."""

    decided_by: Name
    decision: RequiredText
    shares: ShareList
    occurred_at: Moment | None = None
    note: RequiredText | None = None


class LiabilityFinalise(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="finalise"
):
    """Freeze the case: no version, evidence or answer comes after it."""

    occurred_at: Moment | None = None
    note: RequiredText | None = None


LiabilityCaseTransition = LiabilityPropose | LiabilityAccept | LiabilityDispute | LiabilityArbitrate | LiabilityFinalise


class LiabilityCaseReason(Struct, frozen=True, kw_only=True):
    """Something that is against an action."""

    code: str
    message: str


class LiabilityCaseActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether the caller may do it now, where it leads, and all that is against it."""

    action: CaseAction
    allowed: bool
    to: CaseStatus
    reasons: list[LiabilityCaseReason]


class LiabilityCaseActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not, and the version that would be answered."""

    case_id: UUID
    status: CaseStatus
    version: int
    actions: list[LiabilityCaseActionRead]
