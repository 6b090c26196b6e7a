"""Actions on cases: on what the caller has seen, in a fixed number of statements."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import EVIDENCE, Matter, matter, share
from liability_house import liability_app, party
from refusals import mistakes
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


class TestTransition:
    async def test_is_made_on_what_the_caller_has_seen(self, app: TestApp, seal: Matter) -> None:
        before = await seal.found()
        body, stale = {"action": "propose"}, {"If-Match": f'"{before["revision"]}"'}
        await app.client.post(f"{seal.path}/transitions", json=body, headers=stale)

        answer = await app.client.post(
            f"{seal.path}/transitions",
            json={"action": "arbitrate", "decided_by": "We", "decision": "Ours.", "shares": seal.shares},
            headers=stale,
        )

        assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
        assert (await seal.case())["status"] == "proposed"

    async def test_answers_with_the_new_revision_as_etag(self, seal: Matter) -> None:
        await seal.found()

        answer = await seal.tried("propose")

        assert answer.headers["etag"] == f'"{answer.json()["revision"]}"' == '"2"'

    async def test_is_for_whom_it_is(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        decision: Json = {"decided_by": "We", "decision": "Ours.", "shares": seal.shares}
        dispatcher, viewer = await app.as_actor(Role.DISPATCHER), await app.as_actor(Role.VIEWER)

        proposed = await dispatcher.post(f"{seal.path}/transitions", json={"action": "propose"})
        accepted = await dispatcher.post(
            f"{seal.path}/transitions",
            json={"action": "accept", "version": 1, "party_id": seal.designer["id"], "evidence": EVIDENCE},
        )
        arbitrated = await dispatcher.post(f"{seal.path}/transitions", json={"action": "arbitrate", **decision})
        watched = await viewer.post(f"{seal.path}/transitions", json={"action": "propose"})

        assert [each.status_code for each in (proposed, accepted, arbitrated, watched)] == [201, 201, 403, 403]

    async def test_is_one_of_five(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        wrong: list[Json] = [
            {"action": "withdraw"},
            {},
            {"action": "propose", "answer_within_days": 0},
            {"action": "propose", "occurred_at": "2026-03-01"},
            {"action": "accept"},
            {"action": "accept", "version": 0},
            {"action": "dispute", "version": 1},
            {"action": "arbitrate", "decided_by": "We", "shares": seal.shares},
            {"action": "arbitrate", "decided_by": "We", "decision": "Ours.", "shares": []},
            {"action": "finalise", "reason": "x"},
        ]

        answers = [await app.client.post(f"{seal.path}/transitions", json=each) for each in wrong]

        assert [each.status_code for each in answers] == [422] * len(wrong)
        assert (await seal.case())["status"] == "provisional"

    async def test_of_a_decision_asks_the_same_of_its_shares(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        stranger = await party(app, "STRANGER", "supplier")
        decided = {"decided_by": "We", "decision": "Ours."}

        short = await seal.tried("arbitrate", **decided, shares=[share("self", 9999)])
        wrong = await seal.tried("arbitrate", **decided, shares=[share("designer", 10_000, stranger)])

        assert (short.json()["code"], short.json()["sum_bp"]) == ("liability.shares.not_whole", 9999)
        assert wrong.json()["code"] == "liability.share.party_refused"
        assert len(await seal.versions()) == 1

    async def test_of_an_answer_costs_as_much_with_many_shares_as_with_few(self, app: TestApp, seal: Matter) -> None:
        costs: list[int] = []
        for size in (2, 12):
            story = await matter(app)
            others = [await party(app, f"P{size}-{number}", "supplier") for number in range(size - 1)]
            shares = [share("supplier", weight=1, party=each) for each in others]
            await story.proposed(share("designer", weight=1, party=story.designer), *shares)
            before = app.house.statements
            await story.accepted_for(story.designer)
            costs.append(app.house.statements - before)

        assert costs[0] == costs[1]


class TestMoment:
    async def test_is_not_before_that_of_what_was_done_last(self, seal: Matter) -> None:
        await seal.proposed(occurred_at="2026-02-20T02:00:00Z")
        await seal.accepted_for(seal.designer, occurred_at="2026-02-25T02:00:00Z")
        named = {"version": 1, "party_id": seal.installer["id"], "evidence": EVIDENCE}

        earlier = await seal.tried("accept", occurred_at="2026-02-25T01:59:59Z", **named)
        await seal.did("accept", occurred_at="2026-02-25T02:00:00Z", **named)
        frozen = await seal.tried("finalise", occurred_at="2026-02-25T01:59:59Z")
        last = await seal.did("finalise", occurred_at="2026-02-25T02:00:00Z")

        assert [mistakes(each) for each in (earlier, frozen)] == [{"/occurred_at": "too_small"}] * 2
        assert (last["status"], last["finalised_at"]) == ("final", "2026-02-25T02:00:00Z")

    async def test_is_bound_by_an_arbitration_too(self, seal: Matter) -> None:
        decided = {"decided_by": "We", "decision": "Ours.", "shares": [share("self", 10_000)]}
        await seal.proposed(occurred_at="2026-02-20T02:00:00Z")

        earlier = await seal.tried("arbitrate", occurred_at="2026-02-19T02:00:00Z", **decided)
        await seal.did("arbitrate", occurred_at="2026-02-21T02:00:00Z", **decided)
        frozen = await seal.tried("finalise", occurred_at="2026-02-20T02:00:00Z")

        assert [mistakes(each) for each in (earlier, frozen)] == [{"/occurred_at": "too_small"}] * 2

    async def test_is_not_bound_by_the_writing_of_a_version(self, seal: Matter) -> None:
        await seal.proposed(occurred_at="2026-02-20T02:00:00Z")
        await seal.revised()

        case = await seal.did("propose", occurred_at="2026-02-21T02:00:00Z")

        assert case["answer_due_at"] == "2026-03-07T02:00:00Z"
