"""What surveys cost: a confirmation, an answer, and results over very many answers: `python -m benchmarks.surveys`."""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from msgspec import Struct

from benchmarks.budget import Budget, most_of
from benchmarks.databases import SQLITE, empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import Spread, spread
from benchmarks.references.answers import answering_by_hand
from benchmarks.settlement import Effort, measured
from benchmarks.stockroom import Row, Stockroom, bare_room, id_of
from benchmarks.tables import section
from wellkept_calendars import plugin as calendars
from wellkept_survey import plugin as survey

PLUGINS: Final = (calendars, survey)
CONFIRMATION_STATEMENTS_MAX: Final = 2
RESULT_STATEMENTS_MAX: Final = 3
RESULT_SECONDS_MAX: Final = 1.0
ANSWER_OF_HANDWRITTEN_MIN: Final = 0.4
#: The statement that finds the caller's key is one of every call's, and no business of surveys.
_KEY_STATEMENTS: Final = 1
_MUTE: Final = {"triggers": {"after_repair": None}}
_VALUES: Final = {"speed": 5, "attitude": 4, "overall": 4, "recommend": 9}
_INVITATION, _VALUE = 81, 82
_RESULTS: Final = "/survey/results"


class SurveyFigures(Struct, frozen=True, kw_only=True):
    """
    Surveys on one database.

    Args:
        database: its name.
        confirmation: statements of a confirmation with surveys beyond those of one without.
        answers: over how many the results are.
        results: reading them, of all together.
        ours: seconds of an answer by a link, round by round.
        by_hand: seconds of the same rows written by hand.
    """

    database: str
    confirmation: int
    answers: int
    results: Effort
    ours: list[float]
    by_hand: list[float]

    def to_handwritten(self) -> Spread:
        """Return the ratio of what is answered in a second to what is written by hand."""
        return spread([theirs / ours for ours, theirs in zip(self.ours, self.by_hand, strict=True)])


def survey_figures(plan: Plan) -> list[SurveyFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]


def survey_budgets(figures: Sequence[SurveyFigures]) -> Iterator[Budget]:
    """Yield every budget of surveys that a run can judge."""
    for each in figures:
        name = each.database
        yield most_of(
            f"statements of surveys at a confirmation, {name}",
            most=CONFIRMATION_STATEMENTS_MAX,
            measured=each.confirmation,
            unit="",
        )
        yield most_of(
            f"statements of results over {each.answers:,} answers, {name}",
            most=RESULT_STATEMENTS_MAX,
            measured=max(each.results.statements) - _KEY_STATEMENTS,
            unit="",
        )
        if name == SQLITE:
            seconds = spread(each.results.seconds)
            yield most_of(
                f"results over {each.answers:,} answers, {name}",
                most=RESULT_SECONDS_MAX,
                measured=seconds.middle,
                unit=" s",
                text=seconds.text(),
            )
        ratio = each.to_handwritten()
        yield Budget(
            what=f"answers by a link, {name}",
            promised=f"≥ {ANSWER_OF_HANDWRITTEN_MIN:g} x handwritten",
            measured=f"{ratio.text()} x",
            kept=ratio.middle >= ANSWER_OF_HANDWRITTEN_MIN,
        )


def survey_text(figures: Sequence[SurveyFigures]) -> str:
    """Return the part of the report for people."""
    heads = ("database", "answers", "results ms", "statements", "answer ms", "by hand ms", "ratio")
    return section("Surveys", heads, map(_line, figures))


def _line(figures: SurveyFigures) -> Sequence[str]:
    ours, by_hand = (spread([seconds * 1_000 for seconds in each]) for each in (figures.ours, figures.by_hand))
    return (
        figures.database,
        f"{figures.answers:,}",
        figures.results.ms().text(),
        f"{max(figures.results.statements)}",
        ours.text(),
        by_hand.text(),
        figures.to_handwritten().text(),
    )


def _of_database(plan: Plan, name: str) -> SurveyFigures:
    with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
        return asyncio.run(_measured(url, folder, name=name, plan=plan))


async def _measured(url: str, folder: Path, *, name: str, plan: Plan) -> SurveyFigures:
    async with bare_room(url, folder=folder, plugins=PLUGINS) as room:
        asked, mute = await _project(room, "ASKED", {}), await _project(room, "MUTE", _MUTE)
        confirmation = await _confirmation(room, asked) - await _confirmation(room, mute)
        ours, by_hand = await _answers(room, asked, rounds=plan.survey_calls)
        await _fill(room, count=plan.survey_answers)
        results = Effort(seconds=[], statements=[])
        for _ in range(plan.rounds):
            found = await measured(room, results, lambda: _results(room))
            assert found["items"][0]["answered"] >= plan.survey_answers
    return SurveyFigures(
        database=name,
        confirmation=confirmation,
        answers=plan.survey_answers,
        results=results,
        ours=ours,
        by_hand=by_hand,
    )


