"""Statements: what they take, when they may be issued, agreed, closed and cancelled, and who sees them."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import Shelf, consignment_app, shelf
from consignment_statements import (
    EVIDENCE,
    STATEMENTS,
    answered,
    confirmed,
    done,
    drawn,
    issued_statement,
    money,
    seen,
    statement_lines,
    try_drawn,
)
from wellkept_sdk.testing import Json, TestApp, dialects

JANUARY_20 = "2026-01-20T02:00:00Z"
UNKNOWN = "00000000-0000-7000-8000-000000000009"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def used(app: TestApp, quantity: str = "4", at: str = JANUARY_20) -> tuple[Shelf, Json]:
    pump = await shelf(app)
    ticket = await app.ticket(contract="plain")
    await pump.use(ticket, quantity, at=at)
    return pump, ticket


class TestStatement:
    async def test_takes_what_is_not_settled_until_the_local_end_of_its_period(self, app: TestApp) -> None:
        pump, ticket = await used(app, "1", "2026-01-31T15:59:59Z")
        await pump.use(ticket, "2", at="2026-01-31T16:00:00Z")

        january = await drawn(pump)
        february = await drawn(pump, "2026-02-01", "2026-03-01")

        assert (january["number"], january["status"], january["line_count"]) == ("CS-2026-000001", "draft", 1)
        assert (january["total"]["amount_minor"], february["total"]["amount_minor"]) == (2500, 5000)
        [line] = await statement_lines(app, january)
        assert (line["answer"], line["late"], line["line"]["statement_id"]) == ("pending", False, january["id"])

    async def test_tells_what_is_late(self, app: TestApp) -> None:
        pump, _ = await used(app)

        statement = await drawn(pump, "2026-02-01", "2026-03-01")

        assert [line["late"] for line in await statement_lines(app, statement)] == [True]

    async def test_is_refused_for_a_wrong_period_first_then_for_nothing_to_take(self, app: TestApp) -> None:
        pump, _ = await used(app)
        refused = [
            await try_drawn(pump, "2026-02-01", "2026-02-01"),
            await try_drawn(pump, "2026-02-01", "2026-03-04"),
            await app.client.post(
                STATEMENTS, json={"agreement_id": UNKNOWN, "period_from": "2026-01-01", "period_to": "2026-02-01"}
            ),
        ]
        await drawn(pump, "2026-01-01", "2026-03-03")
        again = [await try_drawn(pump, "2026-01-01", "2026-03-03"), await try_drawn(pump)]

        assert [each.status_code for each in refused] == [422, 422, 422]
        assert [each.json()["errors"][0]["code"] for each in refused] == [
            "consignment.statement.empty_period",
            "consignment.statement.period_open",
            "unknown_reference",
        ]
        assert [(each.status_code, each.json()["code"]) for each in again] == [
            (409, "consignment.statement.period_taken"),
            (409, "consignment.statement.empty"),
        ]

    async def test_is_not_issued_before_its_lines_have_prices(self, app: TestApp) -> None:
        pump = await shelf(app, prices=())
        await pump.use(await app.ticket(contract="plain"), "4", at=JANUARY_20)
        statement = await drawn(pump)

        early = await done(app, statement, "issue")
        await pump.price(2500, "2026-01-01")
        issued = await done(app, statement, "issue")

        assert (statement["unpriced"], statement["total"]["amount_minor"]) == (1, 0)
        assert (early.status_code, early.json()["code"]) == (409, "consignment.statement.unpriced")
        assert (issued.status_code, issued.json()["total"]["amount_minor"]) == (201, 10000)
        assert issued.json()["answer_due_on"] == "2026-03-12"

    async def test_goes_from_draft_to_paid(self, app: TestApp) -> None:
        pump, _ = await used(app)
        statement = await issued_statement(pump)
        [line] = await statement_lines(app, statement)
        early = await done(app, statement, "agree")
        await answered(app.client, statement, confirmed(line), evidence=EVIDENCE)

        agreed = await done(app, statement, "agree")
        cancelled = await done(app, statement, "cancel", reason="Too late.")
        closed = await done(app, statement, "close", reference="B-77", paid_on="2026-03-01")

        assert (early.status_code, early.json()["code"]) == (409, "consignment.statement.unanswered")
        assert (agreed.status_code, agreed.json()["status"]) == (201, "agreed")
        assert (cancelled.status_code, cancelled.json()["code"]) == (409, "consignment.statement.wrong_state")
        assert cancelled.json()["allowed"] == ["close"]
        assert (closed.json()["status"], closed.json()["reference"]) == ("closed", "B-77")
        actions = (await app.client.get(f"{STATEMENTS}/{statement['id']}/transitions")).json()
        assert not any(each["allowed"] for each in actions["actions"])

    async def test_that_is_cancelled_frees_its_lines(self, app: TestApp) -> None:
        pump, _ = await used(app)
        first = await drawn(pump)

        await done(app, first, "cancel", reason="Wrong period.")
        second = await drawn(pump)

        assert (await seen(app, first))["status"] == "cancelled"
        assert (second["line_count"], second["total"]["amount_minor"]) == (1, 10000)

    async def test_that_is_agreed_stays_when_a_price_comes_late(self, app: TestApp) -> None:
        pump, _ = await used(app)
        statement = await issued_statement(pump)
        [line] = await statement_lines(app, statement)
        await answered(app.client, statement, confirmed(line), evidence=EVIDENCE)
        await done(app, statement, "agree")

        await pump.price(2450, "2026-01-15", "2026-02-01")
        later = await drawn(pump, "2026-02-01", "2026-03-03")

        assert (await seen(app, statement))["total"]["amount_minor"] == 10000
        assert (later["line_count"], later["total"]["amount_minor"]) == (1, -200)

    async def test_takes_what_comes_back_of_a_settled_use_at_the_price_of_the_use(self, app: TestApp) -> None:
        pump, ticket = await used(app, "2")
        statement = await issued_statement(pump)
        [line] = await statement_lines(app, statement)
        await answered(app.client, statement, confirmed(line), evidence=EVIDENCE)
        await done(app, statement, "agree")
        await pump.price(3000, "2026-02-01")

        await pump.bring_back(ticket, "1")
        later = await drawn(pump, "2026-02-01", "2026-03-03")

        [back] = await statement_lines(app, later)
        assert (back["line"]["kind"], back["line"]["corrects_line_id"]) == ("reversal", line["line"]["id"])
        assert (back["line"]["unit_price"], back["line"]["amount"]) == (money(2500), money(-2500))
        assert (later["line_count"], later["total"]) == (1, money(-2500))
        assert (await seen(app, statement))["total"] == money(5000)

    async def test_is_seen_by_its_supplier_once_issued_and_by_no_other(self, app: TestApp) -> None:
        pump, _ = await used(app)
        valve = await shelf(app, "VALVECO")
        statement = await drawn(pump)
        mine, other = await pump.partner(), await valve.partner()
        path = f"{STATEMENTS}/{statement['id']}"

        hidden = await mine.get(path)
        await done(app, statement, "issue")
        shown, foreign = await mine.get(path), await other.get(path)
        line_page = (await mine.get(f"{path}/lines")).json()["items"]

        assert [each.status_code for each in (hidden, shown, foreign)] == [404, 200, 404]
        assert [line["line"]["ticket_id"] for line in line_page] == [None]
        assert len((await mine.get(STATEMENTS)).json()["items"]) == 1
        assert (await other.get(STATEMENTS)).json()["items"] == []
        assert (await mine.post(f"{path}/transitions", json={"action": "agree"})).status_code == 403
