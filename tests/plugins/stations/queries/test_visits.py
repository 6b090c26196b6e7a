"""Visits by engineer and time, where somebody was last, and what each caller is shown."""

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from fake_parties import PUMPCO, VALVECO
from stations_house import PEOPLES_SQUARE, PUDONG, stations_app
from stations_visits import MORNING, NOON, TOMORROW, UNKNOWN, Scene, at, codes, partner, window
from wellkept_sdk.actor import Role
from wellkept_sdk.period import Period
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries.visits import last_check_ins, living_visits
from wellkept_stations.rules.geometry import Point

VISITS = "/v1/stations/visits"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


def hour(of_day: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, of_day, minute, tzinfo=UTC)


def period(starts_at: datetime, ends_at: datetime) -> Period:
    return Period(starts_at=starts_at, ends_at=ends_at)


async def numbers(client: httpx.AsyncClient, path: str = VISITS, **query: str) -> list[str]:
    answer = await client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [each["number"].rpartition("-")[2] for each in answer.json()["items"]]


class TestLivingVisits:
    @pytest.mark.parametrize(
        ("starts_at", "ends_at", "found"),
        [
            (hour(0), hour(3), []),
            (hour(0), hour(3, 1), ["V1"]),
            (hour(4, 59), hour(5, 1), ["V1", "V2"]),
            (hour(7), hour(23), []),
            (hour(0), hour(0) + timedelta(days=60), ["V1", "V2"]),
        ],
        ids=["until_it_begins", "a_minute_of_it", "both", "from_its_end_on", "a_long_time"],
    )
    async def test_are_those_that_overlap(
        self, app: TestApp, starts_at: datetime, ends_at: datetime, found: list[str]
    ) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING)
        await scene.planned(NOON)
        await scene.moved(await scene.planned(TOMORROW), "cancel", reason="Sold.")
        me, nobody = UUID(scene.engineer["id"]), UUID(UNKNOWN)

        busy = await living_visits(await scene.ctx(), [me, nobody], period(starts_at, ends_at))

        assert [each.number.rpartition("-")[2] for each in busy[me]] == found
        assert busy[nobody] == []

    async def test_that_last_long_are_found_at_their_end(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(("2026-03-02T03:00:00Z", "2026-04-02T03:00:00Z"))
        me, end = UUID(scene.engineer["id"]), datetime(2026, 4, 2, 3, tzinfo=UTC)

        busy = await living_visits(await scene.ctx(), [me], period(end - timedelta(seconds=1), end))

        [found] = busy[me]
        assert (found.number, found.starts_at, found.ends_at) == (visit["number"], hour(3), end)


class TestTheLastCheckIn:
    async def test_is_where_somebody_was_with_a_position(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")
        me, them = UUID(scene.engineer["id"]), UUID(other["id"])
        for place, (moment, position) in enumerate(
            (("02:10", PEOPLES_SQUARE), ("02:20", PUDONG), ("02:30", {})), start=3
        ):
            at(app, f"2026-03-02T{moment}:00Z")
            crew = [scene.engineer["id"], other["id"]] if place == 3 else [scene.engineer["id"]]
            planned = (f"2026-03-02T{place:02}:00:00Z", f"2026-03-02T{place:02}:30:00Z")
            await scene.moved(await scene.planned(planned, engineer_ids=crew), "check_in", **position)
        ctx = await scene.ctx()

        found = await last_check_ins(ctx, [me, them], since=hour(2, 10))
        later = await last_check_ins(ctx, [me, them], since=hour(2, 11))
        latest = await last_check_ins(ctx, [me, them], since=hour(2, 21))

        square, pudong = Point(**PEOPLES_SQUARE), Point(**PUDONG)
        assert (found, later, latest) == ({me: pudong, them: square}, {me: pudong}, {})


class TestTheListOfATicket:
    async def test_is_read_by_pages_in_the_order_of_making(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        for planned in (NOON, MORNING, TOMORROW):
            await scene.planned(planned)

        first = (await app.client.get(scene.path, params={"limit": 2})).json()
        second = (await app.client.get(scene.path, params={"cursor": first["next_cursor"]})).json()

        assert [each["number"][-2:] for each in first["items"] + second["items"]] == ["V1", "V2", "V3"]
        assert second["next_cursor"] is None

    async def test_takes_as_many_statements_for_many_visits_as_for_one(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING)

        async def sent(path: str) -> int:
            before = app.house.statements
            assert (await app.client.get(path)).status_code == 200
            return app.house.statements - before

        for path in (scene.path, VISITS):
            await sent(path)
        one = (await sent(scene.path), await sent(VISITS))
        await scene.planned(NOON)
        await scene.planned(TOMORROW)

        assert (await sent(scene.path), await sent(VISITS)) == one


class TestTheListOfAllTickets:
    async def test_is_narrowed_by_engineer_station_status_and_time(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")
        await scene.planned(TOMORROW)
        await scene.moved(await scene.planned(NOON), "confirm")
        await scene.planned(MORNING, engineer_ids=[other["id"]])

        client = app.client
        assert await numbers(client) == ["V3", "V2", "V1"]
        assert await numbers(client, sort="-planned_from") == ["V1", "V2", "V3"]
        assert await numbers(client, engineer_id=other["id"]) == ["V3"]
        assert await numbers(client, station_id=scene.station["id"], status="planned") == ["V3", "V1"]
        assert await numbers(client, station_id=UNKNOWN) == []
        assert await numbers(client, **{"from": MORNING[1]}) == ["V2", "V1"]
        assert await numbers(client, **{"from": MORNING[0], "to": MORNING[1]}) == ["V3"]

    async def test_refuses_what_is_no_filter(self, app: TestApp) -> None:
        answer = await app.client.get(VISITS, params={"status": "lost", "from": "9999-12-31T23:59:59-14:00"})

        assert answer.status_code == 422
        assert codes(answer)[0][0] == "query/status"

    async def test_leaves_out_tickets_that_the_plugin_does_not_serve(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned()
        before = await numbers(app.client)

        await scene.serve_no_more()

        assert (before, await numbers(app.client)) == (["V1"], [])


class TestACustomer:
    async def test_sees_the_visits_of_its_tickets_without_what_is_ours(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(purpose="Repair."), "check_in", **PUDONG)
        await scene.moved(visit, "check_out", outcome="done", work_minutes=5, travel_km=7, note="Old pump.")
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[scene.ticket["customer_id"]])

        [listed] = (await client.get(VISITS)).json()["items"]
        [of_ticket] = (await client.get(scene.path)).json()["items"]
        one = (await client.get(f"{scene.path}/{visit['id']}")).json()

        assert listed == of_ticket == one
        assert (one["status"], one["outcome"], one["purpose"]) == ("completed", "done", "Repair.")
        assert (one["window"], one["checked_in_at"]) == (visit["window"], visit["checked_in_at"])
        hidden = ("planned", "position", "position_off", "work_minutes", "travel_km", "note")
        assert {name: one[name] for name in hidden} == dict.fromkeys(hidden)
        assert [set(each) for each in one["engineers"]] == [{"engineer_id", "code", "name", "lead"}]

    async def test_cannot_find_out_planned_times_by_order_filters_or_cursors(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        for begins, ends in ((6, 7), (4, 5)):
            told = ("2026-03-02T03:00:00Z", f"2026-03-02T{ends + 3:02}:00:00Z")
            await scene.planned(
                told, planned=window((f"2026-03-02T{begins:02}:00:00Z", f"2026-03-02T{ends:02}:00:00Z"))
            )
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[scene.ticket["customer_id"]])

        first = (await client.get(VISITS, params={"limit": 1})).json()

        assert (await numbers(app.client), await numbers(client)) == (["V2", "V1"], ["V1", "V2"])
        assert await numbers(client, to="2026-03-02T03:00:01Z") == ["V1", "V2"]
        assert await numbers(client, **{"from": "2026-03-02T09:00:00Z"}) == ["V1"]
        cursor = base64.urlsafe_b64decode(first["next_cursor"] + "===").decode()
        assert ("T03:00:00" in cursor, "T06:00:00" in cursor) == (True, False)

    async def test_moves_nothing_and_sees_no_history(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[scene.ticket["customer_id"]])

        moved = await scene.move(visit, "cancel", client=client, reason="Not today.")
        history = await client.get(f"{scene.path}/{visit['id']}/history")
        candidates = await client.get(f"/v1/tickets/{scene.ticket['id']}/stations/candidates")

        assert (moved.status_code, history.status_code, candidates.status_code) == (403, 403, 403)

    async def test_sees_nothing_of_others(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        other = await app.customer(contract="plain")
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[other["id"]])

        assert await numbers(client) == []
        assert (await client.get(scene.path)).status_code == 404
        assert (await client.get(f"{scene.path}/{visit['id']}")).status_code == 404


class TestAPartner:
    async def test_sees_and_moves_the_visits_of_its_people_only(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)
        ours, theirs = await scene.planned(MORNING), await scene.planned(NOON, engineer_ids=[mine["id"]])
        _, stranger = await partner(app, scene.station, VALVECO.id, "OTHER")

        async def statuses(visit: Json, caller: httpx.AsyncClient) -> tuple[int, int]:
            seen = await caller.get(f"{scene.path}/{visit['id']}")
            return seen.status_code, (await scene.move(visit, "confirm", client=caller)).status_code

        assert (await numbers(client), await numbers(client, scene.path)) == (["V2"], ["V2"])
        assert (await numbers(stranger), await numbers(stranger, scene.path)) == ([], [])
        assert await statuses(ours, client) == (404, 404)
        assert await statuses(theirs, stranger) == (404, 404)
        assert await statuses(theirs, client) == (200, 201)

    async def test_sees_what_it_is_told_in_full(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)
        visit = await scene.planned(engineer_ids=[mine["id"]])

        assert (await client.get(f"{scene.path}/{visit['id']}")).json() == visit
