"""Certificates are told of before they end."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from stations_house import engineer, patched, station, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.service import certificates


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


def until(day: str, code: str = "hv") -> Json:
    return {"code": code, "valid_until": day}


async def run(app: TestApp, at: str) -> None:
    app.clock.set(datetime.fromisoformat(at))
    await certificates.announce_ending(await app.house.context("stations", None))


async def told(app: TestApp) -> list[tuple[str, str, str]]:
    rows = await app.house.fetch("SELECT data FROM event WHERE type = 'stations.certificate.ending'")
    data = [row["data"] for row in rows]
    return sorted((each["code"], each["certificate"], each["valid_until"]) for each in data)


class TestCertificate:
    async def test_is_told_of_once_from_thirty_local_days_before_its_end(self, app: TestApp) -> None:
        ends = [until("2026-04-01"), until("2026-04-03", "gas"), {"code": "first_aid"}]
        await engineer(app, (await station(app))["id"], certificates=ends)

        await run(app, "2026-03-01T15:59:59Z")
        early = await told(app)
        await run(app, "2026-03-01T16:00:00Z")
        first = await told(app)
        await run(app, "2026-03-03T16:00:00Z")
        await run(app, "2026-03-20T16:00:00Z")

        assert early == []
        assert first == [("ZW", "hv", "2026-04-01")]
        assert await told(app) == [("ZW", "gas", "2026-04-03"), ("ZW", "hv", "2026-04-01")]

    async def test_that_is_over_or_of_somebody_who_has_left_is_not_told_of(self, app: TestApp) -> None:
        home = await station(app)
        await engineer(app, home["id"], certificates=[until("2026-03-01"), until("2026-03-02", "gas")])
        gone = await engineer(app, home["id"], "LI", certificates=[until("2026-03-10")])
        await patched(app, f"/v1/stations/engineers/{gone['id']}", status="left")

        await run(app, "2026-03-02T02:00:00Z")

        assert await told(app) == [("ZW", "gas", "2026-03-02")]

    async def test_that_is_entered_again_is_told_of_again_only_with_another_end(self, app: TestApp) -> None:
        made = await engineer(app, (await station(app))["id"], certificates=[until("2026-03-10")])
        path = f"/v1/stations/engineers/{made['id']}"

        await run(app, "2026-03-02T02:00:00Z")
        await patched(app, path, certificates=[until("2026-03-10"), until("2027-01-01", "gas")])
        await run(app, "2026-03-03T02:00:00Z")
        same = await told(app)
        await patched(app, path, certificates=[until("2026-03-20")])
        await run(app, "2026-03-04T02:00:00Z")

        assert same == [("ZW", "hv", "2026-03-10")]
        assert await told(app) == [("ZW", "hv", "2026-03-10"), ("ZW", "hv", "2026-03-20")]

    async def test_is_told_of_by_the_daily_job_in_batches(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(certificates, "BATCH_SIZE", 2)
        ends = [until("2026-03-10", f"c{number}") for number in range(5)]
        await engineer(app, (await station(app))["id"], certificates=ends)

        await app.drain()

        assert [certificate for _, certificate, _ in await told(app)] == ["c0", "c1", "c2", "c3", "c4"]

    async def test_is_told_of_as_early_as_the_deployment_says(self) -> None:
        async with stations_app(dialects()[0], settings={"stations_certificate_days": 3}) as app:
            await engineer(
                app, (await station(app))["id"], certificates=[until("2026-03-05"), until("2026-03-06", "gas")]
            )

            await run(app, "2026-03-02T02:00:00Z")

            assert await told(app) == [("ZW", "hv", "2026-03-05")]
