"""Templates: what callers give and see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.db import Row
from wellkept_sdk.text import Code, Name
from wellkept_survey.rules.kinds import SurveyTemplateStatus
from wellkept_survey.rules.questions import LOCALES_MAX, QUESTIONS_MAX, Locale, SurveyQuestion

WORDS_LENGTH_MAX = 4_000

Words = Annotated[
    dict[Locale, Annotated[str, Meta(min_length=1, max_length=WORDS_LENGTH_MAX)]], Meta(max_length=LOCALES_MAX)
]
Questions = Annotated[tuple[SurveyQuestion, ...], Meta(max_length=QUESTIONS_MAX)]


class SurveyRevisionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked from now on; invitations that were made keep their revision."""

    questions: Questions
    intro: Words = {}
    thanks: Words = {}


class SurveyTemplateCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A new template. Its code is its own for good.

    Args:
        questions: in the order in which they are asked.
        intro: shown before them, by language.
        thanks: shown after the answer, by language.
        anonymous: whether respondent and ticket of its answers are hidden from everybody.
    """

    code: Code
    name: Name
    questions: Questions
    intro: Words = {}
    thanks: Words = {}
    anonymous: bool = False


class SurveyTemplatePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a template; what it asks is changed by a revision."""

    name: Name | UnsetType = UNSET
    status: SurveyTemplateStatus | UnsetType = UNSET


class SurveyTemplateRead(Struct, frozen=True, kw_only=True):
    """A template with what it asks at present."""

    id: UUID
    code: str
    name: str
    status: SurveyTemplateStatus
    anonymous: bool
    preset: bool
    revision: int
    questions: Sequence[SurveyQuestion]
    intro: dict[str, str]
    thanks: dict[str, str]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row) -> "SurveyTemplateRead":
        """Return a stored template, its row joined with its revision."""
        return msgspec.convert(row, cls)
