"""What has been asked: the questions of all revisions, as results count them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.questions import SCALE_DEFAULT
from wellkept_survey.rules.scores import Measure


class Revision(Struct, frozen=True, kw_only=True):
    """The questions of one revision of a template, as they are stored; `is_newest` if no later one is there."""

    template_id: UUID
    revision: int
    questions: Sequence[Mapping[str, Any]]
    is_newest: bool


class Asked(Struct, frozen=True, kw_only=True):
    """
    The questions of some revisions.

    Args:
        measures: in the order in which they are asked, the newest revisions first.
        present: those that are still asked.
        options: of choices, the codes of all that there are or were.
        by_code: what each code has meant; of one that has meant several things, nobody can tell without its revision.
        by_revision: what each code means in a revision of a template.
    """

    measures: Sequence[Measure]
    present: frozenset[Measure]
    options: Mapping[Measure, Sequence[str]]
    by_code: Mapping[str, Sequence[Measure]]
    by_revision: Mapping[tuple[UUID, int, str], Measure]

    @property
    def is_ambiguous(self) -> bool:
        """True where a code has meant several things, so that answers must be told apart by their revisions."""
        return any(len(meanings) > 1 for meanings in self.by_code.values())

    @property
    def has_choices(self) -> bool:
        """True where options can be chosen."""
        return any(measure.kind is SurveyQuestionKind.CHOICE for measure in self.measures)


def asked(revisions: Sequence[Revision]) -> Asked:
    """
    Return what revisions ask.

    Args:
        revisions: the newest of each template before its older ones.
    """
    found = [(each, question, _measure(question)) for each in revisions for question in each.questions]
    options: dict[Measure, list[str]] = {}
    by_code: dict[str, list[Measure]] = {}
    for _, question, measure in found:
        known = options.setdefault(measure, [])
        known += [code for code in _options(question) if code not in known]
        meanings = by_code.setdefault(measure.code, [])
        if measure not in meanings:
            meanings.append(measure)
    return Asked(
        measures=list(options),
        present=frozenset(measure for each, _, measure in found if each.is_newest),
        options=options,
        by_code=by_code,
        by_revision={(each.template_id, each.revision, measure.code): measure for each, _, measure in found},
    )


def _measure(question: Mapping[str, Any]) -> Measure:
    kind = SurveyQuestionKind(question["kind"])
    return Measure(
        code=question["code"],
        kind=kind,
        scale=(question.get("scale") or SCALE_DEFAULT) if kind is SurveyQuestionKind.RATING else None,
        dimension=question.get("dimension"),
    )


def _options(question: Mapping[str, Any]) -> Sequence[str]:
    return [option["code"] for option in question.get("options") or ()]
