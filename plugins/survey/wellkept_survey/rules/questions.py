"""Questions, and which of them can be asked together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from wellkept_sdk.errors import FieldError
from wellkept_sdk.text import Name
from wellkept_survey.errors import TemplateInvalid
from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.terms import Slug

QUESTIONS_MAX: Final = 50
OPTIONS_MAX: Final = 50
LOCALES_MAX: Final = 20
SCALE_DEFAULT: Final = 5
SCALES: Final = (5, 10)
#: What a number may be at least and at most; of a rating, the scale is the most.
BOUNDS: Final[Mapping[SurveyQuestionKind, tuple[int, int]]] = {
    SurveyQuestionKind.RATING: (1, SCALE_DEFAULT),
    SurveyQuestionKind.NPS: (0, 10),
    SurveyQuestionKind.CES: (1, 7),
}

Locale = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", max_length=35, examples=["zh-CN"])]
Title = Annotated[Mapping[Locale, Name], Meta(max_length=LOCALES_MAX, examples=[{"en": "Attitude"}])]


class SurveyShowIf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    After which answer a question is shown.

    Args:
        question: an earlier one that is answered with a number.
        at_most: its number is this or less.
        at_least: its number is this or more.
    """

    question: Slug
    at_most: Annotated[int, Meta(ge=0, le=10)] | None = None
    at_least: Annotated[int, Meta(ge=0, le=10)] | None = None

    def holds_for(self, number: int | None) -> bool:
        """Return whether the question is shown after this number; None is no answer."""
        if number is None:
            return False
        if self.at_most is not None and number > self.at_most:
            return False
        return self.at_least is None or number >= self.at_least


class SurveyOption(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One choice."""

    code: Slug
    title: Title


class SurveyQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One question.

    Args:
        code: names it in answers and results.
        kind: what it asks for.
        title: what people read, by language.
        required: whether it must be answered where it is shown.
        scale: of a rating, 5 or 10; 5 where none is given.
        dimension: which side of the service a number is about, such as `attitude`.
        options: of a choice.
        multiple: whether several options may be chosen.
        show_if: after which answer it is shown; always, if absent.
    """

    code: Slug
    kind: SurveyQuestionKind
    title: Title
    required: bool = False
    scale: int | None = None
    dimension: Slug | None = None
    options: Annotated[tuple[SurveyOption, ...], Meta(max_length=OPTIONS_MAX)] = ()
    multiple: bool = False
    show_if: SurveyShowIf | None = None

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Return the least and the greatest number; None where it is not answered with a number."""
        if self.kind is SurveyQuestionKind.RATING:
            return 1, self.scale or SCALE_DEFAULT
        return BOUNDS.get(self.kind)


def template_mistakes(questions: Sequence[SurveyQuestion], *, locale: str) -> list[FieldError]:
    """
    Return what is wrong with questions that would be asked together, each mistake at its place.

    Args:
        questions: in the order in which they are asked.
        locale: the language that every title has.
    """
    if not questions:
        return [_mistake("/questions", "A template asks at least one question.")]
    found: list[FieldError] = []
    earlier: dict[str, SurveyQuestion] = {}
    for place, question in enumerate(questions):
        pointer = f"/questions/{place}"
        if question.code in earlier:
            found.append(_mistake(f"{pointer}/code", "Another question has this code."))
        found += _shape_mistakes(question, pointer)
        found += _option_mistakes(question, pointer, locale=locale)
        found += title_mistakes(question.title, f"{pointer}/title", locale=locale)
        found += _condition_mistakes(question.show_if, f"{pointer}/show_if", earlier)
        earlier.setdefault(question.code, question)
    return found


def title_mistakes(title: Mapping[str, str], pointer: str, *, locale: str) -> list[FieldError]:
    """Return the mistake of a text that lacks the language that every text has."""
    if locale in title:
        return []
    return [_mistake(pointer, f"There are no words in {locale}.")]


def _shape_mistakes(question: SurveyQuestion, pointer: str) -> Iterator[FieldError]:
    is_choice = question.kind is SurveyQuestionKind.CHOICE
    if question.kind is SurveyQuestionKind.RATING:
        if question.scale is not None and question.scale not in SCALES:
            yield _mistake(f"{pointer}/scale", "The scale of a rating is 5 or 10.")
    elif question.scale is not None:
        yield _mistake(f"{pointer}/scale", "Only a rating has a scale.")
    if question.dimension is not None and question.bounds is None:
        yield _mistake(f"{pointer}/dimension", "Only a number is about a side of the service.")
    if question.multiple and not is_choice:
        yield _mistake(f"{pointer}/multiple", "Only a choice may have several answers.")


def _option_mistakes(question: SurveyQuestion, pointer: str, *, locale: str) -> Iterator[FieldError]:
    if question.kind is not SurveyQuestionKind.CHOICE:
        if question.options:
            yield _mistake(f"{pointer}/options", "Only a choice has options.")
        return
    if not question.options:
        yield _mistake(f"{pointer}/options", "A choice has options.")
    known: set[str] = set()
    for place, option in enumerate(question.options):
        if option.code in known:
            yield _mistake(f"{pointer}/options/{place}/code", "Another option has this code.")
        known.add(option.code)
        yield from title_mistakes(option.title, f"{pointer}/options/{place}/title", locale=locale)


def _condition_mistakes(
    condition: SurveyShowIf | None, pointer: str, earlier: Mapping[str, SurveyQuestion]
) -> Iterator[FieldError]:
    if condition is None:
        return
    asked = earlier.get(condition.question)
    if asked is None:
        yield _mistake(f"{pointer}/question", "No earlier question has this code.")
    elif asked.bounds is None:
        yield _mistake(f"{pointer}/question", "That question is not answered with a number.")
    if condition.at_most is None and condition.at_least is None:
        yield _mistake(pointer, "It says neither at most nor at least which number.")


def _mistake(pointer: str, message: str) -> FieldError:
    return FieldError(pointer, TemplateInvalid.code, message)
