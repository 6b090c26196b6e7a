"""New versions of the shares of a case."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import Matter, matter, said, share
from liability_house import finding, liability_app
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


class TestVersion:
    async def test_replaces_what_was_found_and_keeps_what_was_answered(self, seal: Matter) -> None:
        await seal.proposed()
        await seal.accepted_for(seal.designer)

        answer = await seal.revised(share("designer", 5000, seal.designer), share("self", 5000))

        version, case = answer.json(), await seal.case()
        assert (answer.status_code, version["version"], version["is_current"]) == (201, 2, True)
        assert (case["status"], case["version"], case["answer_due_at"]) == ("provisional", 2, None)
        assert said(case) == [None, None]
        first, second = await seal.versions()
        assert [first["is_current"], second["is_current"]] == [False, True]
        assert said(first) == [("accepted", "staff"), None, None]

    async def test_that_is_not_the_present_one_is_not_answered(self, seal: Matter) -> None:
        await seal.proposed()
        await seal.accepted_for(seal.designer)
        await seal.revised(share("designer", 5000, seal.designer), share("self", 5000))

        old = await seal.tried("accept", version=1, party_id=seal.designer["id"])
        early = await seal.tried("accept", version=2, party_id=seal.designer["id"])

        assert (old.status_code, old.json()["code"]) == (409, "liability.case.version_outdated")
        assert old.json()["current_version"] == 2
        assert (early.status_code, early.json()["code"]) == (409, "liability.case.not_allowed")
        assert early.json()["allowed"] == ["propose"]

    async def test_does_not_follow_what_was_decided_for_all(self, seal: Matter) -> None:
        await seal.proposed()
        decided = {"decided_by": "Shanghai Arbitration Commission", "decision": "Award 2026-77"}

        case = await seal.did("arbitrate", **decided, shares=[share("self", 10_000)])
        refused = await seal.revised()

        assert (case["status"], case["version"], case["decided_by"]) == ("arbitrated", 2, decided["decided_by"])
        assert (refused.status_code, refused.json()["code"]) == (409, "liability.case.closed")

    async def test_is_written_on_what_the_caller_has_seen(self, app: TestApp, seal: Matter) -> None:
        case = await seal.found()
        await seal.did("propose")
        body = finding(*seal.shares)

        stale = await app.client.post(f"{seal.path}/versions", json=body, headers={"If-Match": f'"{case["revision"]}"'})
        fresh = await app.client.post(
            f"{seal.path}/versions", json=body, headers={"If-Match": f'"{case["revision"] + 1}"'}
        )

        assert (stale.status_code, fresh.status_code) == (412, 201)

    async def test_costs_as_many_statements_for_many_as_for_one(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        costs: list[int] = []
        for _ in range(2):
            before = app.house.statements
            await seal.versions()
            costs.append(app.house.statements - before)
            for _ in range(4):
                await seal.revised()

        assert costs[0] == costs[1]
