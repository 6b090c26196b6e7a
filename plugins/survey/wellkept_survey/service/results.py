"""What the answers of many come to: counted by the database, estimated by the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.http import Page, PageRequest
from wellkept_survey.queries import results as queries
from wellkept_survey.queries.results import Question, ResultFilters, ResultGroup
from wellkept_survey.rules.kinds import SurveyQuestionKind, SurveySuppression
from wellkept_survey.rules.questionnaires import Asked, Revision, asked
from wellkept_survey.rules.scores import GroupScores, Measure, Score, score_of_choices, score_of_numbers
from wellkept_survey.rules.statistics import recommendation

#: All together, before anybody was asked.
_NOBODY: Final[Row] = {"key": None, "label": None, "asked": 0, "answered": 0}


class Tally(Struct):
    """How many have answered one question in one group, and how often each value was given."""

    answers: int = 0
    numbers: Counter[int] = field(default_factory=Counter[int])
    options: Counter[str] = field(default_factory=Counter[str])


#: By group and question.
Tallies = Mapping[str | None, Mapping[Measure, Tally]]


async def results(ctx: Ctx, page: PageRequest, *, by: ResultGroup, filters: ResultFilters) -> Page[GroupScores]:
    """
    Return what invitations came to, one item for each group, in the order of their keys; three statements.

    Of anonymous templates, groups of fewer than three answers are left out.

    Args:
        ctx: of a deployment route, whose caller may see all customers.
        page: how many groups, and after which.
        by: what makes a group; all together are one group without a key.
        filters: which invitations count.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    rows = await queries.revisions(ctx, template=filters.template)
    known = asked([_revision(row) for row in rows])
    hidden = list(dict.fromkeys(row["template_id"] for row in rows if row["anonymous"]))
    question = Question(by=by, filters=filters, hidden=hidden)
    found = await queries.group_page(ctx, question, page)
    keys = [row["key"] for row in found.items]
    tallies = _tallies(await queries.values(ctx, question, known, keys=keys), known)
    groups = found.items or ([_NOBODY] if by is ResultGroup.NONE and not hidden else [])
    return Page(items=[_group(row, known, tallies) for row in groups], next_cursor=found.next_cursor)


def _revision(row: Row) -> Revision:
    return Revision(
        template_id=row["template_id"],
        revision=row["revision"],
        questions=row["questions"],
        is_newest=bool(row["is_newest"]),
    )


def _tallies(rows: Iterable[Row], known: Asked) -> Tallies:
    found: defaultdict[str | None, dict[Measure, Tally]] = defaultdict(dict)
    for row in rows:
        tally = found[row["key"]].setdefault(_measure(row, known), Tally())
        answers = row["answers"]
        tally.answers += answers
        if row["number"] is not None:
            tally.numbers[row["number"]] += answers
        for option in row.get("choices") or ():
            tally.options[option] += answers
    return found


def _measure(row: Row, known: Asked) -> Measure:
    code = row["question_code"]
    if known.is_ambiguous:
        return known.by_revision[row["template_id"], row["revision"], code]
    (only,) = known.by_code[code]
    return only


def _group(row: Row, known: Asked, tallies: Tallies) -> GroupScores:
    of_group = tallies.get(row["key"], {})
    shown = [measure for measure in known.measures if measure in known.present or measure in of_group]
    likelihoods: Counter[int] = Counter()
    for measure, tally in of_group.items():
        if measure.kind is SurveyQuestionKind.NPS:
            likelihoods += tally.numbers
    return GroupScores(
        key=row["key"],
        label=row["label"],
        asked=row["asked"],
        answered=row["answered"],
        suppressed={reason.value: row[reason] for reason in SurveySuppression if row.get(reason)},
        scores=_scores(shown, known, of_group),
        nps=recommendation(likelihoods),
    )


def _scores(shown: Sequence[Measure], known: Asked, of_group: Mapping[Measure, Tally]) -> Sequence[Score]:
    scores: list[Score] = []
    for measure in shown:
        tally = of_group.get(measure) or Tally()
        if measure.bounds is not None:
            scores.append(score_of_numbers(measure, tally.numbers))
        else:
            options = known.options[measure]
            scores.append(score_of_choices(measure, tally.answers, tally.options, options=options))
    return scores
