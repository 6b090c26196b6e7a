"""The rules of an area, as they are checked and stored."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import station, stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.rules.geometry import Point
from wellkept_stations.schemas.coverage import (
    CoverageRule,
    StationsPolygon,
    StationsPolygonCoverage,
    StationsRadiusCoverage,
    StationsRegionCoverage,
)
from wellkept_stations.service.areas import area_mistakes, has_radius, store_area

REGION = StationsRegionCoverage(region_code="310100")
RADIUS = StationsRadiusCoverage(radius_km=11.1195)
TRIANGLE = [[179.0, 0.0], [-179.0, 0.0], [-179.0, 2.0], [179.0, 0.0]]
POLYGON = StationsPolygonCoverage(polygon=StationsPolygon(type="Polygon", coordinates=[TRIANGLE]))
PLACE = Point(120.0, 0.0)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("stations", None)


def box(row: Row) -> tuple[float, ...]:
    names = ("longitude_min", "longitude_max", "latitude_min", "latitude_max")
    return tuple(round(row[name], 4) for name in names)


class TestArea:
    async def test_is_stored_with_prefixes_and_boxes(self, app: TestApp, ctx: Ctx) -> None:
        station_id = UUID((await station(app))["id"])
        async with ctx.db.transaction():
            await store_area(ctx, station_id, [REGION], point=None)
            await store_area(ctx, station_id, [POLYGON, RADIUS, REGION], point=PLACE)

        drawn, near, region = await app.house.fetch("SELECT * FROM stations_coverage ORDER BY position")

        assert (region["kind"], region["region_code"], region["region_prefix"]) == ("region", "310100", "3101")
        assert (near["kind"], near["radius_m"], box(near)) == ("radius", 11_120, (119.9, 120.1, -0.1, 0.1))
        assert (drawn["kind"], box(drawn)) == ("polygon", (179.0, 181.0, 0.0, 2.0))
        assert drawn["polygon"] == {"type": "Polygon", "coordinates": [TRIANGLE]}
        assert region["longitude_min"] is region["radius_m"] is drawn["region_prefix"] is near["polygon"] is None

    def test_tells_all_its_mistakes(self) -> None:
        open_ring = StationsPolygonCoverage(polygon=StationsPolygon(type="Polygon", coordinates=[TRIANGLE[:-1]]))
        rules: list[CoverageRule] = [RADIUS, REGION, open_ring]

        found = area_mistakes(rules, point=None)

        assert [error.pointer for mistake in found for error in mistake.errors] == [
            "/coverage/0/radius_km",
            "/coverage/2/polygon/coordinates/0",
        ]
        assert area_mistakes([RADIUS, REGION, POLYGON], point=PLACE) == []

    def test_needs_a_place_for_a_radius_only(self) -> None:
        assert has_radius([REGION, RADIUS])
        assert not has_radius([REGION, POLYGON])
