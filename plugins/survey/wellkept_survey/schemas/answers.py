"""Answers: what callers give and see, with and without a login."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.text import LongText, Name
from wellkept_survey.rules.answers import Answers
from wellkept_survey.rules.kinds import SurveyEvidenceKind, SurveyQuestionKind
from wellkept_survey.rules.languages import words_in
from wellkept_survey.rules.questions import SCALE_DEFAULT, Locale, SurveyQuestion, SurveyShowIf

COMMENT_LENGTH_MAX = 4_000

Comment = Annotated[str, Meta(max_length=COMMENT_LENGTH_MAX)]


class SurveyPublicAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody answers who has the link; a second answer replaces the first as long as it may."""

    answers: Answers
    comment: Comment | None = None
    language: Locale | None = None


class SurveyEvidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an answer reached us that somebody of ours writes down, and who gave it."""

    kind: SurveyEvidenceKind
    contact_name: Name
    note: LongText | None = None


class SurveyAnswerRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer that somebody of ours writes down for the customer."""

    answers: Answers
    evidence: SurveyEvidence
    comment: Comment | None = None
    language: Locale | None = None


class SurveyThanks(Struct, frozen=True, kw_only=True):
    """What is said after an answer; until `edit_until`, exclusive, another one replaces it."""

    thanks: str
    edit_until: datetime


class SurveyPublicOption(Struct, frozen=True, kw_only=True):
    """One choice in one language."""

    code: str
    title: str


class SurveyPublicQuestion(Struct, frozen=True, kw_only=True):
    """One question in one language; `scale` is the greatest number of a rating, null of others."""

    code: str
    kind: SurveyQuestionKind
    title: str
    required: bool
    dimension: str | None
    scale: int | None
    multiple: bool
    options: list[SurveyPublicOption]
    show_if: SurveyShowIf | None

    @classmethod
    def of(cls, question: SurveyQuestion, *, language: str, default: str) -> "SurveyPublicQuestion":
        """Return a question as it is asked in a language."""
        return cls(
            code=question.code,
            kind=question.kind,
            title=words_in(question.title, language, default=default),
            required=question.required,
            dimension=question.dimension,
            scale=(question.scale or SCALE_DEFAULT) if question.kind is SurveyQuestionKind.RATING else None,
            multiple=question.multiple,
            options=[
                SurveyPublicOption(code=each.code, title=words_in(each.title, language, default=default))
                for each in question.options
            ],
            show_if=question.show_if,
        )


class SurveyPublicTicket(Struct, frozen=True, kw_only=True):
    """Which matter it is about."""

    number: str
    title: str


class SurveyPublicPage(Struct, frozen=True, kw_only=True):
    """
    What a link shows, and nothing else.

    Args:
        template: the code of what is asked.
        language: of all words here.
        ticket: which matter it is about; null where it is about none.
        expires_at: until when it can be answered, exclusive.
        answered: whether it was.
    """

    template: str
    revision: int
    language: str
    intro: str
    questions: list[SurveyPublicQuestion]
    ticket: SurveyPublicTicket | None
    expires_at: datetime
    answered: bool


class SurveyAnswerValueRead(Struct, frozen=True, kw_only=True):
    """What was answered to one question."""

    question: str
    dimension: str | None
    value: int | str | list[str]

    @classmethod
    def of(cls, row: Row) -> "SurveyAnswerValueRead":
        """Return a stored value."""
        stored = [row[name] for name in ("number", "choices", "text") if row[name] is not None]
        return cls(question=row["question_code"], dimension=row["dimension"], value=stored[0])


class SurveyAnswerRead(Struct, frozen=True, kw_only=True):
    """
    An answer.

    Args:
        recorded_by: who of ours wrote it down; null where the customer answered himself.
        evidence: how it reached us then.
        edited_until: until when it may be replaced, exclusive.
    """

    invitation_id: UUID
    answers: list[SurveyAnswerValueRead]
    comment: str | None
    recorded_by: UUID | None
    evidence: SurveyEvidence | None
    language: str
    created_at: datetime
    updated_at: datetime
    edited_until: datetime

    @classmethod
    def of(cls, row: Row, values: Sequence[Row]) -> "SurveyAnswerRead":
        """Return a stored answer with its stored values."""
        read = msgspec.convert({**row, "answers": []}, cls)
        return msgspec.structs.replace(read, answers=[SurveyAnswerValueRead.of(value) for value in values])
