"""Engineers with everything that decides whether they can be sent."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from uuid import UUID

import pytest

from fake_parties import PUMPCO
from stations_house import PUDONG, SUZHOU, account, engineer, station, stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.period import Period
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries.engineers import Certificate, absences_of, engineers_of
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("stations", None)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def absent(app: TestApp, made: Json, start: str, end: str) -> None:
    await app.created(f"/v1/stations/engineers/{made['id']}/absences", {"starts_at": start, "ends_at": end})


class TestEngineers:
    async def test_come_with_station_account_skills_and_certificates(self, app: TestApp, ctx: Ctx) -> None:
        home = await station(app, location=PUDONG, calendar_code="24x7", time_zone="Asia/Urumqi")
        _, user_id = await account(app, Role.PARTNER, party_id=str(PUMPCO.id))
        made = await engineer(
            app,
            home["id"],
            user_id=user_id,
            kind="subcontractor",
            party_id=str(PUMPCO.id),
            home=SUZHOU,
            skills=[{"code": "plc", "level": 2}, {"code": "hydraulics", "level": 3}],
            certificates=[{"code": "hv", "valid_until": "2026-11-20"}, {"code": "hv", "number": "2"}],
        )
        await app.client.patch(f"/v1/users/{user_id}", json={"active": False})

        [facts] = await engineers_of(ctx, engineer_ids=[UUID(made["id"])])

        assert (facts.id, facts.user_id, facts.code, facts.name) == (
            UUID(made["id"]),
            UUID(user_id),
            "ZW",
            "Engineer ZW",
        )
        assert (facts.station_id, facts.station_code, facts.time_zone) == (UUID(home["id"]), "SH", "Asia/Urumqi")
        assert (facts.home, facts.station_point) == (Point(120.5853, 31.2989), Point(121.5447, 31.2215))
        assert (facts.kind, facts.party_id) == (StationsEngineerKind.SUBCONTRACTOR, PUMPCO.id)
        assert (facts.status, facts.user_active, facts.user_role) == (StationsEngineerStatus.ACTIVE, False, "partner")
        assert (facts.calendar_code, facts.max_open_tickets, facts.daily_minutes) == ("24x7", 10, 480)
        assert facts.skills == {"hydraulics": 3, "plc": 2}
        assert list(facts.certificates) == [
            Certificate(code="hv", valid_until=date(2026, 11, 20)),
            Certificate(code="hv", number="2"),
        ]

    async def test_come_in_the_order_of_their_codes_with_three_statements(self, app: TestApp, ctx: Ctx) -> None:
        north, south = await station(app, "NO"), await station(app, "SO")
        made = [
            await engineer(app, each["id"], code)
            for each, code in ((north, "C"), (south, "B"), (north, "A"), (south, "D"))
        ]
        before = app.house.statements

        everybody = await engineers_of(ctx)

        assert app.house.statements - before == 3
        assert [each.code for each in everybody] == ["A", "B", "C", "D"]
        assert {each.calendar_code for each in everybody} == {None}
        ids = [UUID(each["id"]) for each in made[:2]]
        assert [each.code for each in await engineers_of(ctx, station_ids=[UUID(north["id"])])] == ["A", "C"]
        assert [each.code for each in await engineers_of(ctx, station_ids=[UUID(north["id"])], engineer_ids=ids)] == [
            "C"
        ]
        assert await engineers_of(ctx, station_ids=[]) == []


class TestAbsences:
    async def test_are_those_that_touch_a_period(self, app: TestApp, ctx: Ctx) -> None:
        home = await station(app)
        first, second = await engineer(app, home["id"], "A"), await engineer(app, home["id"], "B")
        await absent(app, first, "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z")
        await absent(app, first, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
        await absent(app, first, "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z")
        await absent(app, second, "2026-02-01T00:00:00Z", "2026-03-02T00:00:00Z")
        period = Period(starts_at=moment("2026-03-02T00:00:00Z"), ends_at=moment("2026-03-05T00:00:00Z"))
        ids = [UUID(first["id"]), UUID(second["id"])]

        found = await absences_of(ctx, ids, period)

        assert found == {
            ids[0]: [Period(starts_at=moment("2026-03-04T00:00:00Z"), ends_at=moment("2026-03-05T00:00:00Z"))]
        }
        assert await absences_of(ctx, [ids[1]], period) == {}
