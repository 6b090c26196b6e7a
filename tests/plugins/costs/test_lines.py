"""Lines, as people add, reverse, correct and read them."""

import hashlib
from collections.abc import AsyncGenerator

import pytest

from costs_house import (
    TODAY,
    added,
    adding,
    borne,
    cny,
    corrected,
    correcting,
    costs_app,
    lines,
    mistakes,
    path,
    reversed_line,
    reversing,
    spent,
    summary,
)
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param, terms={"norate": {}}) as opened:
        yield opened


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    return await app.ticket(contract="plain")


@pytest.fixture
async def unrated(app: TestApp) -> Json:
    return await app.ticket(contract="norate")


class TestANewLine:
    async def test_is_priced_by_the_rates_and_numbered_over_all_tickets(self, app: TestApp, ticket: Json) -> None:
        other = await app.ticket(contract="plain")

        line, next_line = await added(app, ticket, "2.5"), await added(app, other)

        assert (line["number"], next_line["number"]) == (1, 2)
        assert (line["cost"], line["price"]) == (cny(30000), cny(75000))
        assert (line["quantity"], line["unit"], line["occurred_on"]) == ("2.500", "h", TODAY)
        assert (line["covered_by"], line["coverage_code"], line["source"]) == ("chargeable", "default", "manual")

    @pytest.mark.parametrize(
        ("unit", "quantity", "amount"), [(333, "0.5", 167), (1, "0.499", 0), (1, "0.5", 1), (12000, "2.5", 30000)]
    )
    async def test_is_rounded_half_away_from_zero(
        self, app: TestApp, unrated: Json, unit: int, quantity: str, amount: int
    ) -> None:
        line = await added(app, unrated, quantity, unit_cost=cny(unit), unit_price=cny(unit))

        assert (line["cost"], line["price"]) == (cny(amount), cny(amount))

    async def test_says_what_it_says_itself(self, app: TestApp, ticket: Json) -> None:
        said = {"unit_cost": cny(0), "unit_price": cny(7), "covered_by": "goodwill", "occurred_on": "2026-02-20"}

        line = await added(app, ticket, "3", **said, note="For the good name.", source_key="job-1")

        assert (line["cost"], line["price"]) == (cny(0), cny(21))
        assert (line["covered_by"], line["coverage_code"], line["occurred_on"]) == ("goodwill", "given", "2026-02-20")
        assert (line["note"], line["source_key"]) == ("For the good name.", "job-1")

    async def test_counts_at_its_cost_without_a_price_unless_it_is_charged(self, app: TestApp, unrated: Json) -> None:
        line = await added(app, unrated, "2", unit_cost=cny(500), covered_by="contract")
        refused = await adding(app, unrated, "2", unit_cost=cny(500))

        assert (line["unit_price"], line["price"]) == (cny(500), cny(1000))
        assert mistakes(refused) == [("/unit_price", "costs.line.price_missing")]

    async def test_is_found_again_by_its_key(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket, source_key="job-1")

        again = await adding(app, ticket, "7", source_key="job-1")

        assert (again.status_code, again.json()) == (200, line)
        elsewhere = await adding(app, await app.ticket(contract="plain"), source_key="job-1")
        assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "code_taken")
        assert len(await lines(app, ticket)) == 1

    async def test_is_not_taken_for_another_whose_key_ends_like_that_of_a_part(
        self, app: TestApp, ticket: Json
    ) -> None:
        line = await added(app, ticket, source_key="job-1#contract")

        other = await added(app, ticket, "7", source_key="job-1")

        assert (other["source_key"], other["quantity"]) == ("job-1", "7.000")
        assert (await adding(app, ticket, source_key="job-1#contract")).json() == line

    async def test_is_told_by_an_event(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket)
        back = await reversed_line(app, line)

        told = (await app.client.get("/v1/events", params={"limit": 200})).json()["items"]

        [new] = [each for each in told if each["type"] == "costs.line.added"]
        assert new["data"]["line_id"] == line["id"]
        assert (new["data"]["kind"], new["data"]["covered_by"]) == ("labour", "chargeable")
        assert (new["data"]["cost"], new["data"]["price"]) == (cny(12000), cny(30000))
        [gone] = [each for each in told if each["type"] == "costs.line.reversed"]
        assert (gone["data"]["line_id"], gone["data"]["reverses_line_id"]) == (back["id"], line["id"])

    async def test_changes_the_version_of_its_ticket(self, app: TestApp, ticket: Json) -> None:
        before = await app.client.get(f"/v1/tickets/{ticket['id']}")

        await added(app, ticket)

        after = await app.client.get(f"/v1/tickets/{ticket['id']}", headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert after.json()["extensions"]["costs"] == {
            "cost": cny(12000),
            "price": cny(30000),
            "chargeable": cny(30000),
        }


class TestABadLine:
    @pytest.mark.parametrize("quantity", ["0", "0.000", "-1", "1.2345", "1e3", "", "1000000.001", 2, 2.5, None])
    async def test_has_an_impossible_quantity(self, app: TestApp, ticket: Json, quantity: object) -> None:
        refused = await app.client.post(path(ticket), json={**spent(), "quantity": quantity})

        assert [pointer for pointer, _ in mistakes(refused)] == ["/quantity"]

    @pytest.mark.parametrize(
        ("values", "pointer", "code"),
        [
            ({"kind": "fun"}, "/kind", None),
            ({"unit": "hours of work"}, "/unit", None),
            ({"description": ""}, "/description", None),
            ({"unit_cost": cny(-1)}, "/unit_cost/amount_minor", None),
            ({"unit_price": cny(-1)}, "/unit_price/amount_minor", None),
            ({"colour": "red"}, "/colour", None),
            (
                {"unit_cost": {"amount_minor": 1, "currency": "EUR"}},
                "/unit_cost/currency",
                "costs.line.currency_mismatch",
            ),
            (
                {"unit_price": {"amount_minor": 1, "currency": "EUR"}},
                "/unit_price/currency",
                "costs.line.currency_mismatch",
            ),
            ({"unit": "d"}, "/unit_cost", "costs.line.cost_missing"),
            ({"kind": "parts", "unit": "ea"}, "/unit_cost", "costs.line.cost_missing"),
            ({"kind": "penalty", "covered_by": "chargeable"}, "/covered_by", None),
            ({"occurred_on": "2026-03-03"}, "/occurred_on", "costs.line.in_future"),
            ({"unit_cost": cny(2**53 - 1), "quantity": "2"}, "/quantity", "costs.line.too_large"),
        ],
    )
    async def test_is_refused_at_its_place(
        self, app: TestApp, ticket: Json, values: Json, pointer: str, code: str | None
    ) -> None:
        body = {**spent(), **({"unit_cost": cny(1)} if values.get("kind") == "penalty" else {}), **values}

        found = mistakes(await app.client.post(path(ticket), json=body))

        assert [where for where, _ in found] == [pointer]
        assert code is None or found == [(pointer, code)]

    async def test_hears_of_all_mistakes_at_once(self, app: TestApp, ticket: Json) -> None:
        refused = await adding(
            app, ticket, "0", unit_cost={"amount_minor": 1, "currency": "EUR"}, occurred_on="2027-01-01"
        )

        assert {pointer for pointer, _ in mistakes(refused)} == {"/quantity", "/unit_cost/currency", "/occurred_on"}

    async def test_would_make_the_ticket_come_to_more_than_can_be_told(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket, unit_cost=cny(2**53 - 1), unit_price=cny(0))

        refused = await adding(app, ticket, unit_cost=cny(1), unit_price=cny(0))

        assert mistakes(refused) == [("/quantity", "costs.line.too_large")]

    @pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
    async def test_cannot_be_changed_or_deleted(self, app: TestApp, ticket: Json, method: str) -> None:
        line = await added(app, ticket)

        answer = await app.client.request(method, f"{path(ticket)}/{line['id']}", json={})

        assert answer.status_code == 405

    async def test_has_no_place_on_a_cancelled_ticket_which_takes_reversals(self, app: TestApp, ticket: Json) -> None:
        line, other = await added(app, ticket), await added(app, ticket)
        done = await app.client.post(
            f"/v1/tickets/{ticket['id']}/transitions", json={"action": "cancel", "reason": "A mistake."}
        )
        assert done.status_code == 201, done.text

        refused, not_corrected = await adding(app, ticket), await correcting(app, other, quantity="2")

        assert (refused.status_code, refused.json()["code"]) == (409, "costs.ticket.cancelled")
        assert (not_corrected.status_code, not_corrected.json()["code"]) == (409, "costs.ticket.cancelled")
        assert (await reversed_line(app, line))["price"] == cny(-30000)


class TestAReversal:
    async def test_is_the_exact_negative(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket, "2.5", occurred_on="2026-02-01")

        back = await reversed_line(app, line)

        assert (back["quantity"], back["cost"], back["price"]) == ("-2.500", cny(-30000), cny(-75000))
        assert (back["reverses_line_id"], back["occurred_on"]) == (line["id"], TODAY)
        same = ("kind", "unit", "unit_cost", "unit_price", "covered_by", "coverage_code", "description")
        assert {name: back[name] for name in same} == {name: line[name] for name in same}
        shown = (await app.client.get(f"{path(ticket)}/{line['id']}")).json()
        assert shown == {**line, "reversed_by_line_id": back["id"]}
        assert (await summary(app, ticket))["chargeable"] == cny(0)

    async def test_comes_once_and_has_none_itself(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket)
        back = await reversed_line(app, line)

        again, of_reversal = await reversing(app, line), await reversing(app, back)

        assert (again.status_code, again.json()["code"]) == (409, "costs.line.already_reversed")
        assert (of_reversal.status_code, of_reversal.json()["code"]) == (409, "costs.line.is_reversal")
        assert (await correcting(app, line)).json()["code"] == "costs.line.already_reversed"

    async def test_is_sought_on_the_ticket_of_the_path(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket)
        other = await app.ticket(contract="plain")

        shown = await app.client.get(f"{path(other)}/{line['id']}")
        refused = await reversing(app, {**line, "ticket_id": other["id"]})

        assert (shown.status_code, shown.json()["code"]) == (404, "costs.line.not_found")
        assert (refused.status_code, refused.json()["code"]) == (404, "costs.line.not_found")


class TestACorrection:
    async def test_takes_back_and_stands_instead(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket, "2.5", note="By Li", party_id=None)

        both = await corrected(app, line, quantity="2", description="Repair", occurred_on="2026-03-01")

        assert both["reversal"]["reverses_line_id"] == line["id"]
        assert both["reversal"]["note"] == "Counted wrongly."
        new = both["line"]
        assert (new["quantity"], new["price"], new["description"]) == ("2.000", cny(60000), "Repair")
        assert (new["corrects_line_id"], new["note"], new["occurred_on"]) == (line["id"], "By Li", "2026-03-01")
        assert (await summary(app, ticket))["price"] == cny(60000)

    async def test_keeps_who_was_said_to_bear_it(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket, covered_by="goodwill")

        kept = (await corrected(app, line, quantity="2"))["line"]
        moved = (await corrected(app, kept, covered_by="chargeable"))["line"]

        assert (kept["covered_by"], kept["coverage_code"]) == ("goodwill", "given")
        assert (moved["covered_by"], moved["price"]) == ("chargeable", cny(60000))

    async def test_is_refused_at_its_place(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket)

        refused = await correcting(
            app, line, quantity="0", unit_price={"amount_minor": 1, "currency": "EUR"}, occurred_on="2026-03-03"
        )

        assert {pointer for pointer, _ in mistakes(refused)} == {"/quantity", "/unit_price/currency", "/occurred_on"}
        assert len(await lines(app, ticket)) == 1


class TestLines:
    async def test_are_listed_in_the_order_of_recording_and_narrowed(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket)
        await added(app, ticket, "10", kind="travel", unit="km", covered_by="contract")
        await added(app, ticket, "2", covered_by="goodwill")

        assert borne(await lines(app, ticket)) == [
            ("1.000", "chargeable", 30000),
            ("10.000", "contract", 2000),
            ("2.000", "goodwill", 60000),
        ]
        assert borne(await lines(app, ticket, kind="travel")) == [("10.000", "contract", 2000)]
        assert borne(await lines(app, ticket, covered_by="goodwill")) == [("2.000", "goodwill", 60000)]
        assert borne(await lines(app, ticket, kind="travel", covered_by="goodwill")) == []

    async def test_never_change_whatever_is_done(self, app: TestApp, ticket: Json) -> None:
        first = await added(app, ticket, "2.5")
        before = await digests(app)

        await reversed_line(app, first)
        second = await added(app, ticket, "1.5", source_key="k")
        await corrected(app, second, quantity="1")
        await app.client.post(path(ticket, "collect"), json={})

        after = await digests(app)
        assert len(after) == 5
        assert {number: after[number] for number in before} == before

    async def test_are_held_by_the_database_itself(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket)

        for statement in (
            "UPDATE costs_line SET price_minor = 1",
            "UPDATE costs_line SET ticket_id = ticket_id",
            "DELETE FROM costs_line",
        ):
            with pytest.raises(Exception, match=r"never changed|constraint|Conflict|refer"):
                await app.house.fetch(f"{statement} RETURNING id")


async def digests(app: TestApp) -> dict[int, str]:
    rows = await app.house.fetch("SELECT * FROM costs_line")
    return {row["number"]: hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest() for row in rows}
