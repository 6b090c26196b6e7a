"""The life of a back-charge: issued, accepted, disputed, withdrawn, settled."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from inventory_tickets import told
from liability_house import liability_app, party, site
from liability_money import BACK_CHARGES, back_charges, charged, final_case, issued, moved, share, spent, yuan
from refusals import mistakes, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"quick": {"back_charge": {"answer_within_days": 3}}}) as app:
        yield app


async def owed(app: TestApp, builder: Json, *, cost_minor: int = 10_000, contract: str = "plain") -> Json:
    """Return a draft of what a builder owes us wholly."""
    ticket = await app.ticket(project_id=(await site(app, contract=contract))["id"])
    await final_case(app, ticket, share("contractor", 10_000, builder))
    spent(ticket, cost_minor)
    [made] = (await charged(app, ticket))["back_charges"]
    return made


@pytest.fixture
async def builder(app: TestApp) -> Json:
    return await party(app, "BUILDER", "contractor")


@pytest.fixture
async def draft(app: TestApp, builder: Json) -> Json:
    return await owed(app, builder)


@pytest.fixture
async def client(app: TestApp, builder: Json) -> httpx.AsyncClient:
    """Return a client of the builder's own."""
    return await app.as_actor(Role.PARTNER, party_id=builder["id"])


class TestIssue:
    async def test_shows_it_to_the_party_which_has_fourteen_days(
        self, app: TestApp, draft: Json, client: httpx.AsyncClient
    ) -> None:
        assert await back_charges(app, client=client) == []

        shown = await issued(app, draft)

        assert (shown["status"], shown["amount"]) == ("issued", yuan(10_000))
        assert (shown["issued_at"], shown["answer_due_at"]) == ("2026-03-02T02:00:00Z", "2026-03-16T02:00:00Z")
        assert await back_charges(app, client=client) == [shown]
        [event] = await told(app, "liability.back_charge.issued")
        assert (event["back_charge_id"], event["amount"]) == (draft["id"], yuan(10_000))
        assert event["answer_due_at"] == "2026-03-16T02:00:00Z"

    async def test_counts_from_the_moment_at_which_it_happened(self, app: TestApp, draft: Json) -> None:
        shown = await issued(app, draft, occurred_at="2026-03-01T10:00:00+08:00")

        assert shown["answer_due_at"] == "2026-03-15T02:00:00Z"

    async def test_follows_the_terms(self, app: TestApp, builder: Json) -> None:
        shown = await issued(app, await owed(app, builder, contract="quick"))

        assert shown["answer_due_at"] == "2026-03-05T02:00:00Z"

    async def test_happens_once(self, app: TestApp, draft: Json) -> None:
        await issued(app, draft)

        refused = refusal(await moved(app, draft, "issue"), 409)

        assert (refused["code"], refused["back_charge_status"]) == ("liability.back_charge.not_allowed", "issued")
        assert refused["allowed"] == ["accept", "dispute", "withdraw", "settle"]


class TestAnswers:
    async def test_of_the_party_itself_is_its_own_word(
        self, app: TestApp, draft: Json, client: httpx.AsyncClient
    ) -> None:
        await issued(app, draft)

        answer = await moved(app, draft, "accept", client=client)

        assert answer.status_code == 201
        assert (answer.json()["status"], answer.json()["answered_by"]) == ("accepted", "party")
        [event] = await told(app, "liability.back_charge.accepted")
        assert event["given_by"] == "party"

    async def test_of_ours_on_its_behalf_is_told_as_such(self, app: TestApp, draft: Json) -> None:
        await issued(app, draft)

        answer = await moved(app, draft, "dispute", reason="The seal was not theirs.", note="By telephone.")

        shown = answer.json()
        assert (shown["status"], shown["answered_by"], shown["reason"]) == (
            "disputed",
            "staff",
            "The seal was not theirs.",
        )
        [event] = await told(app, "liability.back_charge.disputed")
        assert event["given_by"] == "staff"

    async def test_may_change_until_it_is_settled(self, app: TestApp, draft: Json, client: httpx.AsyncClient) -> None:
        await issued(app, draft)
        said: list[tuple[str, dict[str, Any]]] = [
            ("accept", {}),
            ("dispute", {"reason": "On second thoughts."}),
            ("accept", {}),
        ]

        shown = [(await moved(app, draft, action, client=client, **more)).json() for action, more in said]

        assert [each["status"] for each in shown] == ["accepted", "disputed", "accepted"]
        assert [each["reason"] for each in shown] == [None, "On second thoughts.", None]

    async def test_are_not_given_to_a_draft(self, app: TestApp, draft: Json) -> None:
        assert refusal(await moved(app, draft, "accept"), 409)["allowed"] == ["issue", "withdraw"]

    async def test_need_a_reason_to_dispute(self, app: TestApp, draft: Json) -> None:
        await issued(app, draft)

        refusal(await moved(app, draft, "dispute"), 422)


