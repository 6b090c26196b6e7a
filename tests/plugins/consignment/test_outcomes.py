"""How disputes end."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import Shelf, claimed, consignment_app, owed, shelf
from consignment_statements import (
    EVIDENCE,
    answered,
    confirmed,
    disputed,
    done,
    drawn,
    ended,
    issued_statement,
    money,
    statement_lines,
)
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def in_dispute(app: TestApp) -> tuple[Shelf, Json, Json]:
    pump = await shelf(app)
    await pump.use(await app.ticket(contract="plain"), "4", at="2026-01-20T02:00:00Z")
    statement = await issued_statement(pump)
    [line] = await statement_lines(app, statement)
    answer = await answered(app.client, statement, disputed(line), evidence=EVIDENCE)
    assert answer.json()["disputed"] == 1
    return pump, statement, line


def outcome(line: Json, kind: str, **values: object) -> Json:
    return {"statement_line_id": line["id"], "outcome": kind, "note": "As the receipt says.", **values}


class TestOutcome:
    async def test_conceded_adds_a_correction_to_the_same_statement(self, app: TestApp) -> None:
        pump, statement, line = await in_dispute(app)

        answer = await ended(app, statement, outcome(line, "conceded", amount=money(7500)))
        again = await answered(app.client, statement, disputed(line), evidence=EVIDENCE)
        agreed = await done(app, statement, "agree")

        assert answer.status_code == 200, answer.text
        assert (answer.json()["total"]["amount_minor"], answer.json()["confirmed"]) == (7500, 2)
        assert owed(await pump.lines()) == [("withdrawal", "4.000", 10000), ("correction", "0.000", -2500)]
        assert (again.status_code, again.json()["code"]) == (409, "consignment.answer.conceded")
        assert (agreed.status_code, agreed.json()["total"]["amount_minor"]) == (201, 7500)

    async def test_conceded_stays_so_when_the_supplier_confirms_it(self, app: TestApp) -> None:
        pump, statement, line = await in_dispute(app)
        await ended(app, statement, outcome(line, "conceded", amount=money(7500)))

        confirming = await answered(app.client, statement, confirmed(line), evidence=EVIDENCE)
        again = await answered(app.client, statement, disputed(line), evidence=EVIDENCE)

        assert (confirming.status_code, confirming.json()["total"]) == (200, money(7500))
        assert (again.status_code, again.json()["code"]) == (409, "consignment.answer.conceded")
        [first, _] = await statement_lines(app, statement)
        assert (first["answer"], first["outcome"], first["note"]) == ("confirmed", "conceded", "As the receipt says.")
        assert owed(await pump.lines()) == [("withdrawal", "4.000", 10000), ("correction", "0.000", -2500)]

    async def test_conceded_lets_a_claimed_share_hold(self, app: TestApp) -> None:
        pump, statement, line = await in_dispute(app)
        await claimed(app, line["line"], "0.40")

        await ended(app, statement, outcome(line, "conceded", amount=money(7500)))

        assert [each["amount"]["amount_minor"] for each in await pump.lines(kind="claim")] == [-4000, 1000]

    async def test_upheld_confirms_and_changes_no_amount(self, app: TestApp) -> None:
        _, statement, line = await in_dispute(app)

        answer = await ended(app, statement, outcome(line, "upheld"))

        [stored] = await statement_lines(app, statement)
        assert (stored["answer"], stored["outcome"], stored["note"]) == ("confirmed", "upheld", "As the receipt says.")
        assert answer.json()["total"]["amount_minor"] == 10000

    async def test_carried_leaves_the_line_to_the_next_statement(self, app: TestApp) -> None:
        pump, statement, line = await in_dispute(app)

        answer = await ended(app, statement, outcome(line, "carried"))
        following = await drawn(pump, "2026-02-01", "2026-03-01")

        assert (answer.json()["line_count"], answer.json()["total"]["amount_minor"]) == (0, 0)
        assert (following["line_count"], following["total"]["amount_minor"]) == (1, 10000)
        [left] = await statement_lines(app, statement)
        assert (left["answer"], left["line"]["statement_id"]) == ("carried", following["id"])
        assert [left["line"]] == await pump.lines()

    async def test_is_refused_where_there_is_no_dispute_or_another_currency(self, app: TestApp) -> None:
        _, statement, line = await in_dispute(app)

        foreign = await ended(app, statement, outcome(line, "conceded", amount=money(7500, "EUR")))
        unknown = await ended(app, statement, outcome(statement, "upheld"))
        await answered(app.client, statement, confirmed(line), evidence=EVIDENCE)
        settled = await ended(app, statement, outcome(line, "upheld"))
        await done(app, statement, "agree")
        late = await ended(app, statement, outcome(line, "upheld"))

        assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/outcomes/0/amount/currency")
        assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "consignment.answer.unknown_line")
        assert (settled.status_code, settled.json()["code"]) == (409, "consignment.outcome.not_disputed")
        assert (late.status_code, late.json()["code"]) == (409, "consignment.statement.wrong_state")
