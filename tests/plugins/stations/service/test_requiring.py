"""What a ticket needs and shows."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from stations_house import placed_project, station, stations_app, told_wrong
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

PLC: Json = {"code": "plc", "level": 2}
PUMPS: Json = {"code": "pumps", "level": 5}
NOTHING: Json = {
    "required_skills": [],
    "required_certificates": [],
    "station_code": None,
    "next_window": None,
    "visits_open": 0,
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def shown(app: TestApp, ticket: Json) -> Json:
    return (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]["stations"]


async def patch(app: TestApp, ticket: Json, needs: Json | None) -> Any:
    return await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"extensions": {"stations": needs}})


async def found(app: TestApp, **filters: Any) -> list[str]:
    query = {f"extensions.stations.{name}": value for name, value in filters.items()}
    answer = await app.client.get("/v1/tickets", params=query)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


class TestTicket:
    async def test_shows_what_it_needs_and_where_it_stands(self, app: TestApp) -> None:
        await station(app)
        needs = {"required_skills": [PLC, PUMPS], "required_certificates": ["high_voltage"]}
        ticket = await app.ticket(contract="plain", extensions={"stations": needs})
        version = ticket["version"]

        assert await shown(app, ticket) == {**NOTHING, **needs, "station_code": "SH"}
        changed = await patch(app, ticket, {"required_skills": [PLC]})
        assert changed.json()["extensions"]["stations"]["required_skills"] == [PLC]
        assert changed.json()["version"] > version
        assert (await patch(app, ticket, None)).status_code == 200
        assert await shown(app, ticket) == {**NOTHING, "station_code": "SH"}

    async def test_shows_the_window_of_its_next_visit(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")
        async with app.house.transaction():
            await app.house.fetch(
                "UPDATE stations_ticket SET visits_open = 2, next_window_from = ?, next_window_to = ? RETURNING id",
                app.clock.now(),
                app.clock.now(),
            )

        assert await shown(app, ticket) == {
            **NOTHING,
            "visits_open": 2,
            "next_window": {"from": "2026-03-02T02:00:00Z", "to": "2026-03-02T02:00:00Z"},
        }

    async def test_needs_nothing_twice_and_nothing_that_is_no_skill(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")
        wrong: list[tuple[Json, str, str]] = [
            ({"required_skills": [PLC, PLC]}, "/required_skills/1/code", "duplicate"),
            ({"required_certificates": ["hv", "hv"]}, "/required_certificates/1", "duplicate"),
            ({"required_skills": [{"code": "plc", "level": 6}]}, "/required_skills/0/level", "too_large"),
            ({"required_certificates": ["Hv!"]}, "/required_certificates/0", "pattern"),
            ({"visits_open": 1}, "/visits_open", "unknown_field"),
        ]
        for needs, pointer, code in wrong:
            assert told_wrong(await patch(app, ticket, needs)) == [(f"/extensions/stations{pointer}", code)]

    async def test_is_found_by_station_and_by_open_visits(self, app: TestApp) -> None:
        await station(app, "HQ", rank=1)
        await station(app, "SH", coverage=[{"kind": "region", "region_code": "310000"}])
        near = await app.ticket(project_id=(await placed_project(app))["id"])
        far = await app.ticket(contract="plain")
        async with app.house.transaction():
            await app.house.fetch(
                "UPDATE stations_ticket SET visits_open = 1 WHERE ticket_id = ? RETURNING id", UUID(far["id"])
            )

        assert await found(app, station_code="SH") == [near["id"]]
        assert await found(app, station_code="HQ") == [far["id"]]
        assert await found(app, station_code="NONE") == []
        assert await found(app, visits_open="true") == [far["id"]]
        assert await found(app, visits_open="false") == [near["id"]]

    async def test_shows_customers_nothing_of_it(self, app: TestApp) -> None:
        customer = await app.customer(contract="plain")
        project = await placed_project(app, customer_id=customer["id"])
        ticket = await app.ticket(project_id=project["id"])
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])

        answer = await client.get(f"/v1/tickets/{ticket['id']}")

        assert answer.status_code == 200
        assert "stations" not in answer.json()["extensions"]
