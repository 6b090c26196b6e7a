"""Writing answers, in the transaction in which a low score opens its ticket."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row, store
from wellkept_sdk.ids import CustomerId, ProjectId, TicketId, UserId, uuid7
from wellkept_survey.events import AnswerEdited, AnswerGiven
from wellkept_survey.queries.answers import Asking
from wellkept_survey.rules.answers import Given, lowest_of, nps_of
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.schemas.answers import SurveyEvidence
from wellkept_survey.service import invitation_rows as rows
from wellkept_survey.service.low_scores import is_low, open_ticket
from wellkept_survey.tables import SurveyAnswer, SurveyInvitation
from wellkept_survey.terms import SurveyTerms

_OVERALL: Final = "overall"
_VALUE_COLUMNS: Final = ("id", "invitation_id", "question_code", "dimension", "number", "choices", "text")


class Answer(Struct, frozen=True, kw_only=True):
    """A valid answer, and who has written it down if it was not the customer."""

    given: Sequence[Given]
    comment: str | None
    language: str
    recorded_by: UserId | None = None
    evidence: SurveyEvidence | None = None


async def keep(ctx: Ctx, row: Row, asking: Asking, answer: Answer) -> datetime:
    """
    Store an answer or replace the one that is there, and do what follows from it.

    Args:
        ctx: of what the invitation is about.
        row: of the invitation, which the caller has locked together with its ticket.
        asking: what was asked, and how far its answer has come, now that the row is locked.
        answer: what was answered.

    Returns:
        Until when it may be replaced, exclusive.
    """
    edited_until = asking.edited_until
    is_first = edited_until is None
    if edited_until is None:
        edited_until = ctx.at + timedelta(minutes=ctx.terms(SurveyTerms).edit_minutes)
        await ctx.db.insert(
            SurveyAnswer, id=row["id"], invitation_id=row["id"], edited_until=edited_until, **_columns(answer)
        )
    else:
        await _replace(ctx, row, answer)
    await store(ctx.db, "survey_answer_value", columns=_VALUE_COLUMNS, rows=_values(row, answer.given))
    follow_up_id = await open_ticket(ctx, row, asking, answer.given)
    changes: dict[str, object] = {"status": SurveyStatus.ANSWERED, "follow_up_ticket_id": follow_up_id}
    if is_first:
        changes |= {"answered_at": ctx.at, "sent_at": row["sent_at"] or ctx.at}
    await ctx.db.update(SurveyInvitation, row["id"], changes=changes)
    await rows.shown_otherwise(ctx, row)
    await _announce(ctx, row, asking, answer, edited=not is_first)
    return edited_until


async def _replace(ctx: Ctx, row: Row, answer: Answer) -> None:
    await ctx.db.execute("DELETE FROM survey_answer_value WHERE invitation_id = ?", row["id"])
    columns = {**_columns(answer), "updated_at": ctx.at}
    names = ", ".join(f"{name} = ?" for name in columns)
    await ctx.db.execute(f"UPDATE survey_answer SET {names} WHERE invitation_id = ?", *columns.values(), row["id"])


async def _announce(ctx: Ctx, row: Row, asking: Asking, answer: Answer, *, edited: bool) -> None:
    kind = AnswerEdited if edited else AnswerGiven
    shown: dict[str, Any] = {"overall": None, "nps": None, "low": False}
    if not asking.anonymous:
        shown = {
            "overall": lowest_of(answer.given, _OVERALL),
            "nps": nps_of(answer.given),
            "low": is_low(ctx, answer.given),
        }
    told = kind(
        invitation_id=row["id"],
        template=asking.template,
        trigger=row["trigger"],
        wave=row["wave"],
        ticket_id=None if asking.ticket_id is None else TicketId(asking.ticket_id),
        project_id=ProjectId(asking.project_id),
        customer_id=CustomerId(asking.customer_id),
        **shown,
    )
    await ctx.emit(told)


def _columns(answer: Answer) -> dict[str, object]:
    return {
        "comment": answer.comment,
        "recorded_by": answer.recorded_by,
        "evidence": None if answer.evidence is None else msgspec.to_builtins(answer.evidence),
        "language": answer.language,
    }


def _values(row: Row, given: Sequence[Given]) -> list[tuple[object, ...]]:
    return [
        (
            uuid7(),
            row["id"],
            each.question.code,
            each.question.dimension,
            each.number,
            None if each.choices is None else list(each.choices),
            each.text,
        )
        for each in given
    ]
