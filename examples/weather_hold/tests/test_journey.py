"""A mast is climbed only when the wind allows it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from weather_hold import plugin
from wellkept_sdk.testing import TestApp


@pytest.fixture
async def app() -> AsyncIterator[TestApp]:
    terms = {"weather_hold": {"wind_max_mps": 10, "outdoor_kinds": ["mast"]}}
    async with TestApp(plugins=[plugin], contracts={"outdoor": terms, "bare": {}}) as app:
        yield app


class TestMast:
    async def test_is_not_climbed_in_a_strong_wind(self, app: TestApp) -> None:
        mast = await app.project(contract="outdoor", kind="mast")
        ticket = await app.ticket(project_id=mast["id"])
        await measured(app, mast["id"], wind_dmps=125)

        refused = await acted(app, ticket["id"], action="start")

        assert (refused.status_code, refused.json()["code"]) == (409, "weather_hold.work.too_windy")

    async def test_is_climbed_again_after_half_an_hour_of_calm(self, app: TestApp) -> None:
        mast = await app.project(contract="outdoor", kind="mast")
        ticket = await app.ticket(project_id=mast["id"])
        await acted(app, ticket["id"], action="start")
        await acted(app, ticket["id"], action="hold", reason="weather")
        await measured(app, mast["id"], wind_dmps=80)
        app.clock.advance(timedelta(minutes=31))

        await app.drain()

        shown = (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()
        assert shown["status"] == "in_progress"
        assert shown["extensions"]["weather_hold"]["watched_since"] is None

    async def test_waits_while_nobody_measures(self, app: TestApp) -> None:
        mast = await app.project(contract="outdoor", kind="mast")
        ticket = await app.ticket(project_id=mast["id"])
        await acted(app, ticket["id"], action="hold", reason="weather")
        app.clock.advance(timedelta(hours=3))

        await app.drain()

        assert (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["status"] == "on_hold"


class TestPlant:
    async def test_may_be_entered_in_any_wind(self, app: TestApp) -> None:
        plant = await app.project(contract="outdoor", kind="plant")
        ticket = await app.ticket(project_id=plant["id"])
        await measured(app, plant["id"], wind_dmps=300)

        assert (await acted(app, ticket["id"], action="start")).status_code == 201


async def measured(app: TestApp, project_id: str, *, wind_dmps: int) -> None:
    reading = {"measured_at": app.clock.now().isoformat(), "wind_dmps": wind_dmps}
    await app.created(f"/v1/projects/{project_id}/weather_hold/readings", reading)


async def acted(app: TestApp, ticket_id: str, **action: str) -> httpx.Response:
    return await app.client.post(f"/v1/tickets/{ticket_id}/transitions", json=action)
