"""Letting those who bear shares take part in the ticket."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import Matter, got, matter, share
from liability_house import liability_app, party
from parties_house import involved, moved
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


async def taking_part(seal: Matter) -> list[tuple[str, str, str]]:
    found: list[Json] = (await got(seal.app.client, f"/v1/tickets/{seal.ticket['id']}/parties"))["items"]
    return [(each["party"]["id"], each["role"], each["origin"]) for each in found]


class TestProposal:
    async def test_lets_nobody_take_part_twice(self, app: TestApp, seal: Matter) -> None:
        await involved(app, f"tickets/{seal.ticket['id']}", seal.designer, "designer")
        await seal.proposed(share("designer", 10_000, seal.designer))

        await seal.revised()
        await seal.did("propose")

        assert await taking_part(seal) == [
            (seal.designer["id"], "designer", "manual"),
            (seal.installer["id"], "installer", "liability"),
        ]

    async def test_lets_an_owner_that_is_a_party_take_part_as_something_else(self, seal: Matter) -> None:
        await seal.proposed(share("owner", 10_000, seal.designer))

        assert await taking_part(seal) == [(seal.designer["id"], "other", "liability")]

    async def test_lets_who_does_not_play_the_role_any_more_take_part_all_the_same(
        self, app: TestApp, seal: Matter
    ) -> None:
        await seal.found()
        answer = await app.client.patch(f"/v1/parties/{seal.designer['id']}", json={"roles": ["consultant"]})
        assert answer.status_code == 200, answer.text

        await seal.did("propose")

        assert (await taking_part(seal))[0] == (seal.designer["id"], "other", "liability")

    async def test_is_refused_where_a_party_was_blocked_since(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        await moved(app, seal.installer, "block")

        refused = await seal.tried("propose")

        assert (refused.status_code, refused.json()["code"]) == (409, "parties.party.blocked")
        assert (await seal.case())["status"] == "provisional"
        assert await taking_part(seal) == []


class TestDecision:
    async def test_lets_whom_it_names_take_part(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed(share("designer", 10_000, seal.designer))
        late = await party(app, "LATE", "supplier")

        await seal.did("arbitrate", decided_by="Court", decision="Judgment", shares=[share("supplier", 10_000, late)])

        assert (await taking_part(seal))[1] == (late["id"], "supplier", "liability")
        assert (await (await seal.key_of(late)).get(seal.path)).status_code == 200
