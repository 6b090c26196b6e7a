"""What offers lead to, also where the caller may not do it himself."""

from collections.abc import AsyncIterator
from typing import Final

import pytest

from stations_house import stations_app
from stations_offers import asked
from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.actor import Role
from wellkept_sdk.hooks import TicketHooks, Veto, hookimpl
from wellkept_sdk.hooks.tickets import TicketTransitioning
from wellkept_sdk.records.tickets import Action
from wellkept_sdk.testing import TestApp, dialects

SMALL: Final = {"offer": {"size": 1, "expires_after_minutes": 15, "waves": 3}}


class Calm(Plugin, TicketHooks):
    """Forbids the escalation of the most urgent tickets."""

    manifest = Manifest(name="calm", version="1.0.0", sdk=">=1.0,<2")

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Veto | None:
        del ctx
        is_refused = event.action is Action.ESCALATE and event.ticket.grade == 1
        return Veto(code="calm.no", message="No.") if is_refused else None


CALM: Final = Calm()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"small": SMALL}
    async with stations_app(request.param, terms=terms, plugins=(CALM,)) as app:
        yield app


class TestEngineerWhoAccepts:
    async def test_gets_the_ticket_though_he_may_assign_nothing_himself(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()

        answer = await scene.say("ZW", "accept")

        assert answer.status_code == 201, answer.text
        shown = await scene.shown()
        assert (shown["status"], shown["assignee_id"]) == ("assigned", scene.people["ZW"]["user_id"])
        assert await scene.standing() == [(1, "LI", "withdrawn"), (1, "ZW", "accepted")]
        assert len(await scene.told("stations.ticket.dispatched")) == 1

    async def test_is_who_has_assigned_it_in_its_history(self, app: TestApp) -> None:
        scene = await asked(app, "ZW")
        await scene.wave()

        await scene.say("ZW", "accept")

        [fact] = await app.house.fetch("SELECT actor_id FROM ticket_fact WHERE action = 'assign'")
        assert str(fact["actor_id"]) == scene.people["ZW"]["user_id"]


class TestAfterManyHandovers:
    async def test_only_a_dispatcher_accepts_for_an_engineer(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WU")
        for turn in range(4):
            user_id = scene.people["ZW" if turn % 2 else "LI"]["user_id"]
            assert (await scene.done("assign", assignee_id=user_id)).status_code == 201
        await scene.wave(engineer_ids=[scene.people["WU"]["id"]])

        himself = await scene.say("WU", "accept")
        for_him = await scene.say("WU", "accept", by=app.client)

        assert (himself.status_code, himself.json()["code"]) == (409, "tickets.handover.dispatcher_required")
        assert for_him.status_code == 201, for_him.text
        assert (await scene.shown())["assignee_id"] == scene.people["WU"]["user_id"]


class TestEscalation:
    async def test_comes_also_from_whoever_may_not_escalate(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", contract="small")
        await scene.wave()
        clerk = await app.as_actor(Role.INTEGRATION, scopes=["stations:dispatch", "tickets:read"])

        answer = await scene.say("ZW", "decline", by=clerk)

        assert answer.status_code == 201, answer.text
        assert (await scene.shown())["escalation_level"] == 1

    async def test_that_a_plugin_forbids_changes_nothing_else(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", contract="small", grade=1)
        await scene.wave()

        answer = await scene.say("ZW", "decline")

        assert answer.status_code == 201, answer.text
        assert [each["waves"] for each in await scene.told("stations.offers.exhausted")] == [1]
        assert (await scene.shown())["escalation_level"] == 0
        assert await scene.standing() == [(1, "ZW", "declined")]
