"""Slots are times that can be agreed at once."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from calendar_calls import made
from fake_parties import PUMPCO
from stations_house import stations_app
from stations_visits import NOON, UNKNOWN, Scene, codes, partner
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

#: The Monday of the house in Shanghai, from ten o'clock on.
MONDAY = {"from": "2026-03-01T16:00:00Z", "to": "2026-03-02T16:00:00Z"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        await made(app, "office")
        yield app


async def asked(scene: Scene, **query: Any) -> httpx.Response:
    path = f"/v1/tickets/{scene.ticket['id']}/stations/slots"
    return await scene.app.client.get(path, params={**MONDAY, **query})


async def told(scene: Scene, **query: Any) -> list[tuple[str, str]]:
    answer = await asked(scene, **query)
    assert answer.status_code == 200, answer.text
    return [(each["from"][11:16], each["to"][11:16]) for each in answer.json()["items"]]


class TestSlots:
    async def test_lie_ahead_in_working_time_and_overlap_nothing(self, app: TestApp) -> None:
        scene = await Scene.make(app, calendar_code="office")
        await scene.planned(("2026-03-02T06:30:00Z", "2026-03-02T07:30:00Z"))
        absence = {"starts_at": "2026-03-02T09:00:00Z", "ends_at": "2026-03-02T10:00:00Z", "reason": "Training"}
        await app.created(f"/v1/stations/engineers/{scene.engineer['id']}/absences", absence)

        found = await told(scene, minutes=60)

        # In UTC; it is ten o'clock, and the office rests from noon to half past one.
        assert found == [("02:00", "03:00"), ("03:00", "04:00"), ("05:30", "06:30"), ("07:30", "08:30")]

    async def test_can_be_planned(self, app: TestApp) -> None:
        scene = await Scene.make(app, calendar_code="office")

        for slot in (await asked(scene, minutes=90)).json()["items"]:
            answer = await scene.plan((slot["from"], slot["to"]), engineer_ids=[slot["engineer_id"]])
            assert answer.status_code == 201, answer.text

        assert await told(scene, minutes=90) == []

    async def test_are_of_everybody_who_serves_the_site(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")
        left = await scene.another("XX")
        await app.client.patch(f"/v1/stations/engineers/{left['id']}", json={"status": "left"})
        await scene.planned(NOON)

        items = (await asked(scene, minutes=60, to="2026-03-02T06:00:00Z")).json()["items"]

        mine, others = scene.engineer["id"], other["id"]
        assert [(each["from"][11:13], each["engineer_id"]) for each in items] == [
            ("02", others),
            ("02", mine),
            ("03", others),
            ("03", mine),
            ("04", others),
            ("04", mine),
            ("05", others),
        ]

    async def test_may_be_of_one_engineer(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")

        items = (await asked(scene, minutes=60, engineer_id=other["id"])).json()["items"]
        unknown = await asked(scene, engineer_id=UNKNOWN)

        assert {each["engineer_id"] for each in items} == {other["id"]}
        assert (unknown.status_code, codes(unknown)) == (422, [("query/engineer_id", "unknown_reference")])

    async def test_are_as_long_as_the_window_of_the_terms_for_a_week_unless_somebody_says(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        items = (await app.client.get(f"/v1/tickets/{scene.ticket['id']}/stations/slots")).json()["items"]

        assert (items[0]["from"], items[0]["to"]) == ("2026-03-02T02:00:00Z", "2026-03-02T06:00:00Z")
        assert (len(items), items[-1]["to"]) == (42, "2026-03-09T02:00:00Z")

    async def test_are_50_at_most(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        assert len(await told(scene, minutes=30, to="2026-03-09T00:00:00Z")) == 50

    async def test_are_none_in_the_past(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        assert await told(scene, to="2026-03-02T02:00:00Z") == []

    @pytest.mark.parametrize(
        ("query", "mistake"),
        [
            ({"to": MONDAY["from"]}, ("query/to", "too_small")),
            ({"to": "2026-04-01T16:00:01Z"}, ("query/to", "too_large")),
            ({"from": "9999-12-30T00:00:00Z", "to": "9999-12-31T00:00:00Z"}, ("query/from", "too_large")),
            ({"minutes": 29}, ("query/minutes", "too_small")),
            ({"minutes": 1_441}, ("query/minutes", "too_large")),
        ],
        ids=["empty", "too_far", "beyond_two_years", "too_short", "too_long"],
    )
    async def test_are_asked_for_a_time(self, app: TestApp, query: dict[str, Any], mistake: tuple[str, str]) -> None:
        scene = await Scene.make(app)

        refused = await asked(scene, **query)

        assert (refused.status_code, codes(refused)) == (422, [mistake])

    async def test_are_for_our_own_house(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        path = f"/v1/tickets/{scene.ticket['id']}/stations/slots"
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[scene.ticket["customer_id"]])
        _, outside = await partner(app, scene.station, PUMPCO.id)
        viewer = await app.as_actor(Role.VIEWER)

        statuses = [(await client.get(path)).status_code for client in (customer, outside, viewer)]

        assert statuses == [403, 403, 200]

    async def test_take_a_fixed_number_of_statements(self, app: TestApp) -> None:
        scene = await Scene.make(app, calendar_code="office")

        async def sent() -> int:
            before = app.house.statements
            await told(scene, minutes=60)
            return app.house.statements - before

        await sent()
        one = await sent()
        for code in ("LI", "WU", "MA"):
            await scene.another(code, calendar_code="office")
        await scene.planned(("2026-03-02T05:30:00Z", "2026-03-02T07:00:00Z"))

        assert await sent() == one
