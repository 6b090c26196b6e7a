"""Statements that nobody answers."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from costs_house import RATES, added, confirmed, costs_app, drafted, moved, moving
from wellkept_sdk.testing import Json, TestApp, dialects

FIFTEEN_DAYS_AGO = "2026-02-15T02:00:00Z"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    terms: dict[str, Json] = {
        "silent": {"rates": RATES, "settlement": {"answer_within_days": 14, "silence": "agreed"}},
    }
    async with costs_app(request.param, terms=terms) as opened:
        yield opened


async def draft_of(app: TestApp, contract: str, *, on: str = "customer") -> Json:
    if on == "customer":
        ticket = await app.ticket(contract=contract)
    else:
        customer = await app.customer()
        project = await app.project(customer_id=customer["id"])
        terms = {"customer_id": customer["id"], "project_id": project["id"], "plan_code": contract}
        await app.created("/v1/contracts", {"number": "ON-PROJECT", "starts_on": "2000-01-01", **terms})
        ticket = await app.ticket(project_id=project["id"])
    await added(app, ticket)
    await confirmed(app, ticket)
    return await drafted(app, ticket["customer_id"])


async def shown(app: TestApp, statement: Json) -> Json:
    await app.drain()
    return (await app.client.get(f"/v1/costs/statements/{statement['id']}")).json()


class TestSilence:
    @pytest.mark.parametrize("on", ["customer", "project"])
    async def test_agrees_where_the_terms_say_so(self, app: TestApp, on: str) -> None:
        statement = await draft_of(app, "silent", on=on)

        await moved(app, statement, "issue", occurred_at=FIFTEEN_DAYS_AGO)

        found = await shown(app, statement)
        assert (found["status"], found["agreed_by"]) == ("agreed", "silence")
        assert (found["issued_at"], found["answer_due_at"]) == (FIFTEEN_DAYS_AGO, "2026-03-01T02:00:00Z")
        assert found["agreed_at"] == "2026-03-01T02:00:00Z"

    async def test_means_nothing_where_they_do_not(self, app: TestApp) -> None:
        statement = await draft_of(app, "plain")

        await moved(app, statement, "issue", occurred_at=FIFTEEN_DAYS_AGO)

        assert (await shown(app, statement))["status"] == "issued"
        assert (await moving(app, statement, "dispute", lines=disputed(statement))).status_code == 201

    async def test_is_broken_by_a_dispute_and_begins_anew_with_an_amendment(self, app: TestApp) -> None:
        statement = await moved(app, await draft_of(app, "silent"), "issue")
        await moved(app, statement, "dispute", lines=disputed(statement))
        app.clock.advance(timedelta(days=20))
        assert (await shown(app, statement))["status"] == "disputed"

        await moved(app, statement, "amend", remove_line_ids=[])

        app.clock.advance(timedelta(days=13, hours=23))
        assert (await shown(app, statement))["status"] == "issued"
        app.clock.advance(timedelta(hours=1))
        assert (await shown(app, statement))["agreed_by"] == "silence"

    async def test_comes_too_late_for_a_void_statement(self, app: TestApp) -> None:
        statement = await moved(app, await draft_of(app, "silent"), "issue")
        await moved(app, statement, "void", reason="Wrong.")

        app.clock.advance(timedelta(days=20))

        assert (await shown(app, statement))["status"] == "void"


def disputed(statement: Json) -> list[Json]:
    return [{"line_id": statement["lines"][0]["line_id"], "reason": "Too much."}]
