"""Replay: the stored clocks are those that the facts give, and what is not is found and put right."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, moment, sla_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.commands import replay
from wellkept_sla.service.replay import replay_all

MONDAY = "2026-03-02 09:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def lived(app: TestApp) -> Story:
    story = await Story.opened(app, MONDAY, contract="many")
    await story.did("2026-03-02 10:00", "respond")
    await story.did("2026-03-02 12:00", "hold", reason="customer")
    await story.did("2026-03-02 18:00", "resume")
    app.clock.set(moment("2026-03-02 20:00"))
    await app.drain()
    return story


async def spoil(app: TestApp, story: Story) -> None:
    """Let the stored response say that it was missed, as a bug might."""
    context = await app.house.context("sla", None)
    async with app.house.transaction():
        await context.db.execute(
            "UPDATE sla_clock SET state = 'missed' WHERE ticket_id = ? AND code = 'response'", story.id
        )


class TestReplay:
    async def test_of_a_ticket_as_it_was_lived_finds_nothing(self, app: TestApp) -> None:
        story = await lived(app)

        answer = await story.post("replay", apply=False)

        assert (answer.status_code, answer.json()) == (
            200,
            {"identical": True, "differences": [], "applied": False},
        )

    async def test_tells_what_is_stored_otherwise_and_changes_nothing(self, app: TestApp) -> None:
        story = await lived(app)
        await spoil(app, story)
        response = (await story.clocks())["response"]

        answers = [(await story.post("replay")).json() for _ in range(2)]

        difference = {"clock_id": response["id"], "field": "state", "stored": "missed", "folded": "met"}
        assert answers == [{"identical": False, "differences": [difference], "applied": False}] * 2

    async def test_puts_right_what_differs_if_that_is_asked_for(self, app: TestApp) -> None:
        story = await lived(app)
        await spoil(app, story)

        applied = (await story.post("replay", apply=True)).json()

        assert (applied["identical"], applied["applied"]) == (False, True)
        assert (await story.post("replay")).json()["identical"] is True
        [audited] = (await app.client.get("/v1/audit", params={"action": "sla.ticket.replayed"})).json()["items"]
        assert audited["changes"]["repaired"]["after"] == ["response 1 state"]

    async def test_is_for_admins_and_programs(self, app: TestApp) -> None:
        story = await lived(app)
        roles = (Role.VIEWER, Role.ENGINEER, Role.DISPATCHER, Role.INTEGRATION)

        answers = [(await story.post("replay", await app.as_actor(role))).status_code for role in roles]

        assert answers == [403, 403, 403, 200]


class TestReplayOfAll:
    async def test_finds_the_tickets_that_differ(self, app: TestApp) -> None:
        sound, spoilt = await lived(app), await lived(app)
        await spoil(app, spoilt)

        found = [each async for each in replay_all(await app.house.context("sla", None), number=None, applies=False)]

        assert [str(each.ticket_id) for each in found if each.found] == [spoilt.id]
        assert {str(each.ticket_id) for each in found} == {sound.id, spoilt.id}

    async def test_is_a_command_that_tells_and_puts_right(
        self, app: TestApp, capsys: pytest.CaptureFixture[str]
    ) -> None:
        story = await lived(app)
        await spoil(app, story)
        context = await app.house.context("sla", None)

        told = await replay(context, apply=False, ticket=None)
        put_right = await replay(context, apply=True, ticket=story.ticket["number"])
        afterwards = await replay(context, apply=False, ticket=None)

        assert (told, put_right, afterwards) == (1, 0, 0)
        said = capsys.readouterr().out
        assert f"{story.id}  response 1  state: missed is stored, met follows" in said
        assert "1 tickets, 1 different, 1 put right." in said
        assert "1 tickets, 0 different, 0 put right." in said

    async def test_knows_no_ticket_without_clocks(self, app: TestApp, capsys: pytest.CaptureFixture[str]) -> None:
        context = await app.house.context("sla", None)

        code = await replay(context, apply=False, ticket="T-0")

        assert (code, capsys.readouterr().err) == (1, "No ticket T-0 has clocks.\n")

    async def test_leaves_a_ticket_alone_that_sla_serves_no_more(self, app: TestApp) -> None:
        story = await lived(app)
        await spoil(app, story)
        context = await app.house.context("sla", None)
        async with app.house.transaction():
            await context.db.execute(
                "UPDATE ticket SET activation_id = (SELECT id FROM activation WHERE id NOT IN"
                " (SELECT activation_id FROM ticket WHERE activation_id IS NOT NULL)) WHERE id = ?",
                UUID(story.id),
            )

        found = [each async for each in replay_all(context, number=None, applies=True)]

        assert [(bool(each.found), each.is_applied) for each in found] == [(True, False)]
