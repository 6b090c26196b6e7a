from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from sla_house import Story, moment, sla_app
from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.breaches import attachments_among, breach_of


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("sla", None)


@pytest.fixture
async def story(app: TestApp) -> Story:
    story = await Story.opened(app, "2026-03-02 09:00")
    app.clock.set(moment("2026-03-02 14:00"))
    await app.drain()
    return story


class TestBreach:
    async def test_belongs_to_one_ticket_and_is_marked_once_it_is_excused(self, ctx: Ctx, story: Story) -> None:
        ticket_id = TicketId(UUID(story.id))
        breach_id = UUID((await story.clocks())["response"]["breach"]["id"])

        before = await breach_of(ctx, ticket_id, breach_id)
        await story.post(f"breaches/{breach_id}/excuses", reason_code="weather", note="Storm")
        after = await breach_of(ctx, ticket_id, breach_id)

        assert before is not None
        assert after is not None
        assert (before.code, before.due_at, before.is_marked) == ("response", moment("2026-03-02 13:00"), False)
        assert after.is_marked is True
        assert await breach_of(ctx, TicketId(uuid4()), breach_id) is None
        assert await breach_of(ctx, ticket_id, uuid4()) is None


class TestAttachment:
    async def test_is_known_with_its_own_ticket_only(self, app: TestApp, ctx: Ctx, story: Story) -> None:
        files = {"file": ("gate.txt", b"locked", "text/plain")}
        attachment_id = UUID((await app.client.post(f"{story.path}/attachments", files=files)).json()["id"])
        ticket_id = TicketId(UUID(story.id))

        assert await attachments_among(ctx, ticket_id, [attachment_id, uuid4()]) == {attachment_id}
        assert await attachments_among(ctx, TicketId(uuid4()), [attachment_id]) == set()
        assert await attachments_among(ctx, ticket_id, []) == set()
