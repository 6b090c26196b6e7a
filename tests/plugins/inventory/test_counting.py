from asyncio import gather
from collections.abc import AsyncIterator
from typing import Any

import pytest

from inventory_documents import COUNTS, UNKNOWN, count_begun, count_ended, count_lines, entered, found
from inventory_house import balances, inventory_app, location, part, received, refusals
from wellkept_inventory.service import counting
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def quantities(app: TestApp, part: Json) -> list[str]:
    return [each["quantity"] for each in await balances(app, part_id=part["id"])]


class TestCount:
    async def test_begins_with_a_line_for_all_that_lies_there(self, app: TestApp) -> None:
        bearing, seal = await part(app), await part(app, "SEAL", tracking="lot")
        store, van = await location(app), await location(app, "VAN", kind="van")
        await received(app, bearing, store, "10")
        await received(app, seal, store, "4", lot="B-17")
        await received(app, seal, van, "4", lot="B-18")

        answer = await app.client.post(COUNTS, json={"location_id": store["id"]})

        count = answer.json()
        assert answer.status_code == 201
        assert (answer.headers["Location"], answer.headers["ETag"]) == (f"{COUNTS}/{count['id']}", '"1"')
        assert count == {
            "id": count["id"],
            "number": "CT-2026-000001",
            "location_id": store["id"],
            "part_ids": None,
            "stock_owners": "any",
            "stock_owner_id": None,
            "blind": False,
            "status": "open",
            "lines": 2,
            "lines_counted": 0,
            "lines_different": 0,
            "actor_id": count["actor_id"],
            "approved_by": None,
            "posting_id": None,
            "reason": None,
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert [(each["part_code"], each["lot"], each["expected"]) for each in await count_lines(app, count)] == [
            ("BRG-6204", None, None),
            ("SEAL", "B-17", None),
        ]

    async def test_takes_what_nobody_knew_to_be_there_and_leaves_what_was_not_counted(self, app: TestApp) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL"), await location(app)
        await received(app, bearing, store, "10")
        count = await count_begun(app, store)

        answer = await entered(app, count, found(seal, "3"))
        again = await entered(app, count, found(seal, "4"))
        posted_count = (await count_ended(app, count, "post")).json()

        assert [(each["expected"], each["counted"], each["difference"]) for each in answer.json()["items"]] == [
            ("0.000", "3.000", "3.000")
        ]
        assert again.json()["items"][0]["counted"] == "4.000"
        assert [posted_count[name] for name in ("lines", "lines_counted", "lines_different")] == [2, 1, 1]
        assert (await quantities(app, bearing), await quantities(app, seal)) == (["10.000"], ["4.000"])


class TestScope:
    async def test_is_of_real_places_that_are_in_use(self, app: TestApp) -> None:
        gone, answer = (
            await location(app, "GONE"),
            await app.client.get("/v1/inventory/locations", params={"code": "@count", "include_virtual": True}),
        )
        await app.client.patch(f"/v1/inventory/locations/{gone['id']}", json={"archived": True})
        virtual = answer.json()["items"][0]

        async def refused(**body: Any) -> list[tuple[str, str]]:
            return refusals(await app.client.post(COUNTS, json=body))

        assert await refused(location_id=virtual["id"]) == [("/location_id", "inventory.location.not_real")]
        assert await refused(location_id=gone["id"]) == [("/location_id", "inventory.location.archived")]
        assert await refused(location_id=UNKNOWN, part_ids=[UNKNOWN], stock_owner_id=UNKNOWN) == [
            ("/location_id", "unknown_reference"),
            ("/part_ids/0", "unknown_reference"),
            ("/stock_owner_id", "unknown_reference"),
        ]
        assert await refused(location_id=gone["id"], part_ids=[]) == [("/part_ids", "too_short")]

    async def test_is_not_more_than_can_be_counted_at_once(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL"), await location(app)
        await received(app, bearing, store, "1")
        await received(app, seal, store, "1")
        monkeypatch.setattr(counting, "COUNT_LINES_MAX", 1)

        whole = await app.client.post(COUNTS, json={"location_id": store["id"]})
        half = await count_begun(app, store, part_ids=[seal["id"]])

        assert refusals(whole) == [("/part_ids", "too_long")]
        assert half["lines"] == 1

    async def test_is_counted_by_one_open_count_at_a_time(self, app: TestApp) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL"), await location(app)
        await received(app, bearing, store, "10")
        first = await count_begun(app, store)

        overlapping = await app.client.post(COUNTS, json={"location_id": store["id"]})
        other = await count_begun(app, store, part_ids=[seal["id"]])
        await entered(app, other, found(seal, "1"))
        stolen = await entered(app, first, found(bearing, "9"), found(seal, "2"))
        await count_ended(app, first, "cancel")
        again = await app.client.post(COUNTS, json={"location_id": store["id"], "part_ids": [bearing["id"]]})

        assert (overlapping.status_code, overlapping.json()["code"]) == (409, "inventory.count.overlaps")
        assert refusals(stolen) == [("/entries/1", "inventory.count.overlaps")]
        assert await count_lines(app, first, counted=True) == []
        assert again.status_code == 201

    async def test_of_two_who_begin_at_once_is_given_to_one(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "10")

        answers = await gather(*(app.client.post(COUNTS, json={"location_id": store["id"]}) for _ in range(4)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
