from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from inventory_house import inventory_app, location, part, received, refusals
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

LOCATIONS = "/v1/inventory/locations"
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def codes(app: TestApp, **filters: Any) -> list[str]:
    answer = await app.client.get(LOCATIONS, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"]]


async def patch(app: TestApp, place: Json, **changes: Any) -> httpx.Response:
    return await app.client.patch(f"{LOCATIONS}/{place['id']}", json=changes)


async def supplier(app: TestApp) -> Json:
    answer = await app.client.get(LOCATIONS, params={"code": "@supplier", "include_virtual": True})
    return answer.json()["items"][0]


class TestLocation:
    async def test_is_read_as_it_was_made(self, app: TestApp) -> None:
        store = await location(app, "STORE", time_zone="Asia/Shanghai")
        said = {
            "code": "VAN-7",
            "name": "一号服务车",
            "kind": "van",
            "parent_id": store["id"],
            "sourcing_priority": 10,
            "station_id": NOBODY,
        }

        answer = await app.client.post(LOCATIONS, json=said)

        assert answer.status_code == 201
        made = answer.json()
        assert answer.headers["Location"] == f"{LOCATIONS}/{made['id']}"
        assert made == {
            **said,
            "id": made["id"],
            "time_zone": "Asia/Shanghai",
            "archived_at": None,
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert (await app.client.get(f"{LOCATIONS}/{made['id']}")).json() == made

    async def test_is_a_warehouse_in_utc_that_is_asked_in_the_middle_if_nobody_says(self, app: TestApp) -> None:
        made = await app.created(LOCATIONS, {"code": "A", "name": "A"})

        assert (made["kind"], made["time_zone"], made["sourcing_priority"]) == ("warehouse", "UTC", 50)

    async def test_is_refused_with_all_its_mistakes(self, app: TestApp) -> None:
        await location(app, "A")
        virtual = (await supplier(app))["id"]
        wrong: list[tuple[Json, list[tuple[str, str]]]] = [
            ({"code": "A"}, [("/code", "code_taken")]),
            ({"code": "@mine"}, [("/code", "pattern")]),
            ({"kind": "supplier"}, [("/kind", "not_a_choice")]),
            ({"sourcing_priority": 0}, [("/sourcing_priority", "too_small")]),
            ({"parent_id": virtual}, [("/parent_id", "not_a_choice")]),
            (
                {"parent_id": NOBODY, "time_zone": "Mars/Olympus"},
                [("/time_zone", "not_a_choice"), ("/parent_id", "unknown_reference")],
            ),
        ]
        for said, mistakes in wrong:
            answer = await app.client.post(LOCATIONS, json={"code": "NEW", "name": "x", **said})

            assert refusals(answer) == mistakes, said

    async def test_is_found_by_code_kind_parent_station_and_whether_it_is_archived(self, app: TestApp) -> None:
        store = await location(app, "STORE", sourcing_priority=60)
        await location(app, "VAN", kind="van", parent_id=store["id"], station_id=NOBODY, sourcing_priority=5)
        old = await location(app, "OLD")
        await patch(app, old, archived=True)

        assert await codes(app, include_virtual=False) == ["OLD", "STORE", "VAN"]
        assert await codes(app, code="STORE") == ["STORE"]
        assert await codes(app, kind="van") == ["VAN"]
        assert await codes(app, parent_id=store["id"]) == ["VAN"]
        assert await codes(app, station_id=NOBODY) == ["VAN"]
        assert await codes(app, archived=True) == ["OLD"]
        assert (await codes(app, archived=False, sort="sourcing_priority"))[:2] == ["VAN", "STORE"]

    async def test_of_the_ledger_are_listed_so_that_balances_can_be_read(self, app: TestApp) -> None:
        await location(app, "STORE")

        assert await codes(app) == [
            *("@consumed", "@count", "@ownership", "@removed", "@scrapped", "@supplier", "STORE"),
        ]
        assert await codes(app, code="@count") == await codes(app, kind="count") == ["@count"]

    async def test_is_changed_and_moved(self, app: TestApp) -> None:
        store, shelf = await location(app, "STORE"), await location(app, "SHELF")

        moved = (await patch(app, shelf, name="A1", kind="quarantine", parent_id=store["id"])).json()
        same = (await patch(app, shelf, name="A1", parent_id=store["id"], archived=False)).json()
        out = (await patch(app, shelf, parent_id=None)).json()

        assert (moved["name"], moved["kind"], moved["parent_id"]) == ("A1", "quarantine", store["id"])
        assert (moved["version"], same["version"]) == (2, 2)
        assert (out["parent_id"], out["version"]) == (None, 3)

    async def test_never_lies_inside_itself(self, app: TestApp) -> None:
        house = await location(app, "HOUSE")
        room = await location(app, "ROOM", parent_id=house["id"])
        shelf = await location(app, "SHELF", parent_id=room["id"])

        for inside in (house, room, shelf):
            answer = await patch(app, house, parent_id=inside["id"])

            assert refusals(answer) == [("/parent_id", "inventory.location.circular")]

    async def test_with_stock_or_places_in_use_below_it_is_not_archived(self, app: TestApp) -> None:
        store = await location(app, "STORE")
        shelf = await location(app, "SHELF", parent_id=store["id"])
        await received(app, await part(app), shelf, "1")

        with_stock, with_places = await patch(app, shelf, archived=True), await patch(app, store, archived=True)

        assert refusals(with_stock) == [("/archived", "inventory.location.in_use")]
        assert refusals(with_places) == [("/archived", "inventory.location.in_use")]

    async def test_that_is_archived_takes_nothing_in_until_it_is_restored(self, app: TestApp) -> None:
        store, van = await location(app, "STORE"), await location(app, "VAN")
        archived = (await patch(app, store, archived=True)).json()

        below = await app.client.post(LOCATIONS, json={"code": "NEW", "name": "x", "parent_id": store["id"]})
        moved = await patch(app, van, parent_id=store["id"])
        restored = (await patch(app, store, archived=False)).json()

        assert archived["archived_at"] == "2026-03-02T02:00:00Z"
        assert refusals(below) == refusals(moved) == [("/parent_id", "inventory.location.archived")]
        assert restored["archived_at"] is None
        assert (await patch(app, van, parent_id=store["id"])).status_code == 200

    async def test_at_which_tickets_hold_stock_goes_on_being_one_that_they_get_it_from(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "1")
        ticket = await app.ticket(contract="plain")
        line = {"part_id": bearing["id"], "quantity": "1"}
        await app.created(f"/v1/tickets/{ticket['id']}/inventory/reservations", {"lines": [line]})

        refused, allowed = await patch(app, store, kind="transit"), await patch(app, store, kind="station")

        assert (refused.status_code, refusals(refused)) == (409, [("/kind", "inventory.location.in_use")])
        assert allowed.json()["kind"] == "station"

    async def test_of_the_ledger_is_nobodys_to_change(self, app: TestApp) -> None:
        answer = await patch(app, await supplier(app), name="x")

        assert (answer.status_code, answer.json()["code"]) == (409, "inventory.location.virtual")

    async def test_is_changed_only_as_the_caller_has_seen_it(self, app: TestApp) -> None:
        store = await location(app)

        stale = await app.client.patch(f"{LOCATIONS}/{store['id']}", json={}, headers={"If-Match": '"7"'})
        nobody = await patch(app, {"id": NOBODY}, name="x")
        zone = await patch(app, store, time_zone="Mars/Olympus")
        unknown = await app.client.get(f"{LOCATIONS}/{NOBODY}")

        assert stale.status_code == 412
        assert (nobody.status_code, nobody.json()["code"]) == (404, "inventory.location.not_found")
        assert refusals(zone) == [("/time_zone", "not_a_choice")]
        assert unknown.status_code == 404

    async def test_is_for_those_who_keep_the_catalogue(self, app: TestApp) -> None:
        store = await location(app)
        engineer = await app.as_actor(Role.ENGINEER)

        assert (await engineer.get(LOCATIONS)).status_code == 200
        assert (await engineer.post(LOCATIONS, json={"code": "A", "name": "x"})).status_code == 403
        assert (await engineer.patch(f"{LOCATIONS}/{store['id']}", json={"name": "x"})).status_code == 403
