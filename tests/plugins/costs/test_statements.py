"""Statements: what they take, and what is done to them."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from costs_house import (
    MARCH,
    added,
    cny,
    corrected,
    costs_app,
    drafted,
    drafting,
    lines,
    mistakes,
    moved,
    resolved,
    reversed_line,
    served,
    settled,
    transitioned,
)
from wellkept_sdk.testing import Json, TestApp, dialects

UNKNOWN = "01990000-0000-7000-8000-00000000dead"
STATEMENTS = "/v1/costs/statements"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param) as opened:
        yield opened


@pytest.fixture
async def project(app: TestApp) -> Json:
    return await app.project(contract="plain")


class TestADraft:
    async def test_takes_what_is_chargeable_on_confirmed_and_closed_tickets(self, app: TestApp, project: Json) -> None:
        first, second = await served(app, project, "1"), await served(app, project, "2")
        await transitioned(app, second, "close")
        await added(app, first, "4", covered_by="goodwill")
        await added(app, first, "8", occurred_on="2026-02-28")
        still_open = await app.ticket(project_id=project["id"])
        await added(app, still_open, "16")
        await resolved(app, still_open)
        await served(app, await app.project(contract="plain"), "32")

        draft = await drafted(app, project["customer_id"])

        assert settled(draft) == [30000, 60000]
        assert (draft["status"], draft["number"], draft["total"]) == ("draft", 1, cny(90000))
        assert [each["ticket_number"] for each in draft["lines"]] == [first["number"], second["number"]]
        assert [each["description"] for each in draft["lines"]] == ["On-site diagnosis"] * 2
        assert (await app.client.get(f"{STATEMENTS}/{draft['id']}")).json() == draft
        again = await drafting(app, project["customer_id"])
        assert (again.status_code, again.json()["code"]) == (409, "costs.statement.empty")

    async def test_takes_those_of_one_project(self, app: TestApp, project: Json) -> None:
        other = await app.project(customer_id=project["customer_id"])
        await served(app, project, "1")
        await served(app, other, "2")

        assert settled(await drafted(app, project["customer_id"], project_id=other["id"])) == [60000]
        assert settled(await drafted(app, project["customer_id"])) == [30000]

    async def test_leaves_out_what_was_taken_back_before(self, app: TestApp, project: Json) -> None:
        ticket = await served(app, project, "1", "2")
        first, second = await lines(app, ticket)
        await reversed_line(app, first)
        await corrected(app, second, quantity="3")

        assert settled(await drafted(app, project["customer_id"])) == [90000]

    @pytest.mark.parametrize(
        ("values", "pointer", "code"),
        [
            ({"to_on": MARCH["from_on"]}, "/to_on", "costs.statement.empty_period"),
            ({"customer_id": UNKNOWN}, "/customer_id", "unknown_reference"),
            ({"project_id": UNKNOWN}, "/project_id", "unknown_reference"),
        ],
    )
    async def test_is_refused_at_its_place(
        self, app: TestApp, project: Json, values: Json, pointer: str, code: str
    ) -> None:
        refused = await drafting(app, **{"customer_id": project["customer_id"], **values})

        assert mistakes(refused) == [(pointer, code)]

    async def test_is_in_one_currency(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1")

        assert (await drafting(app, project["customer_id"], currency="EUR")).status_code == 409
        assert settled(await drafted(app, project["customer_id"], currency="CNY")) == [30000]

    async def test_shares_lines_with_no_other_drawn_up_at_once(self, app: TestApp, project: Json) -> None:
        for _ in range(3):
            await served(app, project, "1", "2")

        answers = await asyncio.gather(*(drafting(app, project["customer_id"]) for _ in range(6)))

        made = [answer.json() for answer in answers if answer.status_code == 201]
        assert {answer.status_code for answer in answers} == {201, 409}
        taken = [each["line_id"] for statement in made for each in statement["lines"]]
        assert len(taken) == len(set(taken)) == 6
        assert sum(sum(settled(statement)) for statement in made) == 3 * 90000


class TestStatements:
    async def test_are_listed_and_narrowed(self, app: TestApp, project: Json) -> None:
        other = await app.project(contract="plain")
        for each in (project, other):
            await served(app, each, "1")
        first = await drafted(app, project["customer_id"], project_id=project["id"])
        second = await moved(app, await drafted(app, other["customer_id"]), "issue")

        async def listed(**query: str) -> list[int]:
            answer = await app.client.get(STATEMENTS, params=query)
            return [each["number"] for each in answer.json()["items"]]

        assert await listed() == [2, 1]
        assert await listed(customer_id=other["customer_id"]) == [second["number"]]
        assert await listed(project_id=project["id"]) == [first["number"]]
        assert await listed(status="issued") == [second["number"]]
        assert "lines" not in (await app.client.get(STATEMENTS)).json()["items"][0]
        assert (await app.client.get(f"{STATEMENTS}/{UNKNOWN}")).json()["code"] == "costs.statement.not_found"
