"""Statements on their way: who may do what to them, when, and what becomes of them."""

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
    reversed_line,
    served,
    settled,
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


class TestAStatement:
    async def test_is_issued_agreed_and_settled(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1")
        draft = await drafted(app, project["customer_id"])

        issued = await moved(app, draft, "issue")
        agreed = await moved(app, issued, "agree", evidence={"kind": "email", "contact_name": "Wang"})
        paid = await moved(app, agreed, "settle", reference="B-77")

        assert (issued["status"], issued["issued_at"]) == ("issued", "2026-03-02T02:00:00Z")
        assert issued["answer_due_at"] == "2026-03-16T02:00:00Z"
        assert (agreed["status"], agreed["agreed_by"]) == ("agreed", "staff")
        assert (paid["status"], paid["reference"], paid["settled_at"]) == ("settled", "B-77", "2026-03-02T02:00:00Z")
        assert settled(paid) == [30000]
        told = (await app.client.get("/v1/events", params={"limit": 200})).json()["items"]
        assert [each["type"] for each in told if each["type"].startswith("costs.statement.")] == [
            "costs.statement.issued",
            "costs.statement.agreed",
            "costs.statement.settled",
        ]

    async def test_keeps_a_line_that_is_reversed_later_and_the_next_takes_the_reversal(
        self, app: TestApp, project: Json
    ) -> None:
        ticket = await served(app, project, "2.5")
        statement = await drafted(app, project["customer_id"])
        for action, values in (("issue", {}), ("agree", {}), ("settle", {"reference": "B-1"})):
            await moved(app, statement, action, **values)
        [line] = await lines(app, ticket)

        await reversed_line(app, line)

        following = await drafted(app, project["customer_id"])
        assert (settled(following), following["total"]) == ([-75000], cny(-75000))
        assert following["lines"][0]["reverses_line_id"] == line["id"]

    async def test_does_only_what_its_status_allows(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1")
        draft = await drafted(app, project["customer_id"])

        refused = await moving(app, draft, "agree")
        listed = (await app.client.get(f"{STATEMENTS}/{draft['id']}/transitions")).json()

        assert (refused.status_code, refused.json()["code"]) == (409, "costs.statement.not_allowed")
        assert (refused.json()["statement_status"], refused.json()["allowed"]) == ("draft", ["issue", "void"])
        assert listed["status"] == "draft"
        assert [each["action"] for each in listed["actions"] if each["allowed"]] == ["issue", "void"]
        assert {each["action"]: each["to"] for each in listed["actions"]}["amend"] == "issued"

    async def test_is_changed_only_as_it_was_seen(self, app: TestApp, project: Json) -> None:
        await served(app, project, "1")
        draft = await drafted(app, project["customer_id"])
        where = f"{STATEMENTS}/{draft['id']}/transitions"

        stale = await app.client.post(where, json={"action": "issue"}, headers={"If-Match": '"7"'})
        fresh = await app.client.post(where, json={"action": "issue"}, headers={"If-Match": '"1"'})

        assert (stale.status_code, fresh.status_code) == (412, 201)

    @pytest.mark.parametrize(
        ("action", "values", "pointer", "code"),
        [
            ("dispute", {"lines": []}, "/lines", None),
            ("dispute", {"lines": [{"line_id": UNKNOWN, "reason": "x"}]}, "/lines/0/line_id", "unknown_reference"),
            ("agree", {"occurred_at": "2026-03-03T00:00:00Z"}, "/occurred_at", "costs.statement.in_future"),
            ("agree", {"occurred_at": "2026-03-01T00:00:00Z"}, "/occurred_at", "costs.statement.out_of_order"),
            (
                "agree",
                {"evidence": {"kind": "email", "contact_name": "W", "attachment_id": UNKNOWN}},
                "/evidence/attachment_id",
                "unknown_reference",
            ),
            ("void", {}, "/reason", None),
        ],
    )
    async def test_refuses_a_bad_action_at_its_place(
        self, app: TestApp, project: Json, action: str, values: Json, pointer: str, code: str | None
    ) -> None:
        await served(app, project, "1")
        statement = await moved(app, await drafted(app, project["customer_id"]), "issue")

        found = mistakes(await moving(app, statement, action, **values))

        assert [where for where, _ in found] == [pointer]
        assert code is None or found == [(pointer, code)]
