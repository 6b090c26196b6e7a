"""What is a valid answer: every question that is shown, and no other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct

from wellkept_sdk.errors import FieldError
from wellkept_survey.errors import AnswerNotShown
from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.questions import OPTIONS_MAX, QUESTIONS_MAX, SurveyQuestion
from wellkept_survey.terms import Slug

TEXT_LENGTH_MAX: Final = 4_000

Value: TypeAlias = (
    int
    | Annotated[str, Meta(max_length=TEXT_LENGTH_MAX)]
    | Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=OPTIONS_MAX)]
)


class SurveyAnswerEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to one question: a number, words, or codes of options."""

    question: Slug
    value: Value


Answers = Annotated[list[SurveyAnswerEntry], Meta(max_length=2 * QUESTIONS_MAX)]


class Given(Struct, frozen=True, kw_only=True):
    """A valid answer to one question."""

    question: SurveyQuestion
    number: int | None = None
    choices: tuple[str, ...] | None = None
    text: str | None = None


class Checked(Struct, frozen=True, kw_only=True):
    """What is valid of an answer, in the order of the questions, and every mistake in the order of the body."""

    given: tuple[Given, ...]
    mistakes: tuple[FieldError, ...]


def check(questions: Sequence[SurveyQuestion], entries: Sequence[SurveyAnswerEntry]) -> Checked:
    """Return what is valid of an answer and all that is wrong with it."""
    known = {question.code: question for question in questions}
    places: dict[str, int] = {}
    mistakes: list[FieldError] = []
    for place, entry in enumerate(entries):
        if entry.question not in known:
            mistakes.append(FieldError(_at(place, "question"), "unknown_reference", "There is no such question."))
        elif entry.question in places:
            mistakes.append(FieldError(_at(place, "value"), "duplicate", "The question is answered before."))
        else:
            places[entry.question] = place
    valid: dict[str, Given] = {}
    for question in questions:
        place = places.get(question.code)
        mistakes += _question_mistakes(question, entries, place, valid)
    return Checked(given=tuple(valid.values()), mistakes=tuple(mistakes))


def shown(question: SurveyQuestion, valid: Mapping[str, Given]) -> bool:
    """Return whether a question is shown after the valid answers to those before it."""
    if question.show_if is None:
        return True
    before = valid.get(question.show_if.question)
    return question.show_if.holds_for(None if before is None else before.number)


def lowest_of(given: Sequence[Given], dimension: str) -> int | None:
    """Return the lowest number that was given for a dimension; None if there is none."""
    return min(
        (each.number for each in given if each.question.dimension == dimension and each.number is not None),
        default=None,
    )


def nps_of(given: Sequence[Given]) -> int | None:
    """Return how likely we are recommended; None if it was not answered."""
    return next((each.number for each in given if each.question.kind is SurveyQuestionKind.NPS), None)


def _question_mistakes(
    question: SurveyQuestion, entries: Sequence[SurveyAnswerEntry], place: int | None, valid: dict[str, Given]
) -> Iterator[FieldError]:
    """Yield what is wrong with the answer to one question; a valid one joins those before it."""
    if not shown(question, valid):
        if place is not None:
            yield FieldError(_at(place, "value"), AnswerNotShown.code, AnswerNotShown.title())
        return
    if place is None:
        if question.required:
            yield FieldError("/answers", "required", f"{question.code} must be answered.")
        return
    mistake = _value_mistake(question, entries[place].value, _at(place, "value"))
    if mistake is not None:
        yield mistake
    else:
        valid[question.code] = _given(question, entries[place].value)


def _value_mistake(question: SurveyQuestion, value: Value, pointer: str) -> FieldError | None:
    if question.bounds is not None:
        return _number_mistake(value, pointer, bounds=question.bounds)
    if question.kind is SurveyQuestionKind.TEXT:
        return _text_mistake(question, value, pointer)
    return _choice_mistake(question, value, pointer)


def _number_mistake(value: Value, pointer: str, *, bounds: tuple[int, int]) -> FieldError | None:
    least, greatest = bounds
    if not isinstance(value, int):
        return FieldError(pointer, "type", "Expected a whole number.")
    if value < least:
        return FieldError(pointer, "too_small", f"Must be at least {least}.")
    if value > greatest:
        return FieldError(pointer, "too_large", f"Must be at most {greatest}.")
    return None


def _text_mistake(question: SurveyQuestion, value: Value, pointer: str) -> FieldError | None:
    if not isinstance(value, str):
        return FieldError(pointer, "type", "Expected words.")
    if question.required and not value.strip():
        return FieldError(pointer, "required", "Is required.")
    return None


def _choice_mistake(question: SurveyQuestion, value: Value, pointer: str) -> FieldError | None:
    if not isinstance(value, list):
        return FieldError(pointer, "type", "Expected a list of options.")
    codes = {option.code for option in question.options}
    for place, code in enumerate(value):
        if code not in codes:
            return FieldError(f"{pointer}/{place}", "not_a_choice", f"Must be one of {', '.join(sorted(codes))}.")
        if code in value[:place]:
            return FieldError(f"{pointer}/{place}", "duplicate", "Is chosen before.")
    return _count_mistake(question, value, pointer)


def _count_mistake(question: SurveyQuestion, chosen: Sequence[str], pointer: str) -> FieldError | None:
    if len(chosen) > 1 and not question.multiple:
        return FieldError(pointer, "too_long", "One option can be chosen.")
    if question.required and not chosen:
        return FieldError(pointer, "required", "Is required.")
    return None


def _given(question: SurveyQuestion, value: Value) -> Given:
    if isinstance(value, int):
        return Given(question=question, number=value)
    if isinstance(value, str):
        return Given(question=question, text=value)
    return Given(question=question, choices=tuple(value))


def _at(place: int, member: str) -> str:
    return f"/answers/{place}/{member}"
