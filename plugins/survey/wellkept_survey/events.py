"""What is announced about invitations, answers and follow-ups: ids, codes and moments, no rows."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import CustomerId, ProjectId, TicketId, UserId
from wellkept_survey.permissions import WRITE
from wellkept_survey.rules.kinds import SurveyNeedKind, SurveySuppression
from wellkept_survey.terms import SurveyFollowUpKind


class InvitationEvent(Event, frozen=True, kw_only=True):
    """What every event of an invitation tells; `ticket_id` is null of one that is about no ticket."""

    invitation_id: UUID
    template: str
    trigger: str
    wave: int
    ticket_id: TicketId | None
    project_id: ProjectId
    customer_id: CustomerId

    @property
    def subject(self) -> str:
        """Return the invitation that this is about."""
        return f"survey/invitations/{self.invitation_id}"


class InvitationScheduled(InvitationEvent, frozen=True, kw_only=True):
    """Somebody will be asked."""

    type: ClassVar[str] = "survey.invitation.scheduled"
    send_at: datetime | None


class InvitationSent(InvitationEvent, frozen=True, kw_only=True):
    """Somebody is asked; whoever delivers the link finds it here, with the respondent's addresses."""

    type: ClassVar[str] = "survey.invitation.sent"
    # Whoever has the link answers for the customer.
    confidential: ClassVar[Mapping[str, str]] = MappingProxyType({"url": WRITE.name})
    url: str
    channel: str
    respondent: dict[str, Any]
    expires_at: datetime


class InvitationReminded(InvitationEvent, frozen=True, kw_only=True):
    """Who has not answered is to be reminded; the link is that of `survey.invitation.sent`."""

    type: ClassVar[str] = "survey.invitation.reminded"
    reminder: int
    respondent: dict[str, Any]
    expires_at: datetime


class InvitationSuppressed(InvitationEvent, frozen=True, kw_only=True):
    """Somebody is not asked."""

    type: ClassVar[str] = "survey.invitation.suppressed"
    because: SurveySuppression


class InvitationExpired(InvitationEvent, frozen=True, kw_only=True):
    """Nobody has answered in time."""

    type: ClassVar[str] = "survey.invitation.expired"


class InvitationCancelled(InvitationEvent, frozen=True, kw_only=True):
    """An invitation was taken back."""

    type: ClassVar[str] = "survey.invitation.cancelled"
    reason: str


class AnswerEvent(InvitationEvent, frozen=True, kw_only=True):
    """What every event of an answer tells; of an anonymous template only that there is one."""

    overall: int | None
    nps: int | None
    low: bool


class AnswerGiven(AnswerEvent, frozen=True, kw_only=True):
    """Somebody has answered."""

    type: ClassVar[str] = "survey.answer.given"


class AnswerEdited(AnswerEvent, frozen=True, kw_only=True):
    """An answer was replaced."""

    type: ClassVar[str] = "survey.answer.edited"


class FollowUpEvent(Event, frozen=True, kw_only=True):
    """What every event of a follow-up tells."""

    follow_up_id: UUID
    number: str
    code: str
    occurrence: int
    kind: SurveyFollowUpKind
    project_id: ProjectId
    customer_id: CustomerId
    due_on: date

    @property
    def subject(self) -> str:
        """Return the follow-up that this is about."""
        return f"survey/follow-ups/{self.follow_up_id}"


class FollowUpPlanned(FollowUpEvent, frozen=True, kw_only=True):
    """A follow-up is to be made."""

    type: ClassVar[str] = "survey.follow_up.planned"


class FollowUpAssigned(FollowUpEvent, frozen=True, kw_only=True):
    """Somebody is to make a follow-up."""

    type: ClassVar[str] = "survey.follow_up.assigned"
    assignee_id: UserId


class FollowUpCompleted(FollowUpEvent, frozen=True, kw_only=True):
    """A follow-up was made."""

    type: ClassVar[str] = "survey.follow_up.completed"
    needs: int


class FollowUpMissed(FollowUpEvent, frozen=True, kw_only=True):
    """A follow-up was not made in its window."""

    type: ClassVar[str] = "survey.follow_up.missed"
    reason: str | None


class FollowUpCancelled(FollowUpEvent, frozen=True, kw_only=True):
    """A follow-up will not be made."""

    type: ClassVar[str] = "survey.follow_up.cancelled"
    reason: str | None


class NeedFound(FollowUpEvent, frozen=True, kw_only=True):
    """A follow-up found something."""

    type: ClassVar[str] = "survey.need.found"
    need_id: UUID
    need: SurveyNeedKind
    ticket_id: TicketId | None


EVENTS: tuple[type[Event], ...] = (
    InvitationScheduled,
    InvitationSent,
    InvitationReminded,
    InvitationSuppressed,
    InvitationExpired,
    InvitationCancelled,
    AnswerGiven,
    AnswerEdited,
    FollowUpPlanned,
    FollowUpAssigned,
    FollowUpCompleted,
    FollowUpMissed,
    FollowUpCancelled,
    NeedFound,
)
