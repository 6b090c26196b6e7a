"""What is done to follow-ups, as callers say it and as it is shown."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.ids import UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Name
from wellkept_survey.rules.follow_ups import FollowUpAction
from wellkept_survey.rules.kinds import SurveyFollowUpStatus, SurveyNeedKind

NEEDS_MAX: Final = 50
_TEXT_LENGTH_MAX: Final = 4_000
_REASON_LENGTH_MAX: Final = 500

Reason = Annotated[str, Meta(min_length=1, max_length=_REASON_LENGTH_MAX)]
Words = Annotated[str, Meta(min_length=1, max_length=_TEXT_LENGTH_MAX)]


class SurveyNeedCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Something that a follow-up found.

    Args:
        open_ticket: whether a ticket is opened for it, whose channel is the kind of the follow-up.
    """

    kind: SurveyNeedKind
    text: Words
    open_ticket: bool = False


class _Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action"):
    """What can be done to a follow-up."""


class SurveyFollowUpAssign(_Step, frozen=True, kw_only=True, tag=FollowUpAction.ASSIGN.value):
    """Give it to somebody: an active admin, dispatcher or engineer."""

    assignee_id: UUID


class SurveyFollowUpComplete(_Step, frozen=True, kw_only=True, tag=FollowUpAction.COMPLETE.value):
    """
    Say what it found; the tickets of its needs are opened with it, or nothing happens.

    Args:
        summary: what was said.
        contact_name: with whom.
        occurred_at: when; now, if absent.
    """

    summary: Words
    contact_name: Name
    needs: Annotated[list[SurveyNeedCreate], Meta(max_length=NEEDS_MAX)] = []
    occurred_at: Moment | None = None


class SurveyFollowUpReschedule(_Step, frozen=True, kw_only=True, tag=FollowUpAction.RESCHEDULE.value):
    """Let it be made on another day, today or later; its window stays as long as it was."""

    due_on: date
    reason: Reason


class SurveyFollowUpMiss(_Step, frozen=True, kw_only=True, tag=FollowUpAction.MISS.value):
    """Say that it was not made."""

    reason: Reason


class SurveyFollowUpCancel(_Step, frozen=True, kw_only=True, tag=FollowUpAction.CANCEL.value):
    """Call it off."""

    reason: Reason


SurveyFollowUpTransition = (
    SurveyFollowUpAssign | SurveyFollowUpComplete | SurveyFollowUpReschedule | SurveyFollowUpMiss | SurveyFollowUpCancel
)


class SurveyFollowUpActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether it is possible now, and where it leads."""

    action: FollowUpAction
    allowed: bool
    to: SurveyFollowUpStatus


class SurveyFollowUpActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: SurveyFollowUpStatus
    actions: list[SurveyFollowUpActionRead]


class SurveyFollowUpStep(Struct, frozen=True, kw_only=True):
    """One step in the life of a follow-up; `data` is what was said with the action."""

    id: UUID
    action: str
    from_status: SurveyFollowUpStatus | None
    to_status: SurveyFollowUpStatus
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UserId | None
    data: dict[str, Any]

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return a stored step as it is shown."""
        return cls(
            id=row["id"],
            action=row["action"],
            from_status=None if row["from_status"] is None else SurveyFollowUpStatus(row["from_status"]),
            to_status=SurveyFollowUpStatus(row["to_status"]),
            occurred_at=row["occurred_at"],
            recorded_at=row["recorded_at"],
            actor_id=row["actor_id"],
            data=row["data"],
        )
