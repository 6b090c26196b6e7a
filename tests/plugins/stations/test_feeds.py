"""Calendars to subscribe to: who makes them, what they tell, and that only their address opens them."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
import pytest
from icalendar import Calendar, Event

from fake_parties import PUMPCO
from stations_house import account, engineer, stations_app
from stations_visits import MORNING, NOON, TOMORROW, Scene, at, partner
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

STATIONS: Final = "/v1/stations"
ENGINEERS: Final = "/v1/stations/engineers"
UNKNOWN: Final = "01990000-0000-7000-8000-00000000dead"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def subscribed(app: TestApp, scene: Scene, *, to_station: bool = False) -> str:
    """Return the address of a new calendar of the scene's engineer or station."""
    path = f"{STATIONS}/{scene.station['id']}" if to_station else f"{ENGINEERS}/{scene.engineer['id']}"
    return (await app.created(f"{path}/calendar", {}))["url_path"]


async def read(app: TestApp, address: str, **headers: str) -> httpx.Response:
    """Read a calendar as a program does that has its address and nothing else."""
    async with app.house.client(None) as client:
        return await client.get(address, headers=headers)


async def events(app: TestApp, address: str) -> list[Event]:
    """Return what a calendar tells."""
    answer = await read(app, address)
    assert answer.status_code == 200, answer.text
    return Calendar.from_ical(answer.content).events


def place(event: Event) -> tuple[float, float]:
    """Return latitude and longitude of an event."""
    position: Any = event["GEO"]
    return position.latitude, position.longitude


