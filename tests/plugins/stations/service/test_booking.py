"""Whether people have time: windows, other visits, working time, absences."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from calendar_calls import made
from stations_house import stations_app
from stations_visits import MORNING, NOON, UNKNOWN, Scene
from wellkept_sdk.errors import Invalid
from wellkept_sdk.period import Period
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.errors import EngineerBusy, OffDuty, StationClosed
from wellkept_stations.queries.engineers import engineers_of
from wellkept_stations.schemas.visits import StationsVisitPeriod
from wellkept_stations.service import booking
from wellkept_stations.service.booking import Away

NINE, ELEVEN, ONE = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (1, 3, 5))
#: Before the working time of an office in Shanghai, and in it.
NIGHT, DAY = (
    Period(starts_at=datetime(2026, 3, 1, 20, tzinfo=UTC), ends_at=NINE),
    Period(starts_at=NINE, ends_at=ELEVEN),
)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


def said(starts_at: datetime, ends_at: datetime) -> StationsVisitPeriod:
    return StationsVisitPeriod(starts_at=starts_at, ends_at=ends_at)


def ids(*engineers: Json) -> list[UUID]:
    return [UUID(each["id"]) for each in engineers]


class TestTimes:
    def test_are_the_window_unless_somebody_plans_otherwise(self) -> None:
        whole = booking.times_of(said(ELEVEN, ONE), None, at=NINE)
        part = booking.times_of(said(NINE, ONE), said(ELEVEN, ONE), at=NINE)

        assert whole.window == whole.planned == Period(starts_at=ELEVEN, ends_at=ONE)
        assert part.columns() == {
            "window_from": NINE,
            "window_to": ONE,
            "planned_from": ELEVEN,
            "planned_to": ONE,
        }

    def test_are_refused_with_every_mistake(self) -> None:
        with pytest.raises(Invalid) as caught:
            booking.times_of(said(ELEVEN, ELEVEN), said(ONE, NINE), at=NINE)

        assert [error.pointer for error in caught.value.errors] == ["/window/to", "/planned/to"]


class TestMembers:
    def test_are_named_once(self) -> None:
        first, second = UUID(UNKNOWN), UUID(int=1)

        mistakes = booking.member_mistakes([first, second, first, first])

        assert [mistake.errors[0].pointer for mistake in mistakes] == ["/engineer_ids/2", "/engineer_ids/3"]
        assert booking.member_mistakes([first, second]) == []

    async def test_come_in_the_order_in_which_they_are_named(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("AA")
        ctx = await scene.ctx()

        async with ctx.db.transaction():
            found = await booking.locked_engineers(ctx, ids(scene.engineer, other))

        assert [each.code for each in found] == ["ZW", "AA"]

    async def test_of_a_closed_station_make_no_visits(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        path = f"/v1/stations/engineers/{scene.engineer['id']}"
        assert (await app.client.patch(path, json={"status": "away"})).status_code == 200
        ctx = await scene.ctx()
        await ctx.db.execute("UPDATE stations_station SET status = 'closed'")

        with pytest.raises(StationClosed):
            async with ctx.db.transaction():
                await booking.locked_engineers(ctx, ids(scene.engineer))

    async def test_are_locked_in_one_order_whoever_names_them(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        crew = ids(scene.engineer, await scene.another("LI"), await scene.another("WU"))
        ctx = await scene.ctx()
        done: list[int] = []

        async def hold(turn: int) -> None:
            async with ctx.db.transaction():
                await booking.lock(ctx, crew if turn % 2 else crew[::-1])
                await asyncio.sleep(0)
                done.append(turn)

        await asyncio.gather(*(hold(turn) for turn in range(6)))

        assert sorted(done) == list(range(6))


class TestFreeTime:
    async def test_is_where_no_other_visit_lies(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(MORNING)
        ctx = await scene.ctx()
        engineers = await engineers_of(ctx, engineer_ids=ids(scene.engineer))
        morning = Period(starts_at=datetime.fromisoformat(MORNING[0]), ends_at=datetime.fromisoformat(MORNING[1]))
        noon = Period(starts_at=datetime.fromisoformat(NOON[0]), ends_at=datetime.fromisoformat(NOON[1]))

        await booking.require_free(ctx, engineers, noon)
        await booking.require_free(ctx, engineers, morning, except_visit=UUID(visit["id"]))
        with pytest.raises(EngineerBusy) as caught:
            await booking.require_free(ctx, engineers, morning)

        assert caught.value.context["number"] == visit["number"]


class TestDuty:
    async def test_is_missed_for_every_reason_that_there_is(self, app: TestApp) -> None:
        await made(app, "office")
        scene = await Scene.make(app, calendar_code="office")
        always, other = await scene.another("LI"), await scene.another("WU", calendar_code="office")
        absence = {"starts_at": "2026-03-01T21:00:00Z", "ends_at": "2026-03-01T22:00:00Z", "reason": "Ill"}
        await app.created(f"/v1/stations/engineers/{other['id']}/absences", absence)
        ctx = await scene.ctx()
        engineers = await engineers_of(ctx, engineer_ids=ids(scene.engineer, always, other))
        me, them = ids(scene.engineer, other)

        night, day = await booking.off_duty(ctx, engineers, NIGHT), await booking.off_duty(ctx, engineers, DAY)

        assert night == {me: [Away.CALENDAR], them: [Away.CALENDAR, Away.ABSENCE]}
        assert day == {}

    async def test_that_is_missed_names_who_is_not_there(self, app: TestApp) -> None:
        await made(app, "office")
        scene = await Scene.make(app, calendar_code="office")
        ctx = await scene.ctx()
        engineers = await engineers_of(ctx, engineer_ids=ids(scene.engineer, await scene.another("LI")))

        with pytest.raises(OffDuty) as caught:
            await booking.require_on_duty(ctx, engineers, NIGHT)

        assert caught.value.context["engineers"] == [
            {"engineer_id": UUID(scene.engineer["id"]), "engineer_code": "ZW", "because": ["calendar"]}
        ]
