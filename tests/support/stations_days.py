"""A station with people and work to plan a day of."""

from datetime import timedelta
from typing import Any, Final

from stations_house import PUDONG, placed_project, station
from wellkept_sdk.testing import Json, TestApp

#: The Tuesday after `NOW`, and its hours in Shanghai.
DAY: Final = "2026-03-03"
COVERS_SHANGHAI: Final[list[Json]] = [{"kind": "region", "region_code": "310000"}]
#: Longer than the pause between two runs of the job.
_SOON: Final = timedelta(seconds=6)


async def planned_station(app: TestApp, code: str = "SH", **values: Any) -> Json:
    """Return a station in Pudong that all of Shanghai belongs to."""
    return await station(app, code, **{"coverage": COVERS_SHANGHAI, "location": PUDONG, **values})


async def waiting_ticket(app: TestApp, *, contract: str = "plain", grade: int = 3, **site: Any) -> Json:
    """Return an open ticket at a site of its own in Shanghai."""
    project = await placed_project(app, contract=contract, **site)
    return await app.ticket(project_id=project["id"], grade=grade)


async def calendar(app: TestApp, code: str, *hours: tuple[str, str]) -> str:
    """Return the code of a new calendar that has the same hours on every day of the week."""
    spans = [{"opens": opens, "closes": closes} for opens, closes in hours]
    weekly = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), spans)
    made = {"code": code, "name": code, "time_zone": "Asia/Shanghai", "weekly": weekly}
    await app.created("/v1/calendars", made)
    return code


async def ordered(app: TestApp, station_id: str, **values: Any) -> Json:
    """Return the order of a plan of `DAY`."""
    body = {"station_id": station_id, "day": DAY, "seconds": 1, **values}
    answer = await app.client.post("/v1/stations/plans", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def made_plan(app: TestApp, station_id: str, **values: Any) -> Json:
    """Return a plan of `DAY` after a worker has been there."""
    order = await ordered(app, station_id, **values)
    app.clock.advance(_SOON)
    await app.drain()
    return await plan(app, order["id"])


async def plan(app: TestApp, plan_id: str) -> Json:
    """Return a plan as it is now."""
    answer = await app.client.get(f"/v1/stations/plans/{plan_id}")
    assert answer.is_success, answer.text
    return answer.json()


async def no_vroom(*_: object, **__: object) -> None:
    """Be without the extra: for tests to which it does not matter who has found the routes."""


def stops_of(made: Json) -> list[Json]:
    """Return all stops of a plan in the order of its routes."""
    return [stop for route in made["routes"] for stop in route["stops"]]


def left_out(made: Json) -> dict[str, str]:
    """Return why tickets are in no route of a plan, by ticket."""
    return {each["ticket_id"]: each["code"] for each in made["unassigned"]}


async def agreed_visit(app: TestApp, ticket: Json, person: Json, starts_at: str, ends_at: str, **values: Any) -> Json:
    """Return a new visit of a ticket by one engineer."""
    body = {"engineer_ids": [person["id"]], "window": {"from": starts_at, "to": ends_at}, **values}
    return await app.created(f"/v1/tickets/{ticket['id']}/stations/visits", body)


async def board(app: TestApp, station: Json, day: str = DAY) -> Json:
    """Return the board of a station on a day."""
    answer = await app.client.get("/v1/stations/board", params={"station_id": station["id"], "day": day})
    assert answer.status_code == 200, answer.text
    return answer.json()
