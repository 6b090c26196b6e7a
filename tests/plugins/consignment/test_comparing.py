"""A supplier's own list beside a statement."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import consignment_app, shelf
from consignment_statements import EVIDENCE, STATEMENTS, issued_statement, money, seen, statement_lines
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


def theirs(reference: str, quantity: str, amount: Json, day: str, part: str = "PART-PUMPCO") -> Json:
    return {"reference": reference, "part_code": part, "quantity": quantity, "amount": amount, "occurred_on": day}


class TestComparison:
    async def test_tells_what_differs_and_answers_by_it_on_request(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "4", at="2026-01-20T17:00:00Z")
        await pump.use(ticket, "2", at="2026-01-22T02:00:00Z")
        await pump.use(ticket, "1", at="2026-01-25T02:00:00Z")
        statement = await issued_statement(pump)
        path, partner = f"{STATEMENTS}/{statement['id']}/comparison", await pump.partner()
        said = [
            theirs("R-3", "9", money(22500), "2026-01-28", part="OTHER"),
            theirs("R-2", "2", money(4000), "2026-01-22"),
            theirs("R-1", "4.000", money(10000), "2026-01-21"),
        ]

        only_asked = await partner.post(path, json={"lines": said})
        unchanged = await seen(app, statement)
        without = await app.client.post(path, json={"lines": said, "answer": True})
        foreign = await partner.post(path, json={"lines": [theirs("R-1", "4", money(1, "EUR"), "2026-01-21")]})
        both = await app.client.post(path, json={"lines": said, "answer": True, "evidence": EVIDENCE})

        told = only_asked.json()
        assert only_asked.status_code == 200, only_asked.text
        assert [pair["theirs"]["reference"] for pair in told["matched"]] == ["R-1"]
        assert [pair["theirs"]["reference"] for pair in told["differing"]] == ["R-2"]
        assert [line["occurred_on"] for line in told["only_ours"]] == ["2026-01-25"]
        assert [line["reference"] for line in told["only_theirs"]] == ["R-3"]
        assert unchanged["pending"] == 3
        assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/evidence")
        assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/lines/0/amount/currency")
        assert both.json() == told
        assert [line["answer"] for line in await statement_lines(app, statement)] == [
            "confirmed",
            "disputed",
            "pending",
        ]
