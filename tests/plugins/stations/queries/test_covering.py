"""The station that a site belongs to, as it is asked."""

import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from stations_house import PUDONG, SUZHOU, patched, station, stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries.covering import Site, chain, stations_of
from wellkept_stations.rules.geometry import Point

COVERING = "/v1/stations/covering"
DATELINE = [[179, -1], [-179, -1], [-179, 1], [179, 1], [179, -1]]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("stations", None)


def region(code: str) -> Json:
    return {"kind": "region", "region_code": code}


async def found(app: TestApp, **site: Any) -> list[tuple[str, str, int, int | None]]:
    answer = await app.client.get(COVERING, params=site)
    assert answer.status_code == 200, answer.text
    return [(link["code"], link["because"], link["specificity"], link["distance_m"]) for link in answer.json()["items"]]


class TestSite:
    async def test_belongs_to_the_closest_region_and_else_to_the_root(self, app: TestApp) -> None:
        root = await station(app, "HQ", kind="headquarters")
        await station(app, "SH", parent_id=root["id"], coverage=[region("310000")])
        await station(app, "PD", parent_id=root["id"], coverage=[region("310115")])

        assert await found(app, region_code="310115") == [("PD", "region 310115", 6, None), ("HQ", "parent", 0, None)]
        assert await found(app, region_code="310104") == [("SH", "region 31", 2, None), ("HQ", "parent", 0, None)]
        assert await found(app, region_code="320500") == [("HQ", "root", 0, None)]
        assert await found(app) == [("HQ", "root", 0, None)]

    async def test_over_the_antimeridian_lies_inside_on_both_sides(self, app: TestApp) -> None:
        await station(app, "HQ", rank=1)
        drawn = {"kind": "polygon", "polygon": {"type": "Polygon", "coordinates": [DATELINE]}}
        await station(app, "FJ", coverage=[drawn], location={"longitude": 180, "latitude": 0})

        assert await found(app, longitude=179.9, latitude=0) == [("FJ", "polygon", 9, 11_120)]
        assert await found(app, longitude=-179.9, latitude=0) == [("FJ", "polygon", 9, 11_120)]
        assert (await found(app, longitude=-178.9, latitude=0))[0][0] == "HQ"

    async def test_belongs_to_the_nearest_of_two_radii_that_reach_it(self, app: TestApp) -> None:
        wide = {"kind": "radius", "radius_km": 200}
        await station(app, "SZ", location=SUZHOU, coverage=[wide])
        await station(app, "SH", location=PUDONG, coverage=[wide])

        assert await found(app, longitude=121.4737, latitude=31.2304) == [("SH", "radius 200 km", 1, 6_823)]
        assert await found(app, longitude=120.6, latitude=31.3) == [("SZ", "radius 200 km", 1, 1_402)]

    async def test_belongs_to_no_closed_station_nor_comes_by_one(self, app: TestApp) -> None:
        root = await station(app, "HQ", rank=1)
        middle = await station(app, "RE", parent_id=root["id"])
        await station(app, "SH", parent_id=middle["id"], coverage=[region("310000")])
        old = await station(app, "OLD", coverage=[region("310115")])
        await patched(app, f"/v1/stations/{old['id']}", status="closed")

        assert [link[0] for link in await found(app, region_code="310115")] == ["SH", "RE", "HQ"]

    async def test_has_the_root_of_lowest_rank_for_want_of_better(self, app: TestApp) -> None:
        await station(app, "A", rank=7)
        await station(app, "C", rank=5)
        await station(app, "B", rank=5)

        assert await found(app, region_code="310115") == [("B", "root", 0, None)]

    async def test_has_nobody_where_there_are_no_stations(self, app: TestApp, ctx: Ctx) -> None:
        assert await found(app, region_code="310115") == []
        assert await stations_of(ctx, {Site("310115", None)}) == {}

    async def test_asked_with_half_a_place_is_refused(self, app: TestApp) -> None:
        for name, other in (("longitude", "latitude"), ("latitude", "longitude")):
            answer = await app.client.get(COVERING, params={name: 10})

            assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
                (f"query/{other}", "required")
            ]


class TestChain:
    async def test_ends_with_the_station_itself_where_parents_are_not_allowed(self, app: TestApp, ctx: Ctx) -> None:
        root = await station(app, "HQ", kind="headquarters")
        own = await station(app, "SH", parent_id=root["id"], coverage=[region("310000")], location=PUDONG)
        site = Site("310115", Point(121.4737, 31.2304))

        alone, [first, second] = await chain(ctx, site, allow_parent=False), await chain(ctx, site, allow_parent=True)

        assert list(alone) == [first]
        assert (first.station_id, first.depth, first.point) == (UUID(own["id"]), 0, Point(121.5447, 31.2215))
        assert (second.code, second.depth, second.point, second.time_zone) == ("HQ", 1, None, "Asia/Shanghai")


class TestManySites:
    async def test_are_placed_as_each_alone_with_two_statements(self, app: TestApp, ctx: Ctx) -> None:
        await station(app, "HQ", rank=1)
        await station(app, "SH", coverage=[region("310000")])
        await station(app, "SZ", location=SUZHOU, coverage=[{"kind": "radius", "radius_km": 30}])
        sites = {
            Site("310115", None),
            Site("320500", None),
            Site(None, Point(120.6, 31.3)),
            Site("310115", Point(120.6, 31.3)),
            Site(None, None),
        }
        before = app.house.statements

        placed = await stations_of(ctx, sites)

        assert app.house.statements - before == 2
        assert placed.keys() == sites
        for site in sites:
            [first, *_] = await chain(ctx, site, allow_parent=False)
            assert (placed[site].station_id, placed[site].because) == (first.station_id, first.because)


class TestTwoThousandRules:
    async def test_are_asked_with_two_statements_and_read_but_for_a_few(self, app: TestApp, ctx: Ctx) -> None:
        root = await station(app, "HQ")
        boxes = [
            [[-170.0 + west, -60.0 + south], [-169.0 + west, -60.0 + south], [-169.0 + west, -59.0 + south]]
            for west in range(0, 200, 2)
            for south in range(0, 20, 2)
        ]
        for number in range(10):
            drawn = [
                {"kind": "polygon", "polygon": {"type": "Polygon", "coordinates": [[*box, box[0]]]}}
                for box in boxes[number::10]
            ]
            regions = [region(f"{(number * 100 + each):04d}15") for each in range(100)]
            await station(app, f"S{number}", parent_id=root["id"], coverage=[*drawn, *regions])
        site = Site("001115", Point(-169.2, -59.8))
        before, begun = app.house.statements, time.perf_counter()

        [first, second] = await chain(ctx, site, allow_parent=True)

        assert time.perf_counter() - begun < 1
        assert app.house.statements - before == 2
        assert (first.because, second.code) == ("polygon", "HQ")
