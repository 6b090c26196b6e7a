"""Answers that nobody gives in time, and what the terms make of that."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_cases import Matter, acted, matter, said, share
from liability_house import liability_app
from parties_house import events, moment
from wellkept_liability.service.case_rows import ANSWERS_TIMER
from wellkept_liability.service.case_silence import lapse
from wellkept_sdk import DueTimer, RecordName
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import Json, TestApp, dialects

#: Fifteen days before the beginning of every story here.
LONG_AGO = "2026-02-15T02:00:00Z"
DUE = "2026-03-01T02:00:00Z"
WHY = "The groove is as the standard asks."


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms: dict[str, Json] = {"strict": {"silence": "accepted"}, "wary": {"silence": "disputed"}}
    async with liability_app(request.param, terms=terms) as app:
        yield app


async def asked_long_ago(app: TestApp, contract: str) -> Matter:
    found = await matter(app, contract=contract)
    await found.proposed(occurred_at=LONG_AGO)
    return found


async def overdue(app: TestApp) -> list[tuple[str, int]]:
    told = await events(app, "liability.case.answer_overdue")
    return [(data["silence"], data["missing"]) for _, data in told]


class TestSilence:
    async def test_accepts_where_the_terms_say_so(self, app: TestApp) -> None:
        seal = await asked_long_ago(app, "strict")

        await app.drain()

        case = await seal.case()
        assert (case["status"], said(case)) == ("accepted", [("accepted", "silence"), ("accepted", "silence"), None])
        assert case["shares"][0]["answer"]["occurred_at"] == DUE == case["answer_due_at"]
        assert await overdue(app) == [("accepted", 2)]

    async def test_makes_late_answers_come_too_late(self, app: TestApp) -> None:
        seal = await asked_long_ago(app, "strict")
        await app.drain()
        designer = await seal.key_of(seal.designer)

        late = [
            await acted(designer, seal, "dispute", version=1, reason=WHY),
            await acted(designer, seal, "accept", version=1),
            await seal.tried("dispute", version=1, party_id=seal.installer["id"], reason=WHY),
        ]

        assert [(each.status_code, each.json()["code"]) for each in late] == [
            (409, "liability.case.answer_too_late")
        ] * 3
        assert (await seal.case())["status"] == "accepted"

    async def test_disputes_where_the_terms_say_so(self, app: TestApp) -> None:
        seal = await asked_long_ago(app, "wary")
        await seal.accepted_for(seal.designer)

        await app.drain()

        case = await seal.case()
        assert (case["status"], said(case)) == ("disputed", [("accepted", "staff"), ("disputed", "silence"), None])
        assert [data["disputing_party_id"] for _, data in await events(app, "liability.case.disputed")] == [
            seal.installer["id"]
        ]

    async def test_means_nothing_by_default_but_that_it_is_told(self, app: TestApp) -> None:
        seal = await asked_long_ago(app, "plain")
        await app.drain()
        silent = await seal.case()

        late = await acted(await seal.key_of(seal.designer), seal, "dispute", version=1, reason=WHY)
        await app.drain()

        assert (silent["status"], said(silent)) == ("proposed", [None, None, None])
        assert (late.status_code, late.json()["status"]) == (201, "disputed")
        assert await overdue(app) == [("open", 2)]

    async def test_does_not_outweigh_who_has_disputed(self, app: TestApp) -> None:
        seal = await asked_long_ago(app, "strict")
        await seal.disputed_for(seal.designer)

        await app.drain()

        case = await seal.case()
        assert (case["status"], said(case)) == ("disputed", [("disputed", "staff"), ("accepted", "silence"), None])

    async def test_is_broken_again_by_a_new_version(self, app: TestApp) -> None:
        seal = await asked_long_ago(app, "strict")
        await app.drain()

        await seal.revised()
        await seal.did("propose")
        case = (await acted(await seal.key_of(seal.designer), seal, "dispute", version=2, reason=WHY)).json()

        assert (case["status"], case["answer_due_at"]) == ("disputed", "2026-03-16T02:00:00Z")


class TestTimer:
    async def test_waits_until_the_last_moment(self, app: TestApp) -> None:
        seal = await matter(app, contract="strict")
        await seal.proposed()
        app.clock.set(moment("2026-03-16T01:59:59Z"))
        await app.drain()
        before = await seal.case()

        app.clock.set(moment("2026-03-16T02:00:00Z"))
        await app.drain()

        assert (before["status"], (await seal.case())["status"]) == ("proposed", "accepted")

    @pytest.mark.parametrize("ending", ["revise", "arbitrate", "answer"])
    async def test_does_nothing_once_nobody_is_asked_any_more(self, app: TestApp, ending: str) -> None:
        seal = await matter(app, contract="strict")
        await seal.proposed()
        if ending == "revise":
            await seal.revised()
        elif ending == "arbitrate":
            await seal.did("arbitrate", decided_by="We", decision="Ours.", shares=[share("self", 10_000)])
        else:
            await seal.accepted_for(seal.designer)
            await seal.disputed_for(seal.installer)
        before = await seal.case()

        app.clock.set(moment("2026-04-01T00:00:00Z"))
        await app.drain()

        assert await seal.case() == before
        assert await overdue(app) == []

    async def test_that_comes_for_another_proposal_waits_for_the_present_one(self, app: TestApp) -> None:
        seal = await matter(app, contract="strict")
        await seal.proposed(answer_within_days=1)
        await seal.revised()
        await seal.did("propose", answer_within_days=30)

        app.clock.set(moment("2026-03-10T00:00:00Z"))
        await app.drain()

        assert (await seal.case())["status"] == "proposed"

    async def test_waits_again_for_a_ticket_that_is_served_again(self, app: TestApp) -> None:
        customer = await app.customer()
        plan = {"customer_id": customer["id"], "plan_code": "strict"}
        served = await app.created("/v1/contracts", {**plan, "number": "C-1", "starts_on": "2020-01-01"})
        project = await app.project(customer_id=customer["id"])
        seal = await matter(app, project_id=project["id"])
        activation = f"/v1/tickets/{seal.ticket['id']}/activation"
        await seal.proposed()
        await app.client.patch(f"/v1/contracts/{served['id']}", json={"ends_on": "2026-03-01"})
        bare = await app.created(
            "/v1/contracts", {**plan, "plan_code": "bare", "number": "C-2", "starts_on": "2026-03-01"}
        )
        await app.created(activation, {})
        app.clock.set(moment("2026-03-20T00:00:00Z"))
        await app.drain()
        gone = await app.client.get(seal.path)

        await app.client.patch(f"/v1/contracts/{bare['id']}", json={"ends_on": "2026-03-10"})
        await app.created("/v1/contracts", {**plan, "number": "C-3", "starts_on": "2026-03-10"})
        await app.created(activation, {})
        waiting = await seal.case()
        await app.drain()

        assert (gone.status_code, gone.json()["code"]) == (404, "plugin_inactive")
        assert (waiting["status"], (await seal.case())["status"]) == ("proposed", "accepted")

    @pytest.mark.parametrize("at", ["2026-03-10T00:00:00Z", "2026-03-17T00:00:00Z"])
    async def test_may_come_early_or_twice(self, app: TestApp, at: str) -> None:
        seal = await matter(app, contract="strict")
        await seal.proposed()
        ticket_id = UUID(seal.ticket["id"])
        app.clock.set(moment(at))
        await app.drain()
        before = await seal.case()
        ctx = await app.house.context("liability", RecordRef(RecordName.TICKET, ticket_id))

        await lapse(ctx, DueTimer(kind=ANSWERS_TIMER, record_id=ticket_id, due_at=moment(at), payload=None))

        assert await seal.case() == before

    async def test_that_finds_all_answered_tells_nothing(self, app: TestApp) -> None:
        seal = await matter(app, contract="strict")
        await seal.proposed()
        await seal.accepted_for(seal.designer)
        await seal.disputed_for(seal.installer)
        ticket_id = UUID(seal.ticket["id"])
        app.clock.set(moment("2026-03-17T00:00:00Z"))
        ctx = await app.house.context("liability", RecordRef(RecordName.TICKET, ticket_id))

        await lapse(ctx, DueTimer(kind=ANSWERS_TIMER, record_id=ticket_id, due_at=ctx.at, payload=None))

        assert ((await seal.case())["status"], await overdue(app)) == ("disputed", [])
