"""Offers that nobody answers in time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_offers import asked, due
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.service import offering
from wellkept_stations.service.offer_expiry import pass_time

SMALL: Final = {"offer": {"size": 1, "expires_after_minutes": 15, "waves": 3}}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms={"small": SMALL}) as app:
        yield app


class TestExpiry:
    async def test_asks_the_next_when_the_time_for_an_answer_is_over(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="small")
        await scene.wave()

        await scene.minutes_pass(14)
        before = await scene.standing()
        await scene.minutes_pass(1)

        assert before == [(1, "LI", "open")]
        assert await scene.standing() == [(1, "LI", "expired"), (2, "ZW", "open")]
        [expired] = await scene.told("stations.offer.expired")
        assert (expired["engineer_id"], expired["wave"]) == (scene.people["LI"]["id"], 1)
        assert [each["expires_at"] for each in await scene.offers()] == ["2026-03-02T02:15:00Z", "2026-03-02T02:30:00Z"]

    async def test_holds_before_the_worker_has_come(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="small")
        await scene.wave()
        app.clock.advance(timedelta(minutes=15))

        answers = [await scene.say("LI", "accept"), await scene.say("LI", "decline", by=app.client)]
        await app.drain()
        answers.append(await scene.say("LI", "accept"))

        assert [(each.status_code, each.json()["code"]) for each in answers] == [(409, "stations.offer.expired")] * 3
        assert (await scene.shown())["assignee_id"] is None

    async def test_lets_a_dispatcher_ask_again_before_the_worker_has_come(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="small")
        await scene.wave()
        app.clock.advance(timedelta(minutes=15))

        again = await scene.wave(engineer_ids=[scene.people["LI"]["id"]], expires_after_minutes=60)
        await app.drain()

        assert again["LI"]["wave"] == 2
        assert await scene.standing() == [(1, "LI", "expired"), (2, "LI", "open")]
        assert len(await scene.told("stations.offer.expired")) == 1

    async def test_leaves_those_alone_who_have_declined(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()
        await scene.say("LI", "decline")

        await scene.minutes_pass(15)

        assert await scene.standing() == [(1, "LI", "declined"), (1, "ZW", "expired")]
        assert len(await scene.told("stations.offers.exhausted")) == 1
        assert (await scene.shown())["escalation_level"] == 1

    async def test_changes_nothing_when_it_is_told_again_or_too_early(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="small")
        await scene.wave()
        await pass_time(await scene.ctx(), due(scene))
        before = await scene.standing()
        await scene.minutes_pass(15)

        for _ in range(3):
            await pass_time(await scene.ctx(), due(scene))

        assert before == [(1, "LI", "open")]
        assert await scene.standing() == [(1, "LI", "expired"), (2, "ZW", "open")]
        assert len(await scene.told("stations.offer.expired")) == 1

    async def test_by_many_workers_at_once_opens_one_wave(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG", contract="small")
        await scene.wave()
        app.clock.advance(timedelta(minutes=15))
        contexts = [await scene.ctx() for _ in range(4)]

        await asyncio.gather(*(pass_time(each, due(scene)) for each in contexts))

        assert await scene.standing() == [(1, "LI", "expired"), (2, "WANG", "open")]

    async def test_is_undone_as_a_whole_when_something_fails(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene = await asked(app, "ZW", "LI", contract="small")
        await scene.wave()
        app.clock.advance(timedelta(minutes=15))
        with monkeypatch.context() as broken:
            broken.setattr(offering, "make", failing)
            with pytest.raises(RuntimeError):
                await pass_time(await scene.ctx(), due(scene))
        before = await scene.standing()

        await app.drain()

        assert before == [(1, "LI", "open")]
        assert await scene.standing() == [(1, "LI", "expired"), (2, "ZW", "open")]


async def failing(*_: object) -> list[UUID]:
    raise RuntimeError
