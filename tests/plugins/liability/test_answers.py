"""Answers through HTTP: by parties, the customer, our own house for them; late, twice, and at the same time."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from liability_cases import EVIDENCE, Matter, acted, matter, said, share
from liability_house import liability_app
from parties_house import closed, events, mistakes, moment
from wellkept_sdk.testing import TestApp, dialects

WHY = "The groove is as the standard asks."


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


async def told(app: TestApp) -> list[str]:
    return [kind for kind, _ in await events(app, "liability.case.")]


class TestProposal:
    async def test_asks_those_who_bear_shares_and_lets_them_take_part(self, app: TestApp, seal: Matter) -> None:
        designer = await seal.key_of(seal.designer)
        await seal.found()
        before = await designer.get(f"/v1/tickets/{seal.ticket['id']}")

        case = await seal.did("propose", answer_within_days=7)

        involved = (await app.client.get(f"/v1/tickets/{seal.ticket['id']}/parties")).json()["items"]
        assert before.status_code == 404
        assert (case["status"], case["proposed_at"], case["answer_due_at"]) == (
            "proposed",
            "2026-03-02T02:00:00Z",
            "2026-03-09T02:00:00Z",
        )
        assert [(each["party"]["id"], each["role"], each["origin"]) for each in involved] == [
            (seal.designer["id"], "designer", "liability"),
            (seal.installer["id"], "installer", "liability"),
        ]
        assert (await designer.get(f"/v1/tickets/{seal.ticket['id']}")).status_code == 200
        assert await told(app) == ["liability.case.opened", "liability.case.proposed"]

    async def test_waits_as_many_days_as_the_terms_say(self, seal: Matter) -> None:
        case = await seal.proposed(occurred_at="2026-03-01T02:00:00Z")

        assert case["answer_due_at"] == "2026-03-15T02:00:00Z"

    async def test_lies_in_the_past_or_present(self, seal: Matter) -> None:
        await seal.found()

        answer = await seal.tried("propose", occurred_at="2026-03-02T02:02:00Z")

        assert mistakes(answer) == [("/occurred_at", "too_large")]

    async def test_is_for_those_who_write_cases(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)
        decided = {"decided_by": "We", "decision": "No.", "shares": seal.shares}

        refused = [
            await acted(designer, seal, "propose"),
            await acted(designer, seal, "arbitrate", **decided),
            await acted(designer, seal, "finalise"),
        ]

        assert [(each.status_code, each.json()["code"]) for each in refused] == [(403, "permission_denied")] * 3


class TestParty:
    async def test_accepts_its_own_share(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        designer, installer = await seal.key_of(seal.designer), await seal.key_of(seal.installer)

        first = await acted(designer, seal, "accept", version=1)
        last = await acted(installer, seal, "accept", version=1, party_id=seal.installer["id"])

        assert [(each.status_code, each.json()["status"]) for each in (first, last)] == [
            (201, "proposed"),
            (201, "accepted"),
        ]
        assert said(await seal.case()) == [("accepted", "party"), ("accepted", "party"), None]
        assert (await told(app))[2:] == ["liability.case.accepted"]

    async def test_does_not_answer_for_another(self, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)

        answer = await acted(designer, seal, "accept", version=1, party_id=seal.installer["id"])

        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
        assert said(await seal.case()) == [None, None, None]

    async def test_disputes_with_what_it_would_agree_to(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)
        counter = [share("designer", weight=1), share("installer", weight=2), share("supplier", weight=1)]

        answer = await acted(designer, seal, "dispute", version=1, reason=WHY, counter_shares=counter)

        case = await seal.case()
        word = case["shares"][0]["answer"]
        assert (answer.status_code, answer.json()["status"]) == (201, "disputed")
        assert (word["answer"], word["by"], word["reason"]) == ("disputed", "party", WHY)
        assert [each["share_bp"] for each in word["counter_shares"]] == [2500, 5000, 2500]
        assert [data["disputing_party_id"] for _, data in await events(app, "liability.case.disputed")] == [
            seal.designer["id"]
        ]

    async def test_is_told_of_counter_shares_that_are_not_the_whole(self, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)

        answer = await acted(designer, seal, "dispute", version=1, reason=WHY, counter_shares=[share("designer", 9999)])

        assert mistakes(answer) == [("/counter_shares", "liability.shares.not_whole")]

    async def test_may_change_its_mind_until_the_case_is_final(self, seal: Matter) -> None:
        await seal.proposed()
        designer, installer = await seal.key_of(seal.designer), await seal.key_of(seal.installer)

        statuses = [
            (await acted(client, seal, action, version=1, **more)).json()["status"]
            for client, action, more in [
                (designer, "dispute", {"reason": WHY}),
                (installer, "accept", {}),
                (designer, "accept", {}),
                (installer, "dispute", {"reason": "Not by us."}),
                (installer, "accept", {}),
            ]
        ]

        assert statuses == ["disputed", "disputed", "accepted", "disputed", "accepted"]
        assert [step["action"] for step in await seal.steps()] == [
            *("open", "propose", "dispute", "accept", "accept", "dispute", "accept")
        ]

    async def test_that_says_the_same_again_changes_nothing(self, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)
        once = await acted(designer, seal, "accept", version=1)

        twice = await acted(designer, seal, "accept", version=1)

        assert twice.status_code == 201
        assert once.json() == twice.json()
        assert len(await seal.steps()) == 3

    async def test_answers_all_its_shares_at_once(self, seal: Matter) -> None:
        both = [share("installer", 5000, seal.installer), share("supplier", 5000, seal.installer)]
        await seal.proposed(*both)

        answer = await acted(await seal.key_of(seal.installer), seal, "accept", version=1)

        assert (answer.json()["status"], said(answer.json())) == ("accepted", [("accepted", "party")] * 2)

    async def test_does_not_answer_before_it_was_asked(self, seal: Matter) -> None:
        await seal.proposed(occurred_at="2026-03-01T00:00:00Z")
        designer = await seal.key_of(seal.designer)

        early = await acted(designer, seal, "accept", version=1, occurred_at="2026-02-28T00:00:00Z")
        right = await acted(designer, seal, "accept", version=1, occurred_at="2026-03-01T12:00:00Z")

        assert mistakes(early) == [("/occurred_at", "too_small")]
        assert right.json()["shares"][0]["answer"]["occurred_at"] == "2026-03-01T12:00:00Z"

    async def test_that_has_accepted_an_old_version_is_told_that_it_is_outdated(self, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)
        await acted(designer, seal, "accept", version=1)
        await seal.revised(share("designer", 5000, seal.designer), share("self", 5000))

        answer = await acted(designer, seal, "accept", version=1)

        assert (answer.status_code, answer.json()["code"]) == (409, "liability.case.version_outdated")
        assert (await seal.case())["status"] == "provisional"


class TestCustomer:
    async def test_answers_as_owner_and_as_operator(self, seal: Matter) -> None:
        shares = [share("owner", 2000), share("operator", 3000), share("designer", 5000, seal.designer)]
        await seal.proposed(*shares)
        customer = await seal.customer()

        answer = await acted(customer, seal, "accept", version=1)
        other = await acted(customer, seal, "accept", version=1, party_id=seal.designer["id"])

        assert (answer.status_code, other.status_code) == (201, 403)
        assert said(await seal.case()) == [("accepted", "party"), ("accepted", "party"), None]

    async def test_does_not_answer_for_a_party_that_operates(self, seal: Matter) -> None:
        await seal.proposed(share("owner", 5000, seal.designer), share("designer", 5000, seal.designer))
        customer = await seal.customer()

        answer = await acted(customer, seal, "accept", version=1)

        assert answer.status_code == 201
        assert said(await seal.case()) == [("accepted", "party"), None]

    async def test_without_a_share_has_no_word(self, seal: Matter) -> None:
        await seal.proposed()

        answer = await acted(await seal.customer(), seal, "accept", version=1)

        assert (answer.status_code, answer.json()["code"]) == (404, "liability.case.not_found")


class TestOurOwnHouse:
    async def test_says_how_an_acceptance_reached_it(self, seal: Matter) -> None:
        await seal.proposed()
        said_so = {"version": 1, "party_id": seal.designer["id"]}

        without = await seal.tried("accept", **said_so)
        unknown = await seal.tried("accept", **said_so, evidence={**EVIDENCE, "attachment_id": seal.designer["id"]})
        case = await seal.did("accept", **said_so, evidence=EVIDENCE)

        assert mistakes(without) == [("/evidence", "liability.answer.evidence")]
        assert mistakes(unknown) == [("/evidence/attachment_id", "unknown_reference")]
        assert case["shares"][0]["answer"]["by"] == "staff"
        assert case["shares"][0]["answer"]["evidence"]["contact_name"] == "Li"

    async def test_may_say_so_with_a_file_of_the_ticket(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        file = await app.client.post(
            f"/v1/tickets/{seal.ticket['id']}/attachments", files={"file": ("letter.pdf", b"We agree.", "text/pdf")}
        )
        evidence = {"kind": "attachment", "contact_name": "Li", "attachment_id": file.json()["id"]}

        case = await seal.did("accept", version=1, party_id=seal.designer["id"], evidence=evidence)

        assert case["shares"][0]["answer"]["evidence"]["attachment_id"] == file.json()["id"]

    async def test_names_for_whom_it_answers(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        other = await matter(app)

        nobody = await seal.tried("accept", version=1, evidence=EVIDENCE)
        wrong = await seal.tried("accept", version=1, evidence=EVIDENCE, party_id=other.designer["id"])

        assert mistakes(nobody) == [("/party_id", "required")]
        assert mistakes(wrong) == [("/party_id", "unknown_reference")]

    async def test_answers_for_the_customer_without_a_party(self, seal: Matter) -> None:
        await seal.proposed(share("owner", 5000), share("self", 5000))

        case = await seal.accepted_for(None)

        assert (case["status"], said(case)) == ("accepted", [("accepted", "staff"), None])


class TestDispute:
    async def test_does_not_keep_the_ticket_open(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        await seal.disputed_for(seal.designer)

        await closed(app, seal.ticket)

        assert (await app.client.get(f"/v1/tickets/{seal.ticket['id']}")).json()["status"] == "closed"
        assert (await seal.case())["status"] == "disputed"

    async def test_ends_by_what_is_decided_for_all(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        await seal.disputed_for(seal.designer)
        app.clock.set(moment("2026-03-03T02:00:00Z"))

        decided = {"decided_by": "Arbitration", "decision": "Award 77"}
        await seal.did("arbitrate", **decided, shares=[share("designer", 3000, seal.designer), share("self", 7000)])
        late = await acted(await seal.key_of(seal.designer), seal, "dispute", version=2, reason=WHY)
        again = await seal.did("arbitrate", **decided, shares=[share("designer", 10_000, seal.designer)])
        final = await seal.did("finalise")

        assert (late.status_code, late.json()["code"]) == (409, "liability.case.not_allowed")
        assert late.json()["allowed"] == ["arbitrate", "finalise"]
        assert (again["version"], final["status"], said(final)) == (3, "final", [None])


class TestAtTheSameTime:
    async def test_all_answers_count_and_the_last_makes_it_accepted(self, app: TestApp, seal: Matter) -> None:
        parties = [seal.designer, seal.installer]
        await seal.proposed()
        clients = [await seal.key_of(each) for each in parties] + [await seal.key_of(each) for each in parties]

        answers = await asyncio.gather(*(acted(client, seal, "accept", version=1) for client in clients))

        assert {each.status_code for each in answers} == {201}
        assert (await seal.case())["status"] == "accepted"
        assert [step["action"] for step in await seal.steps()] == ["open", "propose", "accept", "accept"]
        assert (await told(app)).count("liability.case.accepted") == 1

    async def test_answers_and_a_new_version_leave_one_of_them(self, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)

        accepted, revised = await asyncio.gather(
            acted(designer, seal, "accept", version=1), seal.revised(share("designer", 10_000, seal.designer))
        )

        case = await seal.case()
        assert revised.status_code == 201
        assert accepted.status_code in {201, 409}
        assert (case["status"], case["version"], said(case)) == ("provisional", 2, [None])

    async def test_a_case_is_frozen_once(self, seal: Matter) -> None:
        await seal.proposed()
        await seal.accepted_for(seal.designer)
        await seal.accepted_for(seal.installer)

        answers = await asyncio.gather(*(seal.tried("finalise") for _ in range(6)), *(seal.stated() for _ in range(4)))

        finals = [each.status_code for each in answers[:6]]
        kept = sum(each.status_code == 201 for each in answers[6:])
        assert (finals.count(201), finals.count(409)) == (1, 5)
        assert len(await seal.evidence()) == kept
        assert (await seal.case())["status"] == "final"

    async def test_a_ticket_gets_one_case(self, app: TestApp, seal: Matter) -> None:
        body = {"cause": {"text": "Wear"}, "basis": "expertise", "shares": seal.shares}

        answers = await asyncio.gather(*(app.client.post(seal.path, json=body) for _ in range(6)))

        codes = [each.status_code for each in answers]
        assert (codes.count(201), codes.count(409)) == (1, 5)
