from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from sla_house import Story, moment, sla_app
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import Invalid, NotFound
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.errors import TicketCancelled
from wellkept_sla.service.moments import moment_mistakes, moment_of, uncancelled

MONDAY = "2026-03-02 09:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def story(app: TestApp) -> Story:
    return await Story.opened(app, MONDAY)


@pytest.fixture
async def ctx(story: Story) -> Ctx:
    return await story.app.house.context("sla", RecordRef(RecordName.TICKET, UUID(story.id)))


class TestMoment:
    @pytest.mark.parametrize(
        ("told", "by_our_clock"),
        [(None, MONDAY), ("2026-03-02 08:00", "2026-03-02 08:00"), ("2026-03-02 09:01:00", MONDAY)],
        ids=["not said", "past", "told by a fast clock"],
    )
    async def test_is_told_by_our_clock(self, ctx: Ctx, told: str | None, by_our_clock: str) -> None:
        assert moment_of(ctx, None if told is None else moment(told)) == moment(by_our_clock)

    async def test_at_the_end_of_time_is_refused(self, ctx: Ctx) -> None:
        with pytest.raises(Invalid):
            moment_of(ctx, datetime.fromisoformat("0001-01-01T00:00:00+14:00"))

    @pytest.mark.parametrize(
        ("told", "codes"),
        [
            ("2026-03-02 08:59:59.999999", ["sla.fact.before_start"]),
            (MONDAY, []),
            ("2026-03-02 09:00:00.000001", ["sla.fact.in_future"]),
        ],
    )
    async def test_lies_between_the_start_and_now(self, ctx: Ctx, story: Story, told: str, codes: list[str]) -> None:
        found = await moment_mistakes(ctx, TicketId(UUID(story.id)), at=moment(told))

        assert [mistake.code for mistake in found] == codes

    async def test_of_a_ticket_without_clocks_has_no_start(self, ctx: Ctx) -> None:
        assert await moment_mistakes(ctx, TicketId(uuid4()), at=moment(MONDAY)) == []


class TestTicket:
    async def test_is_given_until_it_is_cancelled(self, ctx: Ctx, story: Story) -> None:
        ticket_id = TicketId(UUID(story.id))

        assert (await uncancelled(ctx, ticket_id)).id == ticket_id
        await story.did("2026-03-02 10:00", "cancel", reason="double")
        with pytest.raises(TicketCancelled):
            await uncancelled(ctx, ticket_id)

    async def test_has_to_be_there(self, ctx: Ctx) -> None:
        with pytest.raises(NotFound):
            await uncancelled(ctx, TicketId(uuid4()))