class TestCalendarOfAnEngineer:
    async def test_tells_his_visits_to_whoever_has_the_address(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(MORNING)
        other = await scene.another("LI")
        await scene.planned(NOON, engineer_ids=[other["id"]])
        address = await subscribed(app, scene)

        answer = await read(app, address)

        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        [event] = Calendar.from_ical(answer.content).events
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (visit["id"], visit["version"], "TENTATIVE")
        assert event["SUMMARY"] == f"{visit['number']} · {scene.ticket['number']}"
        assert (event.start, event.end) == tuple(datetime.fromisoformat(each) for each in MORNING)
        assert place(event) == (31.2304, 121.4737)
        assert Calendar.from_ical(answer.content).calendar_name == "ZW · Engineer ZW"

    async def test_follows_what_becomes_of_a_visit(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(MORNING)
        address = await subscribed(app, scene)
        before = await read(app, address)
        unchanged = await read(app, address, **{"If-None-Match": before.headers["ETag"]})

        await scene.moved(visit, "confirm")

        after = await read(app, address, **{"If-None-Match": before.headers["ETag"]})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged.headers["ETag"] == before.headers["ETag"]
        assert (after.status_code, after.headers["ETag"] != before.headers["ETag"]) == (200, True)
        [event] = Calendar.from_ical(after.content).events
        assert (event["STATUS"], event["SEQUENCE"] > visit["version"]) == ("CONFIRMED", True)
        await scene.moved(visit, "cancel", reason="The customer is away.")
        assert [each["STATUS"] for each in await events(app, address)] == ["CANCELLED"]

    async def test_reaches_from_a_month_ago_to_half_a_year_ahead(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        early = await scene.planned(MORNING)
        late = await scene.planned(TOMORROW)
        address = await subscribed(app, scene)

        at(app, "2025-09-03T03:00:00Z")
        seen = [[each["UID"] for each in await events(app, address)]]
        for moment in ("2025-09-03T03:00:01Z", "2026-04-01T03:00:00Z", "2026-04-01T03:00:01Z"):
            at(app, moment)
            seen.append([each["UID"] for each in await events(app, address)])

        assert seen == [[], [early["id"]], [early["id"], late["id"]], [late["id"]]]

    async def test_tells_nothing_of_customers(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING, purpose="Call Mr Wang, 555 0100.")
        address = await subscribed(app, scene)

        text = (await read(app, address)).text

        customer = (await app.client.get(f"/v1/customers/{scene.ticket['customer_id']}")).json()
        assert [word for word in (customer["name"], "Wang", "555", scene.ticket["title"]) if word in text] == []

    async def test_is_made_seen_and_ended_by_himself(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        path = f"{ENGINEERS}/{scene.engineer['id']}/calendar"

        made = await scene.client.post(path)
        listed = await scene.client.get(path)
        ended = await scene.client.delete(f"{path}/{made.json()['id']}")

        assert made.status_code == 201, made.text
        assert set(made.json()) == {"id", "url_path"}
        assert listed.json()["items"] == [
            {
                "id": made.json()["id"],
                "engineer_id": scene.engineer["id"],
                "station_id": None,
                "created_by": scene.engineer["user_id"],
                "created_at": "2026-03-02T02:00:00Z",
            }
        ]
        assert (ended.status_code, ended.content) == (204, b"")
        assert (await scene.client.get(path)).json()["items"] == []

    async def test_is_not_for_other_engineers(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine = await app.created(f"{ENGINEERS}/{scene.engineer['id']}/calendar", {})
        path = f"{ENGINEERS}/{scene.engineer['id']}/calendar"
        colleague, user_id = await account(app)
        own = await engineer(app, scene.station["id"], "LI", user_id=user_id)
        viewer = await app.as_actor(Role.VIEWER)
        _, outsider = await partner(app, scene.station, PUMPCO.id)

        answers = [
            await colleague.post(path),
            await colleague.get(path),
            await colleague.delete(f"{path}/{mine['id']}"),
            await viewer.get(path),
            await colleague.post(f"{STATIONS}/{scene.station['id']}/calendar"),
        ]
        astray = await colleague.delete(f"{ENGINEERS}/{own['id']}/calendar/{mine['id']}")
        foreign = await outsider.get(path)

        assert [answer.status_code for answer in answers] == [403] * 5
        assert (astray.status_code, astray.json()["code"]) == (404, "stations.feed.not_found")
        assert (foreign.status_code, foreign.json()["code"]) == (404, "stations.engineer.not_found")

    async def test_ends_with_him(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        address = await subscribed(app, scene)
        path = f"{ENGINEERS}/{scene.engineer['id']}"

        assert (await app.client.patch(path, json={"status": "left"})).status_code == 200

        again = await app.client.post(f"{path}/calendar")
        assert await codes(app, address) == (404, "stations.feed.not_found")
        assert (again.status_code, again.json()["code"]) == (409, "stations.engineer.left")

    async def test_ends_with_his_account(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        address = await subscribed(app, scene)

        await app.client.patch(f"/v1/users/{scene.engineer['user_id']}", json={"active": False})

        assert await codes(app, address) == (404, "stations.feed.not_found")


class TestCalendarOfAStation:
    async def test_tells_the_visits_of_its_tickets(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        first, second = await scene.planned(NOON), await scene.planned(MORNING)
        address = await subscribed(app, scene, to_station=True)

        assert [each["UID"] for each in await events(app, address)] == [second["id"], first["id"]]

    async def test_tells_many_visits_in_two_statements(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        address = await subscribed(app, scene, to_station=True)
        costs: list[int] = []
        for day in range(3):
            await scene.planned(shifted(MORNING, days=day))
            before = app.house.statements
            assert len(await events(app, address)) == day + 1
            costs.append(app.house.statements - before)

        assert costs == [2, 2, 2]

    async def test_is_listed_and_ended_by_dispatchers(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        path = f"{STATIONS}/{scene.station['id']}/calendar"
        dispatcher = await app.as_actor(Role.DISPATCHER)
        made = [(await dispatcher.post(path)).json() for _ in range(3)]

        first = (await dispatcher.get(path, params={"limit": 2})).json()
        rest = (await dispatcher.get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
        ended = await dispatcher.delete(f"{path}/{made[1]['id']}")

        assert [each["id"] for each in first["items"] + rest["items"]] == [each["id"] for each in made]
        assert "url_path" not in first["items"][0]
        assert ended.status_code == 204
        assert [(await read(app, each["url_path"])).status_code for each in made] == [200, 404, 200]
        again = await dispatcher.delete(f"{path}/{made[1]['id']}")
        assert (again.status_code, again.json()["code"]) == (404, "stations.feed.not_found")

    async def test_is_of_a_station_that_is_there(self, app: TestApp) -> None:
        answers = [
            await app.client.post(f"{STATIONS}/{UNKNOWN}/calendar"),
            await app.client.get(f"{ENGINEERS}/{UNKNOWN}/calendar"),
        ]

        assert [answer.json()["code"] for answer in answers] == [
            "stations.station.not_found",
            "stations.engineer.not_found",
        ]

    async def test_leaves_out_tickets_that_stations_do_not_serve_any_more(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING)
        address = await subscribed(app, scene, to_station=True)
        project = scene.ticket["project_id"]
        await app.created(
            "/v1/contracts",
            {
                "number": "CONTRACT-BARE",
                "customer_id": scene.ticket["customer_id"],
                "project_id": project,
                "plan_code": "bare",
                "starts_on": "2020-01-01",
            },
        )

        moved = await app.client.post(f"/v1/tickets/{scene.ticket['id']}/activation", json={})

        assert moved.is_success, moved.text
        assert await events(app, address) == []


class TestAddress:
    async def test_is_kept_nowhere(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        address = await subscribed(app, scene)
        token = address.rpartition("/")[2]

        [row] = await app.house.fetch("SELECT token_digest FROM stations_feed")
        audit = (await app.client.get("/v1/audit", params={"limit": 200})).text

        assert address.startswith("/v1/stations/calendars/")
        assert len(token) >= 43
        assert (len(row["token_digest"]), token in row["token_digest"]) == (64, False)
        assert ("stations.feed.created" in audit, token in audit) == (True, False)

    @pytest.mark.parametrize("token", ["unknown", UNKNOWN, "%F0%9F%94%91", "a" * 200])
    async def test_that_is_unknown_leads_nowhere(self, app: TestApp, token: str) -> None:
        assert await codes(app, f"{STATIONS}/calendars/{token}") == (404, "stations.feed.not_found")

    async def test_leads_nowhere_once_the_calendar_is_ended(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        path = f"{ENGINEERS}/{scene.engineer['id']}/calendar"
        made = await app.created(path, {})
        before = await read(app, made["url_path"])

        await app.client.delete(f"{path}/{made['id']}")

        after = await read(app, made["url_path"], **{"If-None-Match": before.headers["ETag"]})
        assert (before.status_code, after.status_code) == (200, 404)


async def codes(app: TestApp, address: str) -> tuple[int, str]:
    """Return how an address is refused."""
    answer = await read(app, address)
    return answer.status_code, answer.json()["code"]


def shifted(period: tuple[str, str], *, days: int) -> tuple[str, str]:
    """Return a period some days later."""
    start, end = (datetime.fromisoformat(each) + timedelta(days=days) for each in period)
    return start.isoformat(), end.isoformat()
