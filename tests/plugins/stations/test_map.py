"""The map of stations as GeoJSON."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_days import planned_station, waiting_ticket
from stations_house import PUDONG, account, engineer, stations_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

MAP = "/v1/stations/map"
UNKNOWN = "01990000-0000-7000-8000-00000000dead"
EAST_END = {"longitude": 179.99, "latitude": 10.0}
TRIANGLE = {"type": "Polygon", "coordinates": [[[120.0, 30.0], [123.0, 30.0], [123.0, 32.0], [120.0, 30.0]]]}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def drawn(app: TestApp, client: Any = None, **params: str) -> Json:
    answer = await (client or app.client).get(MAP, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    return answer.json()


def layers(found: Json) -> list[str]:
    return [feature["properties"]["layer"] for feature in found["features"]]


class TestMap:
    async def test_shows_stations_areas_sites_and_homes(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"], home=PUDONG)
        ticket = await waiting_ticket(app, grade=1)

        found = await drawn(app)

        assert (found["type"], found["truncated"]) == ("FeatureCollection", False)
        assert found["features"] == [
            {
                "type": "Feature",
                "id": here["id"],
                "geometry": {"type": "Point", "coordinates": [121.5447, 31.2215]},
                "properties": {
                    "layer": "stations",
                    "code": "SH",
                    "name": "Station SH",
                    "kind": "station",
                    "grade": None,
                    "station_id": None,
                },
            },
            {
                "type": "Feature",
                "id": ticket["id"],
                "geometry": {"type": "Point", "coordinates": [121.4737, 31.2304]},
                "properties": {
                    "layer": "tickets",
                    "code": ticket["number"],
                    "name": "Pump trips",
                    "kind": "new",
                    "grade": 1,
                    "station_id": here["id"],
                },
            },
            {
                "type": "Feature",
                "id": zhang["id"],
                "geometry": {"type": "Point", "coordinates": [121.5447, 31.2215]},
                "properties": {
                    "layer": "engineers",
                    "code": "ZW",
                    "name": "Engineer ZW",
                    "kind": "engineer",
                    "grade": None,
                    "station_id": here["id"],
                },
            },
        ]

    async def test_shows_polygons_as_they_are_and_radii_with_sixty_four_corners(self, app: TestApp) -> None:
        area = [{"kind": "polygon", "polygon": TRIANGLE}, {"kind": "radius", "radius_km": 80}]
        await planned_station(app, coverage=area)

        polygon, radius = (await drawn(app, layers="coverage"))["features"]

        assert polygon["geometry"] == TRIANGLE
        [ring] = radius["geometry"]["coordinates"]
        assert (radius["properties"]["kind"], len(ring), ring[0]) == ("radius", 65, ring[-1])

    async def test_cuts_what_lies_over_the_antimeridian(self, app: TestApp) -> None:
        ring = [[178, -3], [178, 4], [-177, 4], [-177, -3], [178, -3]]
        area = [{"kind": "polygon", "polygon": {"type": "Polygon", "coordinates": [ring]}}]
        await planned_station(app, coverage=[*area, {"kind": "radius", "radius_km": 50}], location=EAST_END)

        polygon, radius = (await drawn(app, layers="coverage"))["features"]

        assert [each["geometry"]["type"] for each in (polygon, radius)] == ["MultiPolygon", "MultiPolygon"]
        sides = [{place[0] for place in part[0]} for part in polygon["geometry"]["coordinates"]]
        assert sorted(map(sorted, sides)) == [[-180.0, -177.0], [178.0, 180.0]]
        places = [place for part in radius["geometry"]["coordinates"] for ring in part for place in ring]
        assert all(abs(longitude) <= 180 for longitude, _ in places)

    async def test_is_described_with_all_that_it_refers_to(self, app: TestApp) -> None:
        document = (await app.client.get("/openapi.json")).json()

        content = document["paths"]["/v1/stations/map"]["get"]["responses"]["200"]["content"]
        assert set(content) == {"application/json", "application/geo+json"}
        for named in re.findall(r"#/components/schemas/(\w+)", json.dumps(document)):
            assert named in document["components"]["schemas"], named

    async def test_shows_one_station_with_all_below_it(self, app: TestApp) -> None:
        root = await planned_station(app, "CN", coverage=[])
        here = await planned_station(app, "SH", parent_id=root["id"])
        await planned_station(app, "BJ", parent_id=root["id"], coverage=[])
        await waiting_ticket(app)

        below = await drawn(app, station_id=here["id"])

        assert next(feature["properties"]["code"] for feature in below["features"]) == "SH"
        assert layers(below) == ["stations", "tickets"]
        assert layers(await drawn(app, station_id=root["id"], layers="stations")) == ["stations"] * 3
        unknown = await app.client.get(MAP, params={"station_id": UNKNOWN})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "stations.station.not_found")

    async def test_leaves_out_what_is_closed_or_has_no_place(self, app: TestApp) -> None:
        await planned_station(app, "NOWHERE", location=None)
        closed = await planned_station(app, "OLD", coverage=[])
        changed = await app.client.patch(f"/v1/stations/{closed['id']}", json={"status": "closed"})
        assert changed.status_code == 200, changed.text
        await waiting_ticket(app, longitude=None, latitude=None)
        await waiting_ticket(app, contract="bare")

        assert (await drawn(app))["features"] == []

    async def test_tells_where_engineers_live_to_dispatchers_only(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"], home=PUDONG)
        fellow, _ = await account(app, Role.ENGINEER)
        dispatcher, _ = await account(app, Role.DISPATCHER)

        assert layers(await drawn(app, fellow)) == ["stations"]
        assert layers(await drawn(app, fellow, layers="engineers")) == []
        assert layers(await drawn(app, dispatcher, layers="engineers")) == ["engineers"]

    async def test_is_not_for_customers(self, app: TestApp) -> None:
        customer, _ = await account(app, Role.CUSTOMER, customer_ids=[(await app.customer())["id"]])

        assert (await customer.get(MAP)).status_code == 403

    async def test_refuses_layers_that_there_are_not(self, app: TestApp) -> None:
        answer = await app.client.get(MAP, params={"layers": "stations,roads"})

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/layers")

    async def test_is_cut_off_and_says_so(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("wellkept_stations.queries.map.FEATURES_MAX", 2)
        for code in ("A", "B", "C"):
            await planned_station(app, code, coverage=[])

        found = await drawn(app)

        assert [feature["properties"]["code"] for feature in found["features"]] == ["A", "B"]
        assert found["truncated"] is True

    async def test_costs_as_many_statements_for_many_as_for_one(self, app: TestApp) -> None:
        here = await planned_station(app)
        for code in ("ZW", "LI", "WANG"):
            await engineer(app, here["id"], code, home=PUDONG)
            await waiting_ticket(app)
        await drawn(app, station_id=here["id"])
        before = app.house.statements

        await drawn(app, station_id=here["id"])

        # Who calls, the station, and four layers.
        assert app.house.statements - before <= 6