async def _project(room: Stockroom, code: str, terms: dict[str, Any]) -> str:
    """Return the id of a new project whose customer's plan has surveys with these terms."""
    await room.made("/service-plans", code=code, name=code, plugins={"survey": terms})
    await room.made("/customer-types", code=code, name=code, default_plan_code=code)
    customer = await room.made("/customers", code=code, name=code, customer_type=code)
    return (await room.made("/projects", code=code, name=code, customer_id=customer["id"], kind="plant"))["id"]


async def _resolved(room: Stockroom, project_id: str) -> str:
    reporter = {"name": "Wang Fang", "phone": "+86 21 5555 0100"}
    report = {"title": "Pump trips", "project_id": project_id, "channel": "phone", "reporter": reporter}
    ticket_id = (await room.made("/tickets", **report))["id"]
    await room.made(f"/tickets/{ticket_id}/transitions", action="resolve", cause="Worn.", measure="Replaced.")
    return ticket_id


async def _confirmation(room: Stockroom, project_id: str) -> int:
    """Return how many statements a confirmation takes, once the process knows the plan."""
    count = 0
    for _ in range(2):
        ticket_id = await _resolved(room, project_id)
        before = room.app.database.statements
        evidence = {"kind": "phone", "contact_name": "Wang Fang"}
        await room.made(f"/tickets/{ticket_id}/transitions", action="confirm", evidence=evidence)
        count = room.app.database.statements - before
    return count


async def _answers(room: Stockroom, project_id: str, *, rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of answers by a link and of the same rows written by hand, in turns."""
    ticket_id = await _resolved(room, project_id)
    tokens = [await _token(room, ticket_id, number) for number in range(2 * rounds)]
    body = {"answers": [{"question": code, "value": value} for code, value in _VALUES.items()]}
    ours, theirs = list[float](), list[float]()
    async with answering_by_hand() as by_hand:
        for own, other in zip(tokens[:rounds], tokens[rounds:], strict=True):
            for client, path, seconds in (
                (room.client, f"/survey/public/{own}", ours),
                (by_hand, f"/answers/{other}", theirs),
            ):
                began = perf_counter()
                answer = await client.post(path, json=body)
                seconds.append(perf_counter() - began)
                assert answer.is_success, answer.text
    return ours, theirs


async def _token(room: Stockroom, ticket_id: str, number: int) -> str:
    respondent = {"name": "Wang Fang", "phone": f"+86 21 {number}"}
    path = f"/tickets/{ticket_id}/survey/invitations"
    return (await room.made(path, template_code="repair", respondent=respondent))["token"]


async def _fill(room: Stockroom, *, count: int) -> None:
    """Let as many have answered the same as somebody who has."""
    [model] = (await _list(room, "/survey/invitations", status="answered", limit="1"))["items"]
    of, speech = {"invitation_id": model["id"]}, room.speech
    made = speech.id(_INVITATION, "n")
    await room.copy(
        "survey_invitation",
        count,
        of={"id": model["id"]},
        id=made,
        respondent_key="'copy-' || n",
        token_sha256="NULL",  # noqa: S106 - a column
    )
    await room.copy("survey_answer", count, of=of, id=made, invitation_id=made)
    given = "SELECT id FROM survey_answer_value WHERE invitation_id = ?"
    for place, row in enumerate(await room.app.database.fetch(given, id_of(model))):
        value = speech.id(_VALUE + place, "n")
        await room.copy("survey_answer_value", count, of={"id": str(row["id"])}, id=value, invitation_id=made)
    await room.settle()


async def _results(room: Stockroom) -> Row:
    return await _list(room, _RESULTS, template="repair")


async def _list(room: Stockroom, path: str, **query: str) -> Row:
    answer = await room.client.get(path, params=query)
    assert answer.is_success, answer.text
    return answer.json()


def main() -> None:
    """Print the figures of surveys alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.surveys", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--answers", type=int, default=100_000, help="over how many the results are")
    given = parser.parse_args()
    plan = Plan(postgres_url=given.postgres or None, output=Path(), survey_answers=given.answers)
    figures = survey_figures(plan)
    print(survey_text(figures))
    for budget in survey_budgets(figures):
        print(f"{budget.what:<64}{budget.promised:<24}{budget.measured}")


if __name__ == "__main__":
    main()
