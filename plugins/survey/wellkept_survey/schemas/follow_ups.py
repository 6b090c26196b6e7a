"""Follow-ups as callers give and see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.ids import CustomerId, ProjectId, TicketId, UserId
from wellkept_sdk.text import Name
from wellkept_survey.rules.kinds import SurveyFollowUpStatus, SurveyNeedKind
from wellkept_survey.terms import CHECKS_MAX, Slug, SurveyFollowUpKind

WINDOW_DAYS_DEFAULT = 30
WindowDays = Annotated[int, Meta(ge=0, le=366)]


class SurveyFollowUpCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Plan a follow-up by hand.

    Args:
        code: what it is for; one that the terms have too takes the place of its next occurrence.
        due_on: today, in the project's zone, or later; it need be no working day.
        window_days: how many days after that it may still be made.
        checklist: what is looked at.
    """

    code: Slug
    kind: SurveyFollowUpKind
    due_on: date
    window_days: WindowDays = WINDOW_DAYS_DEFAULT
    checklist: Annotated[tuple[Name, ...], Meta(max_length=CHECKS_MAX)] = ()


class SurveyNeedRead(Struct, frozen=True, kw_only=True):
    """Something that a follow-up found, and the ticket that was opened for it."""

    kind: SurveyNeedKind
    text: str
    ticket_id: TicketId | None

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return a stored need as it is shown."""
        return cls(kind=SurveyNeedKind(row["kind"]), text=row["text"], ticket_id=row["ticket_id"])


class SurveyFollowUpResult(Struct, frozen=True, kw_only=True):
    """What came of a follow-up: who was spoken to, what was said, and what is needed."""

    summary: str
    contact_name: str
    needs: list[SurveyNeedRead]


class SurveyFollowUpRead(Struct, frozen=True, kw_only=True):
    """
    A planned contact with a customer about a project.

    Args:
        occurrence: its place after the day from which it counts, from 1; of one by the day of the year, the year.
        manual: whether somebody has planned it, and not the terms.
        due_on: on which day, in the project's zone.
        window_until: the last day on which it may be made; after it, it is missed.
        result: of one that is done.
        reason: why it was moved, missed or cancelled, at last; `plan_ended` and `dates_changed` are not people's.
        done_at: when it was made.
    """

    id: UUID
    number: str
    customer_id: CustomerId
    project_id: ProjectId
    code: str
    occurrence: int
    manual: bool
    kind: SurveyFollowUpKind
    due_on: date
    window_until: date
    status: SurveyFollowUpStatus
    assignee_id: UserId | None
    checklist: list[str]
    result: SurveyFollowUpResult | None
    reason: str | None
    done_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, needs: Sequence[Row] = ()) -> Self:
        """Return a stored follow-up with its needs as it is shown."""
        said = row["result"]
        return cls(
            id=row["id"],
            number=row["number"],
            customer_id=row["customer_id"],
            project_id=row["project_id"],
            code=row["code"],
            occurrence=row["occurrence"],
            manual=row["manual"],
            kind=SurveyFollowUpKind(row["kind"]),
            due_on=row["due_on"],
            window_until=row["window_until"],
            status=SurveyFollowUpStatus(row["status"]),
            assignee_id=row["assignee_id"],
            checklist=row["checklist"],
            result=None
            if said is None
            else SurveyFollowUpResult(**said, needs=[SurveyNeedRead.of(each) for each in needs]),
            reason=row["reason"],
            done_at=row["done_at"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            version=row["version"],
        )
