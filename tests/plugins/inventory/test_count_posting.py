from asyncio import gather
from collections.abc import AsyncIterator

import pytest

from inventory_documents import UNKNOWN, count_begun, count_ended, count_lines, entered, found
from inventory_house import balances, integrity, inventory_app, issued, line, location, moved, part, received, refusals
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def quantities(app: TestApp, part: Json) -> list[str]:
    return [each["quantity"] for each in await balances(app, part_id=part["id"])]


async def count_moves(app: TestApp) -> list[Json]:
    answer = await app.client.get("/v1/inventory/moves", params={"kind": "count"})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestCount:
    async def test_fixes_the_difference_when_the_figure_is_entered(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        ticket = await app.ticket(contract="plain")
        await received(app, bearing, store, "11", cost_minor=100)
        count = await count_begun(app, store)
        await issued(app, ticket, store, line(bearing, "1"))

        await entered(app, count, found(bearing, "8"))
        await issued(app, ticket, store, line(bearing, "1"))
        answer = await count_ended(app, count, "post", reason="Yearly count.")

        assert (answer.status_code, answer.json()["status"]) == (201, "posted"), answer.text
        assert await quantities(app, bearing) == ["7.000"]
        [move] = await count_moves(app)
        assert (move["quantity"], move["from_location_id"]) == ("2.000", store["id"])
        posting = (await app.client.get(f"/v1/inventory/postings/{answer.json()['posting_id']}")).json()
        assert [posting[name] for name in ("kind", "reference", "reason")] == [
            "count",
            "CT-2026-000001",
            "Yearly count.",
        ]
        assert (await integrity(app))["balanced"] is True

    async def test_that_agrees_with_the_book_has_no_posting(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "10")
        count = await count_begun(app, store)
        await entered(app, count, found(bearing, "10"))

        posted_count = (await count_ended(app, count, "post")).json()

        assert (posted_count["status"], posted_count["posting_id"]) == ("posted", None)
        assert await count_moves(app) == []
        answer = await app.client.get("/v1/events", params={"type": "inventory.count.posted"})
        told = [each["data"] for each in answer.json()["items"]]
        expected: Json = {"count_id": count["id"], "number": "CT-2026-000001", "location_id": store["id"]}
        assert told == [{**expected, "posting_id": None, "differences": 0}]


class TestEnd:
    async def test_comes_once_even_for_two_at_once(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "10")
        count = await count_begun(app, store)
        await entered(app, count, found(bearing, "8"))

        answers = await gather(*(count_ended(app, count, "post") for _ in range(3)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        late = [await entered(app, count, found(bearing, "9")), await count_ended(app, count, "cancel")]
        assert {answer.json()["code"] for answer in late} == {"inventory.count.not_open"}
        assert await quantities(app, bearing) == ["8.000"]

    async def test_does_no_harm_to_what_moves_at_the_same_time(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN", kind="van")
        await received(app, bearing, store, "10")
        count = await count_begun(app, store)

        answers = await gather(
            *(moved(app, bearing, store, van, "1") for _ in range(3)),
            entered(app, count, found(bearing, "20")),
            *(moved(app, bearing, store, van, "1") for _ in range(3)),
        )
        await count_ended(app, count, "post")

        assert {answer.status_code for answer in answers} == {201}
        [line] = await count_lines(app, count)
        left = 20 - 6 + (10 - int(float(line["expected"])))
        assert [each["quantity"] for each in await balances(app, location_id=store["id"])] == [f"{left}.000"]
        assert (await integrity(app))["balanced"] is True

    async def test_asks_to_count_again_what_was_issued_or_reserved_since(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN", kind="van")
        await received(app, bearing, store, "10")
        count = await count_begun(app, store)
        await entered(app, count, found(bearing, "8"))
        await moved(app, bearing, store, van, "9")

        answer = await count_ended(app, count, "post")
        await entered(app, count, found(bearing, "0"))
        after = await count_ended(app, count, "post")

        assert (answer.status_code, answer.json()["code"]) == (409, "inventory.count.recount")
        assert [answer.json()[name] for name in ("part_id", "requested", "available")] == [
            bearing["id"],
            "2.000",
            "1.000",
        ]
        assert after.json()["status"] == "posted"
        assert await quantities(app, bearing) == ["9.000"]

    async def test_waits_for_a_second_person_where_the_differences_are_large(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "10", cost_minor=50_001)
        dispatcher, engineer = await app.as_actor(Role.DISPATCHER), await app.as_actor(Role.ENGINEER)
        count = await count_begun(app, store)
        await entered(app, count, found(bearing, "8"), client=engineer)

        early = await count_ended(app, count, "approve")
        waiting = await count_ended(app, count, "post", client=engineer, reason="Stolen.")
        entry = await entered(app, count, found(bearing, "9"), client=engineer)
        by_dispatcher = await count_ended(app, count, "approve", client=dispatcher)
        own = await count_ended(app, count, "approve")
        book = await quantities(app, bearing)
        admin = await app.as_actor(Role.ADMIN)
        approved = await count_ended(app, count, "approve", client=admin)

        assert (waiting.status_code, waiting.json()["status"], waiting.json()["posting_id"]) == (
            201,
            "submitted",
            None,
        )
        assert early.json()["code"] == entry.json()["code"] == "inventory.count.not_open"
        assert (by_dispatcher.status_code, by_dispatcher.json()["code"]) == (403, "permission_denied")
        assert (own.status_code, own.json()["code"], book) == (403, "inventory.count.same_actor", ["10.000"])
        assert [approved.json()[name] for name in ("status", "reason")] == ["posted", "Stolen."]
        assert approved.json()["approved_by"] not in {None, count["actor_id"]}
        assert await quantities(app, bearing) == ["8.000"]

    async def test_is_not_approved_by_who_has_entered_a_figure(self, app: TestApp) -> None:
        bearing = await part(app, standard_cost={"amount_minor": 100_001, "currency": "CNY"})
        store, admin = await location(app), await app.as_actor(Role.ADMIN)
        count = await count_begun(app, store)
        await entered(app, count, found(bearing, "1"), client=admin)
        await count_ended(app, count, "post")

        answer = await count_ended(app, count, "approve", client=admin)
        cancelled = await count_ended(app, count, "cancel", client=admin, reason="Counted by the wrong people.")

        assert answer.json()["code"] == "inventory.count.same_actor"
        assert (cancelled.json()["status"], await quantities(app, bearing)) == ("cancelled", [])

    async def test_is_refused_for_an_old_version_an_unknown_count_and_an_unknown_action(self, app: TestApp) -> None:
        count = await count_begun(app, await location(app))

        assert (await count_ended(app, count, "post", if_match='"7"')).status_code == 412
        assert (await count_ended(app, {"id": UNKNOWN}, "post")).json()["code"] == "inventory.count.not_found"
        assert [code for _, code in refusals(await count_ended(app, count, "submit"))] == ["not_a_choice"]
