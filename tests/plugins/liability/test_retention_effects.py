"""Steps of the release that come at the same time: one of them happens."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from inventory_tickets import told
from liability_house import liability_app, site
from liability_money import retention, stepped, withheld, yuan
from wellkept_sdk.testing import Json, TestApp, dialects

CALLERS = 4


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def kept(app: TestApp) -> Json:
    return await withheld(app, await site(app), months=12)


class TestAtOnce:
    async def test_it_is_asked_for_checked_and_paid_once(self, app: TestApp, kept: Json) -> None:
        steps: list[tuple[str, Json]] = [
            ("request_release", {}),
            ("check", {"result": "agree"}),
            ("pay", {"reference": "B-81"}),
        ]

        for action, values in steps:
            answers = await asyncio.gather(*(stepped(app, kept, action, **values) for _ in range(CALLERS)))
            assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CALLERS - 1}, action

        assert (await retention(app, kept))["balance"] == yuan(0)
        assert len(await told(app, "liability.retention.paid")) == 1

    async def test_silence_and_an_objection_never_both_hold(self, app: TestApp, kept: Json) -> None:
        await stepped(app, kept, "request_release", occurred_at="2026-01-21T02:00:00Z")
        await stepped(app, kept, "remind", occurred_at="2026-02-10T02:00:00Z")

        answer, _ = await asyncio.gather(stepped(app, kept, "check", result="object"), app.drain())

        shown = await retention(app, kept)
        said = [each["kind"] for each in shown["entries"] if each["kind"] in {"agreed", "objected"}]
        assert said == (["objected"] if answer.status_code == 201 else ["agreed"])
        assert shown["status"] == said[0]
