"""Stations: made, read, changed, moved, closed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from fake_parties import BLOCKED, PUMPCO
from stations_house import account, engineer, patched, refusing, station, stations_app, told_wrong
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

STATIONS = "/v1/stations"
NOBODY = "00000000-0000-7000-8000-000000000000"
SHANGHAI: Json = {"address": "浦东新区", "region_code": "310115", "longitude": 121.5447, "latitude": 31.2215}
RING = [[120.0, 30.0], [123.0, 30.0], [123.0, 32.0], [120.0, 32.0], [120.0, 30.0]]
COVERAGE: list[Json] = [
    {"kind": "region", "region_code": "310000"},
    {"kind": "radius", "radius_km": 80.5},
    {"kind": "polygon", "polygon": {"type": "Polygon", "coordinates": [RING]}},
]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with stations_app(dialect) as app:
        yield app


def at(made: Json) -> str:
    return f"{STATIONS}/{made['id']}"


async def codes(app: TestApp, **filters: Any) -> list[str]:
    answer = await app.client.get(STATIONS, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"]]


async def covering(app: TestApp, **site: Any) -> list[tuple[str, str]]:
    answer = await app.client.get(f"{STATIONS}/covering", params=site)
    assert answer.status_code == 200, answer.text
    return [(link["code"], link["because"]) for link in answer.json()["items"]]


async def announced(app: TestApp) -> list[tuple[str, str]]:
    await app.drain()
    items = (await app.client.get("/v1/events", params={"limit": 200})).json()["items"]
    return [(each["type"], each["data"]["code"]) for each in items if each["type"].startswith("stations.station.")]


async def cost(app: TestApp) -> int:
    before = app.house.statements
    await app.client.get(STATIONS)
    return app.house.statements - before


class TestStation:
    async def test_is_read_as_it_was_made(self, app: TestApp) -> None:
        root = await station(app, "HQ", kind="headquarters")
        said = {
            "code": "SH",
            "name": "上海服务站",
            "kind": "partner",
            "time_zone": "Asia/Shanghai",
            "parent_id": root["id"],
            "party_id": str(PUMPCO.id),
            "location": SHANGHAI,
            "calendar_code": "24x7",
            "phone": "+86 21 5555 0100",
            "rank": 5,
            "max_open_tickets": 40,
            "coverage": COVERAGE,
        }

        answer = await app.client.post(STATIONS, json=said)

        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert answer.headers["Location"] == at(made)
        assert answer.headers["ETag"] == '"1"'
        assert made == {
            **said,
            "id": made["id"],
            "status": "active",
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert (await app.client.get(at(made))).json() == made
        assert await announced(app) == [("stations.station.created", "HQ"), ("stations.station.created", "SH")]

    async def test_needs_code_name_kind_and_zone_only(self, app: TestApp) -> None:
        made = await station(app)

        assert made["location"] == {"address": None, "region_code": None, "longitude": None, "latitude": None}
        assert (made["parent_id"], made["calendar_code"], made["rank"], made["coverage"]) == (None, None, 100, [])

    @pytest.mark.parametrize(
        ("said", "mistakes"),
        [
            ({"code": "SH"}, [("/code", "code_taken")]),
            ({"kind": "kiosk"}, [("/kind", "not_a_choice")]),
            ({"time_zone": "Mars/Olympus"}, [("/time_zone", "not_a_choice")]),
            ({"parent_id": NOBODY}, [("/parent_id", "unknown_reference")]),
            ({"party_id": NOBODY}, [("/party_id", "unknown_reference")]),
            ({"party_id": str(BLOCKED.id)}, []),
            ({"calendar_code": "NONE"}, [("/calendar_code", "unknown_reference")]),
            ({"location": {"longitude": 121.5}}, [("/location/latitude", "required")]),
            ({"location": {"latitude": 31.2}}, [("/location/longitude", "required")]),
            (
                {"location": {"longitude": 181, "latitude": 91}},
                [("/location/longitude", "too_large"), ("/location/latitude", "too_large")],
            ),
            ({"coverage": [COVERAGE[1]]}, [("/coverage/0/radius_km", "stations.coverage.invalid")]),
            ({"coverage": [{"kind": "radius", "radius_km": 0}]}, [("/coverage/0/radius_km", "too_small")]),
            ({"coverage": [{"kind": "region"}]}, [("/coverage/0/region_code", "required")]),
            ({"coverage": [{"kind": "circle"}]}, [("/coverage/0/kind", "not_a_choice")]),
            (
                {"time_zone": "Nowhere", "parent_id": NOBODY},
                [("/time_zone", "not_a_choice"), ("/parent_id", "unknown_reference")],
            ),
        ],
    )
    async def test_is_refused_with_all_its_mistakes(
        self, app: TestApp, said: Json, mistakes: list[tuple[str, str]]
    ) -> None:
        await station(app)
        body = {"code": "NEW", "name": "x", "kind": "station", "time_zone": "Asia/Shanghai", **said}

        assert await refusing(app, STATIONS, body) == mistakes

    async def test_has_no_polygon_that_is_open_short_long_or_off_the_earth(self, app: TestApp) -> None:
        body = {"code": "NEW", "name": "x", "kind": "station", "time_zone": "Asia/Shanghai"}
        place = "/coverage/0/polygon/coordinates"
        long = [[120.0, 30.0], *([[121.0, 31.0]] * 299), [120.0, 30.0]]
        wrong: list[tuple[list[Any], tuple[str, str]]] = [
            ([RING[:-1]], (f"{place}/0", "stations.coverage.invalid")),
            ([RING[:3]], (f"{place}/0", "too_short")),
            ([], (place, "too_short")),
            ([[[181.0, 30.0], *RING[1:-1], [181.0, 30.0]]], (f"{place}/0/0/0", "too_large")),
            ([[[120.0, 30.0, 5.0], *RING[1:]]], (f"{place}/0/0", "too_long")),
            ([long, long], (place, "too_long")),
        ]
        for rings, mistake in wrong:
            drawn = {"kind": "polygon", "polygon": {"type": "Polygon", "coordinates": rings}}

            assert mistake in await refusing(app, STATIONS, {**body, "coverage": [drawn]}), mistake

    async def test_is_found_by_code_kind_status_parent_and_party_page_by_page(self, app: TestApp) -> None:
        root = await station(app, "HQ", kind="headquarters", name="总部")
        await station(app, "BJ", parent_id=root["id"], name="B", coverage=COVERAGE[:1])
        await station(app, "SH", parent_id=root["id"], name="A", party_id=str(PUMPCO.id))
        closed = await station(app, "OLD")
        await patched(app, at(closed), status="closed")

        assert await codes(app) == ["BJ", "HQ", "OLD", "SH"]
        assert await codes(app, code="NONE") == []
        assert await codes(app, sort="-name") == ["HQ", "OLD", "BJ", "SH"]
        assert await codes(app, code="SH") == ["SH"]
        assert await codes(app, kind="headquarters") == ["HQ"]
        assert await codes(app, status="closed") == ["OLD"]
        assert await codes(app, parent_id=root["id"]) == ["BJ", "SH"]
        assert await codes(app, party_id=str(PUMPCO.id)) == ["SH"]
        first = (await app.client.get(STATIONS, params={"limit": 3})).json()
        assert await codes(app, limit=3, cursor=first["next_cursor"]) == ["SH"]

    async def test_list_asks_the_database_the_same_few_times_for_many(self, app: TestApp) -> None:
        await station(app, "A", coverage=COVERAGE[:1])
        few = await cost(app)
        for number in range(10):
            await station(app, f"B{number}", coverage=COVERAGE[:1])

        assert await cost(app) == few <= 3

    async def test_is_nothing_to_customers_partners_and_engineers_who_would_change_it(self, app: TestApp) -> None:
        made, customer = await station(app), await app.customer()
        outside = [
            await app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]]),
            await app.as_actor(Role.PARTNER, party_id=str(PUMPCO.id)),
        ]
        for client in outside:
            for path in (STATIONS, at(made), f"{STATIONS}/covering"):
                assert (await client.get(path)).status_code == 403
        hand = await app.as_actor(Role.ENGINEER)

        assert (await hand.get(at(made))).status_code == 200
        assert (await hand.patch(at(made), json={"name": "x"})).status_code == 403
        assert (await hand.post(STATIONS, json={})).status_code == 403

    async def test_that_is_not_there_is_not_found(self, app: TestApp) -> None:
        for answer in (await app.client.get(f"{STATIONS}/{NOBODY}"), await patched(app, f"{STATIONS}/{NOBODY}")):
            assert (answer.status_code, answer.json()["code"]) == (404, "stations.station.not_found")


class TestChange:
    async def test_merges_the_location_and_replaces_the_coverage(self, app: TestApp) -> None:
        made = await station(app, location=SHANGHAI, coverage=COVERAGE)

        moved = (await patched(app, at(made), location={"longitude": 121.0, "address": None}, phone="110")).json()
        narrowed = (await patched(app, at(made), coverage=COVERAGE[:1])).json()
        same = (await patched(app, at(made), coverage=COVERAGE[:1], phone="110", parent_id=None)).json()
        nowhere = (await patched(app, at(made), location=None)).json()

        assert moved["location"] == {**SHANGHAI, "longitude": 121.0, "address": None}
        assert (moved["phone"], moved["coverage"], moved["version"]) == ("110", COVERAGE, 2)
        assert (narrowed["coverage"], narrowed["version"]) == (COVERAGE[:1], 3)
        assert same == narrowed
        assert set(nowhere["location"].values()) == {None}

    async def test_moves_what_is_covered_by_radius_with_the_station(self, app: TestApp) -> None:
        made = await station(app, location=SHANGHAI, coverage=[{"kind": "radius", "radius_km": 5}])
        await patched(app, at(made), location={"longitude": 116.4074, "latitude": 39.9042})

        found = [await covering(app, longitude=121.5447, latitude=31.2215)]
        found.append(await covering(app, longitude=116.41, latitude=39.90))

        assert found == [[("SH", "root")], [("SH", "radius 5 km")]]

    async def test_keeps_the_place_that_a_radius_needs(self, app: TestApp) -> None:
        made = await station(app, location=SHANGHAI, coverage=COVERAGE[1:2])

        gone = await patched(app, at(made), location=None)
        half = await patched(app, at(made), location={"latitude": None}, coverage=COVERAGE[:1])
        swapped = await patched(app, at(made), location=None, coverage=COVERAGE[:1])

        assert told_wrong(gone) == [("/location", "stations.coverage.invalid")]
        assert told_wrong(half) == [("/location/latitude", "required")]
        assert swapped.status_code == 200

    async def test_is_refused_when_somebody_else_was_first(self, app: TestApp) -> None:
        made = await station(app)
        await patched(app, at(made), name="New")

        late = await app.client.patch(at(made), json={"name": "Other"}, headers={"If-Match": '"1"'})

        assert late.status_code == 412
        assert (await app.client.get(at(made))).json()["name"] == "New"

    async def test_never_puts_a_station_below_itself(self, app: TestApp) -> None:
        root = await station(app, "HQ")
        middle = await station(app, "RE", parent_id=root["id"])
        leaf = await station(app, "SH", parent_id=middle["id"])

        for inside in (root, middle, leaf):
            answer = await patched(app, at(root), parent_id=inside["id"])

            assert told_wrong(answer) == [("/parent_id", "stations.station.cycle")]

    async def test_by_two_at_once_closes_no_circle(self, app: TestApp) -> None:
        a, b = await station(app, "A"), await station(app, "B")

        answers = await asyncio.gather(patched(app, at(a), parent_id=b["id"]), patched(app, at(b), parent_id=a["id"]))

        assert Counter(answer.status_code for answer in answers) == {200: 1, 422: 1}

    async def test_moves_all_that_is_below(self, app: TestApp) -> None:
        root, other = await station(app, "HQ"), await station(app, "H2")
        middle = await station(app, "RE", parent_id=root["id"])
        await station(app, "SH", parent_id=middle["id"], coverage=COVERAGE[:1])

        await patched(app, at(middle), parent_id=other["id"])

        assert await covering(app, region_code="310115") == [
            ("SH", "region 31"),
            ("RE", "parent"),
            ("H2", "parent"),
        ]


class TestClosing:
    async def test_waits_for_engineers_and_stations_below(self, app: TestApp) -> None:
        root = await station(app, "HQ")
        leaf = await station(app, "SH", parent_id=root["id"])
        hand = await engineer(app, leaf["id"])

        early = [told_wrong(await patched(app, at(each), status="closed")) for each in (root, leaf)]
        await patched(app, f"{STATIONS}/engineers/{hand['id']}", status="left")
        closed = [(await patched(app, at(each), status="closed")).json() for each in (leaf, root)]

        assert early == [[("/status", "stations.station.in_use")]] * 2
        assert [each["status"] for each in closed] == ["closed", "closed"]
        assert (await announced(app))[2:] == [("stations.station.closed", "SH"), ("stations.station.closed", "HQ")]

    async def test_meets_people_who_come_at_the_same_time_one_way_or_the_other(self, app: TestApp) -> None:
        for number in range(4):
            made = await station(app, f"S{number}")
            _, user_id = await account(app)
            hand = {"user_id": user_id, "code": f"E{number}", "name": "x", "station_id": made["id"], "kind": "engineer"}
            below = {"code": f"B{number}", "name": "x", "kind": "station", "time_zone": "UTC", "parent_id": made["id"]}

            closed, joined, added = await asyncio.gather(
                patched(app, at(made), status="closed"),
                app.client.post(f"{STATIONS}/engineers", json=hand),
                app.client.post(STATIONS, json=below),
            )

            # Whoever comes after the closing is refused; the closing is refused after anybody has come.
            answered = [closed.status_code, joined.status_code, added.status_code]
            assert answered in ([200, 409, 409], [409, 201, 201])

    async def test_leaves_a_station_that_takes_nothing(self, app: TestApp) -> None:
        closed, other = await station(app, "OLD"), await station(app, "SH")
        await patched(app, at(closed), status="closed")
        body = {"code": "NEW", "name": "x", "kind": "station", "time_zone": "Asia/Shanghai", "parent_id": closed["id"]}

        below = await refusing(app, STATIONS, body)
        moved = await patched(app, at(other), parent_id=closed["id"])

        assert below == [("/parent_id", "stations.station.closed")]
        assert told_wrong(moved) == [("/parent_id", "stations.station.closed")]

    async def test_is_undone_below_an_open_parent_only(self, app: TestApp) -> None:
        root = await station(app, "HQ")
        leaf = await station(app, "SH", parent_id=root["id"])
        for each in (leaf, root):
            await patched(app, at(each), status="closed")

        early = await patched(app, at(leaf), status="active")
        reopened = [(await patched(app, at(each), status="active")).json()["status"] for each in (root, leaf)]

        assert told_wrong(early) == [("/status", "stations.station.closed")]
        assert reopened == ["active", "active"]
