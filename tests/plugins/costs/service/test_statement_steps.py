"""What disputes, amendments and ends do to the lines of a statement."""

from collections.abc import AsyncGenerator

import pytest

from costs_house import (
    cny,
    costs_app,
    drafted,
    lines,
    mistakes,
    moved,
    moving,
    served,
    settled,
)
from wellkept_sdk.actor import Role
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


class TestAStatement:
    async def test_loses_a_disputed_line_to_the_next(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1", "2", "3")
        statement = await moved(app, await drafted(app, project["customer_id"]), "issue")
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])
        wrong = statement["lines"][1]["line_id"]

        disputed = await moved(
            app, statement, "dispute", client=customer, lines=[{"line_id": wrong, "reason": "Nobody came."}]
        )
        amended = await moved(app, statement, "amend", remove_line_ids=[wrong])

        assert disputed["status"] == "disputed"
        assert [each["dispute"] for each in disputed["lines"]] == [None, "Nobody came.", None]
        assert (amended["status"], settled(amended)) == ("issued", [30000, 90000])
        assert settled(await drafted(app, project["customer_id"])) == [60000]
        agreed = await moved(app, statement, "agree", client=customer)
        assert (agreed["status"], agreed["agreed_by"]) == ("agreed", "customer")

    async def test_may_stand_as_it_is_after_a_dispute(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1")
        statement = await moved(app, await drafted(app, project["customer_id"]), "issue")
        only = statement["lines"][0]["line_id"]
        await moved(app, statement, "dispute", lines=[{"line_id": only, "reason": "Too much."}])

        without = await moving(app, statement, "amend", remove_line_ids=[only])
        amended = await moved(app, statement, "amend", remove_line_ids=[])

        assert (without.status_code, without.json()["code"]) == (409, "costs.statement.empty")
        assert (amended["status"], amended["lines"][0]["dispute"]) == ("issued", None)

    async def test_frees_its_lines_when_it_is_void(self, app: TestApp, project: Json) -> None:
        ticket = await served(app, project, "1")
        draft = await drafted(app, project["customer_id"])
        assert [each["statement_id"] for each in await lines(app, ticket)] == [draft["id"]]

        void = await moved(app, draft, "void", reason="Too early.")

        assert (void["status"], void["lines"], void["total"]) == ("void", [], cny(0))
        assert [each["statement_id"] for each in await lines(app, ticket)] == [None]
        assert settled(await drafted(app, project["customer_id"])) == [30000]

    async def test_refuses_a_line_that_is_named_twice(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1")
        statement = await moved(app, await drafted(app, project["customer_id"]), "issue")
        twice = [{"line_id": statement["lines"][0]["line_id"], "reason": "x"}] * 2

        assert mistakes(await moving(app, statement, "dispute", lines=twice)) == [("/lines/1/line_id", "duplicate")]
