"""Invitations: what callers give and see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk.text import Code, RequiredText
from wellkept_survey.rules.kinds import SurveyChannel, SurveyStatus, SurveySuppression
from wellkept_survey.rules.respondents import SurveyRespondent
from wellkept_survey.schemas.answers import SurveyAnswerRead

#: What would tell of an anonymous answer whose it is.
_TELLING = ("respondent", "ticket_id", "visit_id", "follow_up_ticket_id")


class SurveyInvitationCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Somebody to be asked about a ticket.

    Args:
        template_code: what is asked.
        respondent: who; with an account, an e-mail address or a phone number.
        channel: how.
        send: whether it is sent now; else it waits until its link is asked for, or somebody writes down the answer.
    """

    template_code: Code
    respondent: SurveyRespondent
    channel: SurveyChannel = SurveyChannel.LINK
    send: bool = True


class SurveyCancellation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an invitation is taken back."""

    reason: RequiredText


class SurveyRespondentRead(Struct, frozen=True, kw_only=True):
    """Who is asked, every member stated."""

    name: str
    role: str | None
    email: str | None
    phone: str | None
    user_id: UUID | None


class SurveyInvitationRead(Struct, frozen=True, kw_only=True):
    """
    An invitation, without its token.

    Args:
        ticket_id: which ticket it is about; null where it is about a project, and of an anonymous template.
        template: the code of what is asked, in `revision`.
        wave: the round: how often the ticket was taken up again, plus one, or the number of the period.
        trigger: which trigger of the terms has invited, or `manual`.
        respondent: who is asked; null of an anonymous template.
        suppressed_because: why it was never sent.
        send_at: when it is or was to be sent.
        expires_at: until when it can be answered, exclusive.
        follow_up_ticket_id: the ticket that a low score has opened.
    """

    id: UUID
    ticket_id: UUID | None
    visit_id: UUID | None
    project_id: UUID
    customer_id: UUID
    template: str
    revision: int
    wave: int
    trigger: str
    status: SurveyStatus
    channel: SurveyChannel
    respondent: SurveyRespondentRead | None
    suppressed_because: SurveySuppression | None
    cancel_reason: str | None
    send_at: datetime | None
    sent_at: datetime | None
    expires_at: datetime | None
    answered_at: datetime | None
    reminders_sent: int
    follow_up_ticket_id: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any], **more: object) -> Self:
        """Return a stored invitation, its row joined with its template; an anonymous one tells nobody whose it is."""
        hidden = dict.fromkeys(_TELLING) if row["anonymous"] else {}
        return msgspec.convert({**row, **hidden, **more}, cls)


class SurveyInvitationMade(SurveyInvitationRead, frozen=True, kw_only=True):
    """An invitation that was asked for; `token` and `url` are shown this once, null where nothing new was sent."""

    token: str | None
    url: str | None


class SurveyInvitationDetail(SurveyInvitationRead, frozen=True, kw_only=True):
    """An invitation with its answer; null where there is none yet, and of an anonymous template."""

    answer: SurveyAnswerRead | None


class SurveyInvitationLink(Struct, frozen=True, kw_only=True):
    """A new link, shown this once; every earlier one has died."""

    token: str
    url: str
    expires_at: datetime