class TestWhoMay:
    async def test_a_party_only_answers(self, app: TestApp, draft: Json, client: httpx.AsyncClient) -> None:
        await issued(app, draft)

        for action, values in (
            ("issue", {}),
            ("withdraw", {"reason": "No."}),
            ("settle", {"method": "waiver"}),
        ):
            refused = refusal(await moved(app, draft, action, client=client, **values), 403)
            assert refused["permissions"] == ["liability:decide"]

    async def test_another_party_finds_nothing(self, app: TestApp, draft: Json) -> None:
        other = await app.as_actor(Role.PARTNER, party_id=(await party(app, "OTHER"))["id"])
        await issued(app, draft)

        assert (
            refusal(await moved(app, draft, "accept", client=other), 404)["code"] == "liability.back_charge.not_found"
        )
        refusal(await other.get(f"{BACK_CHARGES}/{draft['id']}"), 404)

    async def test_its_party_does_not_find_a_draft(self, app: TestApp, draft: Json, client: httpx.AsyncClient) -> None:
        refusal(await moved(app, draft, "accept", client=client), 404)

    async def test_an_engineer_answers_and_does_not_decide(self, app: TestApp, draft: Json) -> None:
        engineer = await app.as_actor(Role.ENGINEER)

        refusal(await moved(app, draft, "issue", client=engineer), 403)
        await issued(app, draft)
        assert (await moved(app, draft, "accept", client=engineer)).status_code == 201

    async def test_a_viewer_reads(self, app: TestApp, draft: Json) -> None:
        viewer = await app.as_actor(Role.VIEWER)

        assert (await viewer.get(f"{BACK_CHARGES}/{draft['id']}")).json()["amount"] == yuan(10_000)
        refusal(await moved(app, draft, "accept", client=viewer), 403)


class TestActions:
    async def test_are_told_with_where_they_lead(self, app: TestApp, draft: Json) -> None:
        answer = await app.client.get(f"{BACK_CHARGES}/{draft['id']}/transitions")

        assert answer.json() == {
            "status": "draft",
            "actions": [
                {"action": "issue", "allowed": True, "to": "issued"},
                {"action": "accept", "allowed": False, "to": "accepted"},
                {"action": "dispute", "allowed": False, "to": "disputed"},
                {"action": "withdraw", "allowed": True, "to": "withdrawn"},
                {"action": "settle", "allowed": False, "to": "settled"},
            ],
        }


class TestVersions:
    async def test_are_asked_for(self, app: TestApp, draft: Json) -> None:
        path = f"{BACK_CHARGES}/{draft['id']}"
        tag = (await app.client.get(path)).headers["etag"]
        await issued(app, draft)

        late = await app.client.post(f"{path}/transitions", json={"action": "accept"}, headers={"If-Match": tag})

        assert refusal(late, 412)["code"] == "precondition_failed"


class TestMoments:
    async def test_in_the_future_are_refused(self, app: TestApp, draft: Json) -> None:
        answer = await moved(app, draft, "issue", occurred_at="2026-03-02T03:00:00Z")

        assert mistakes(answer) == {"/occurred_at": "too_large"}

    async def test_before_it_was_issued_are_refused(self, app: TestApp, draft: Json) -> None:
        await issued(app, draft)

        answer = await moved(app, draft, "accept", occurred_at="2026-03-02T01:00:00Z")

        assert mistakes(answer) == {"/occurred_at": "too_small"}

    async def test_before_its_last_step_are_refused(self, app: TestApp, draft: Json) -> None:
        await issued(app, draft, occurred_at="2026-02-20T02:00:00Z")
        await moved(app, draft, "accept", occurred_at="2026-02-25T02:00:00Z")

        early = await moved(app, draft, "settle", method="payment", occurred_at="2026-02-25T01:59:59Z")
        due = await moved(app, draft, "settle", method="payment", occurred_at="2026-02-25T02:00:00Z")

        assert mistakes(early) == {"/occurred_at": "too_small"}
        assert (due.status_code, due.json()["status"]) == (201, "settled")

    async def test_without_a_zone_are_refused(self, app: TestApp, draft: Json) -> None:
        refusal(await moved(app, draft, "issue", occurred_at="2026-03-02T01:00:00"), 422)


class TestUnknown:
    async def test_is_not_found(self, app: TestApp) -> None:
        refusal(await moved(app, {"id": str(uuid4())}, "issue"), 404)

    async def test_action_is_a_mistake(self, app: TestApp, draft: Json) -> None:
        refusal(await moved(app, draft, "forget"), 422)
