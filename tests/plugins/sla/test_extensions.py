"""What tickets show of their clocks, and how they are chosen and sorted by it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sla_house import PARTIES, Story, customer_of, iso, mistakes, partner_of, sla_app
from sla_rows import passes
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def found(app: TestApp, **query: Any) -> list[str]:
    answer = await app.client.get("/v1/tickets", params=query)
    assert answer.is_success, answer.text
    return [ticket["id"] for ticket in answer.json()["items"]]


class TestTicket:
    async def test_is_found_by_what_became_of_its_promises(self, app: TestApp) -> None:
        broken = await Story.opened(app, "2026-03-02 09:00", grade=1)
        waiting = await Story.opened(app, "2026-03-02 12:00", grade=3)
        await waiting.did("2026-03-02 12:30", "hold", reason="customer")
        await passes(app, "2026-03-02 13:30")

        assert await found(app, **{"extensions.sla.breached": "true"}) == [broken.id]
        assert await found(app, **{"extensions.sla.breached": "false"}) == [waiting.id]
        assert await found(app, **{"extensions.sla.paused": "true"}) == [waiting.id]
        assert await found(app, **{"extensions.sla.due_before": iso("2026-03-02 14:00")}) == [broken.id]

    async def test_is_sorted_by_its_first_due_and_without_one_comes_last(self, app: TestApp) -> None:
        ended = await Story.opened(app, "2026-03-02 09:00", grade=1)
        await ended.did("2026-03-02 09:10", "resolve")
        late = await Story.opened(app, "2026-03-02 09:20", grade=3)
        soon = await Story.opened(app, "2026-03-02 09:30", grade=1)

        assert await found(app, sort="extensions.sla.first_due_at") == [soon.id, late.id, ended.id]
        assert await found(app, sort="-extensions.sla.first_due_at") == [late.id, soon.id, ended.id]

    async def test_shows_it_in_lists_for_one_statement(self, app: TestApp) -> None:
        for minute in ("00", "10", "20"):
            await Story.opened(app, f"2026-03-02 09:{minute}", grade=1)
        await found(app, include="sla")

        before = app.house.statements
        await found(app)
        plain = app.house.statements - before
        await found(app, include="sla")

        assert app.house.statements - before - plain == plain + 1

    async def test_refuses_what_nobody_can_write(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")

        answer = await app.client.patch(story.path, json={"extensions": {"sla": {"breached": False}}})

        assert [pointer for pointer, _ in mistakes(answer)] == ["/extensions/sla"]


class TestReader:
    async def test_who_is_the_customer_sees_the_promises(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        customer = await customer_of(app, story.ticket)

        seen = (await customer.get(story.path)).json()["extensions"]["sla"]

        assert (seen["first_due_clock"], seen["holder"]) == ("response", "us")

    async def test_who_is_a_partner_sees_none_and_cannot_ask(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        [party] = [each for each in PARTIES.known.values() if each.code == "PUMPCO"]
        await story.did("2026-03-02 10:00", "hold", reason="third_party", party_id=str(party.id))
        partner = await partner_of(app, party)

        shown = await partner.get(story.path)
        asked = await partner.get("/v1/tickets", params={"extensions.sla.breached": "true"})

        assert shown.status_code == 200
        assert "sla" not in shown.json()["extensions"]
        assert asked.status_code == 403
