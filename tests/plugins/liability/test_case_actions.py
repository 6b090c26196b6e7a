"""What may be done to a case now, and what is against the rest."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import Matter, got, matter, share
from liability_house import liability_app
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"strict": {"silence": "accepted"}}) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


class TestActions:
    async def test_are_listed_with_what_is_against_them(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed(share("designer", 6000, seal.designer), share("undetermined", 4000))

        ours = await got(app.client, f"{seal.path}/transitions")
        theirs = await got(await seal.key_of(seal.designer), f"{seal.path}/transitions")

        assert (ours["status"], ours["version"]) == ("proposed", 1)
        assert [each["action"] for each in ours["actions"] if each["allowed"]] == ["accept", "dispute", "arbitrate"]
        assert [each["code"] for each in ours["actions"][-1]["reasons"]] == [
            "liability.case.not_allowed",
            "liability.case.undetermined",
        ]
        assert [each["action"] for each in theirs["actions"] if each["allowed"]] == ["accept", "dispute"]

    async def test_come_too_late_once_silence_was_taken_as_the_answer(self, app: TestApp) -> None:
        quiet = await matter(app, contract="strict")
        await quiet.proposed(occurred_at="2026-02-01T00:00:00Z")
        await app.drain()

        found = await got(app.client, f"{quiet.path}/transitions")

        assert [each["action"] for each in found["actions"] if each["allowed"]] == ["finalise"]
        assert [[reason["code"] for reason in each["reasons"]] for each in found["actions"][1:3]] == [
            ["liability.case.answer_too_late"]
        ] * 2

    async def test_cost_two_statements_beside_those_of_the_gate(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        before = app.house.statements
        await got(app.client, seal.path)
        read = app.house.statements - before

        await got(app.client, f"{seal.path}/transitions")

        assert app.house.statements - before == 2 * read
