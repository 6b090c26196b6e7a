"""Who comes into question for a ticket, as callers see it."""

from collections.abc import AsyncIterator

import pytest

from stations_dispatch import candidates, matter, member, pump, shanghai
from stations_house import stations_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestCandidates:
    async def test_are_shown_as_many_as_are_asked_for(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        for code in ("LI", "ZW", "AN"):
            await member(app, sh, code)

        found = await candidates(app, ticket, limit=2)

        assert [one["code"] for one in found["candidates"]] == ["AN", "LI"]

    async def test_are_those_of_the_moment_that_is_asked_about(self, app: TestApp) -> None:
        ticket = await matter(app, await pump(app))

        now = await candidates(app, ticket)
        later = await candidates(app, ticket, at="2026-03-05T10:00:00+08:00")

        assert (now["at"], later["at"]) == ("2026-03-02T02:00:00Z", "2026-03-05T02:00:00Z")

    async def test_store_nothing(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        await member(app, sh, "LI")

        await candidates(app, ticket)

        assert await app.house.fetch("SELECT id FROM stations_proposal") == []

    @pytest.mark.parametrize(
        ("params", "pointer", "code"),
        [
            ({"limit": "0"}, "query/limit", "too_small"),
            ({"limit": "201"}, "query/limit", "too_large"),
            ({"at": "2126-03-02T02:00:00Z"}, "query/at", "too_large"),
            ({"at": "1926-03-02T02:00:00Z"}, "query/at", "too_small"),
            ({"at": "0001-01-01T00:00:00+14:00"}, "query/at", "too_large"),
        ],
    )
    async def test_are_refused_beyond_bounds(
        self, app: TestApp, params: dict[str, str], pointer: str, code: str
    ) -> None:
        ticket = await matter(app, await pump(app))

        answer = await app.client.get(f"/v1/tickets/{ticket['id']}/stations/candidates", params=params)

        assert answer.status_code == 422
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]

    async def test_are_for_those_who_dispatch(self, app: TestApp) -> None:
        ticket = await matter(app, await pump(app))
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        callers = [customer, await app.as_actor(Role.ENGINEER), await app.as_actor(Role.DISPATCHER)]

        answers = [await one.get(f"/v1/tickets/{ticket['id']}/stations/candidates") for one in callers]

        assert [answer.status_code for answer in answers] == [403, 403, 200]

    async def test_are_not_there_where_the_plugin_does_not_serve(self, app: TestApp) -> None:
        ticket = await matter(app, await pump(app, contract="bare"))

        answer = await app.client.get(f"/v1/tickets/{ticket['id']}/stations/candidates")

        assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")
