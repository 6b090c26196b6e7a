from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from inventory_documents import COUNTS, UNKNOWN, count_begun, count_ended, count_lines, entered, found
from inventory_house import inventory_app, location, part, received, refusals
from wellkept_inventory.tables import InventoryPolicy
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestCount:
    async def test_is_listed_by_place_and_status(self, app: TestApp) -> None:
        store, van = await location(app), await location(app, "VAN", kind="van")
        await count_begun(app, store)
        await count_ended(app, await count_begun(app, van), "cancel", reason="Wrong shelf.")

        async def numbers(**filters: Any) -> list[str]:
            return [each["number"] for each in (await app.client.get(COUNTS, params=filters)).json()["items"]]

        assert await numbers() == ["CT-2026-000002", "CT-2026-000001"]
        assert await numbers(location_id=store["id"]) == ["CT-2026-000001"]
        assert await numbers(status="cancelled") == ["CT-2026-000002"]
        viewer, engineer = await app.as_actor(Role.VIEWER), await app.as_actor(Role.ENGINEER)
        assert (await viewer.get(COUNTS)).status_code == 403
        assert (await viewer.post(COUNTS, json={"location_id": store["id"]})).status_code == 403
        assert (await engineer.get(COUNTS)).status_code == 200
        assert (await engineer.get(f"{COUNTS}/{UNKNOWN}")).json()["code"] == "inventory.count.not_found"

    async def test_does_not_tell_what_the_book_says_while_it_is_blind_and_open(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "10")
        count = await count_begun(app, store, blind=True)

        [line] = (await entered(app, count, found(bearing, "8"))).json()["items"]
        asked = await app.client.get(f"{COUNTS}/{count['id']}/lines", params={"differs": True})
        now = (await app.client.get(f"{COUNTS}/{count['id']}")).json()
        await count_ended(app, count, "post")

        assert (line["expected"], line["counted"], line["difference"]) == (None, "8.000", None)
        assert refusals(asked) == [("query/differs", "not_a_choice")]
        assert (now["lines_counted"], now["lines_different"], now["version"]) == (1, None, 2)
        [after] = await count_lines(app, count, differs=True, counted=True)
        assert (after["expected"], after["difference"]) == ("10.000", "-2.000")
        assert await count_lines(app, count, differs=False) == await count_lines(app, count, counted=False) == []


class TestDue:
    async def test_is_what_was_not_counted_for_as_long_as_its_policy_says(self, app: TestApp) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL"), await location(app)
        await policy(app, bearing, store, count_every_days=30)
        await policy(app, seal, store, count_every_days=None)
        await received(app, bearing, store, "10")
        await received(app, seal, store, "10")

        app.clock.set(datetime(2026, 4, 1, 1, 59, 59, tzinfo=UTC))
        assert await due(app) == []
        app.clock.set(datetime(2026, 4, 1, 2, 0, tzinfo=UTC))
        [never_counted] = await due(app, location_id=store["id"])
        count = await count_begun(app, store)
        [while_counted] = await due(app)
        await entered(app, count, found(bearing, "10"))
        await count_ended(app, count, "post")

        assert never_counted == {
            "policy_id": never_counted["policy_id"],
            "part_id": bearing["id"],
            "part_code": "BRG-6204",
            "location_id": store["id"],
            "count_every_days": 30,
            "counted_at": None,
            "due_at": "2026-04-01T02:00:00Z",
            "being_counted": False,
        }
        assert while_counted == {**never_counted, "being_counted": True}
        assert await due(app, location_id=UNKNOWN) == await due(app) == []
        app.clock.set(datetime(2026, 5, 1, 2, 0, tzinfo=UTC))
        [again] = await due(app)
        assert (again["counted_at"], again["due_at"]) == ("2026-04-01T02:00:00Z", "2026-05-01T02:00:00Z")


async def due(app: TestApp, **filters: Any) -> list[Json]:
    answer = await app.client.get(f"{COUNTS}/due", params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def policy(app: TestApp, part: Json, place: Json, *, count_every_days: int | None) -> None:
    ctx = await app.house.context("inventory", None)
    async with app.house.transaction():
        await ctx.db.insert(
            InventoryPolicy,
            part_id=part["id"],
            location_id=place["id"],
            method="none",
            service_level_permille=950,
            lead_time_days=7,
            review_days=7,
            source="purchase",
            count_every_days=count_every_days,
            alert="none",
        )
