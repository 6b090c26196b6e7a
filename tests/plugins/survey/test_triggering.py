"""What the life of a ticket brings about: who is asked when, and who is not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from survey_house import (
    AT_ONCE,
    CONFIRMED,
    WANG,
    acted,
    answered,
    events,
    invitations,
    invited,
    later,
    resolved,
    survey_app,
)
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp

CONTACTS = [
    {"name": "Owner", "email": "owner@customer.example", "role": "owner"},
    {"name": "Chief", "phone": "+86 21 1", "role": "chief", "preferred": True},
]
TERMS: dict[str, Json] = {
    "slow": {"triggers": {"after_repair": {**AT_ONCE, "delay_minutes": 60}}},
    "contacts": {"triggers": {"after_repair": {**AT_ONCE, "respondents": ["contacts", "reporter"]}}},
    "nobody": {"triggers": {"after_repair": {**AT_ONCE, "sample_percent": 0}}},
    "many": {
        "triggers": {
            "after_repair": None,
            "a": AT_ONCE,
            "b": {**AT_ONCE, "on": "closed"},
            "c": {**AT_ONCE, "on": "resolved"},
        }
    },
    "mute": {"triggers": {"after_repair": None}},
    # Beside the one that counts where nobody says otherwise, which waits an hour.
    "beside": {"triggers": {"zz_at_once": AT_ONCE}},
}


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with survey_app(dialect, terms=TERMS) as app:
        yield app


async def done(app: TestApp, **said: Any) -> Json:
    ticket = await resolved(app, **said)
    await acted(app, ticket["id"], CONFIRMED)
    return ticket


class TestTrigger:
    async def test_writes_the_invitation_with_the_transition_and_sends_it_later(self, app: TestApp) -> None:
        ticket = await done(app, contract="slow")

        [waiting] = await invitations(app, ticket["id"])
        later(app, minutes=59)
        await app.drain()
        [still] = await invitations(app, ticket["id"])
        later(app, minutes=1)
        await app.drain()
        [sent] = await invitations(app, ticket["id"])

        assert (waiting["status"], waiting["trigger"], waiting["send_at"]) == (
            *("scheduled", "after_repair", "2026-03-02T03:00:00Z"),
        )
        assert still["status"] == "scheduled"
        assert (sent["status"], sent["sent_at"], sent["expires_at"]) == (
            *("sent", "2026-03-02T03:00:00Z", "2026-03-16T03:00:00Z"),
        )
        [scheduled] = await events(app, "survey.invitation.scheduled")
        assert (scheduled["invitation_id"], scheduled["send_at"]) == (waiting["id"], "2026-03-02T03:00:00Z")

    async def test_asks_nobody_twice_in_a_wave_however_many_fire(self, app: TestApp) -> None:
        ticket = await done(app, contract="many")
        await acted(app, ticket["id"], {"action": "close"})

        assert [each["trigger"] for each in await invitations(app, ticket["id"])] == ["c"]

    async def test_that_waits_least_is_the_one_that_asks(self, app: TestApp) -> None:
        ticket = await done(app, contract="beside")

        [found] = await invitations(app, ticket["id"])

        assert (found["trigger"], found["send_at"]) == ("zz_at_once", "2026-03-02T02:00:00Z")

    async def test_asks_preferred_contacts_and_the_reporter(self, app: TestApp) -> None:
        customer = await app.customer(contract="contacts", contacts=CONTACTS)
        project = await app.project(customer_id=customer["id"])

        ticket = await done(app, project_id=project["id"])

        found = await invitations(app, ticket["id"])
        assert sorted(each["respondent"]["name"] for each in found) == ["Chief", "王工"]

    async def test_asks_nobody_where_nobody_reported(self, app: TestApp) -> None:
        ticket = await done(app, reporter=None)

        assert await invitations(app, ticket["id"]) == []

    async def test_costs_two_statements(self, app: TestApp) -> None:
        counts: dict[str, int] = {}
        for contract in ("mute", "plain"):
            ticket = await resolved(app, contract=contract)
            before = app.house.statements
            await acted(app, ticket["id"], CONFIRMED)
            counts[contract] = app.house.statements - before

        assert counts["plain"] - counts["mute"] == 2


class TestSuppression:
    async def test_is_a_row_with_its_reason(self, app: TestApp) -> None:
        unreachable = await done(app, reporter={"name": "王工"})
        left_out = await done(app, contract="nobody")

        [one] = await invitations(app, unreachable["id"])
        [two] = await invitations(app, left_out["id"])

        assert (one["status"], one["suppressed_because"]) == ("suppressed", "no_address")
        assert (two["status"], two["suppressed_because"]) == ("suppressed", "sampled_out")
        told = [each["because"] for each in await events(app, "survey.invitation.suppressed")]
        assert told == ["no_address", "sampled_out"]


class TestTicketThatIsTakenUpAgain:
    async def test_takes_back_what_waits(self, app: TestApp) -> None:
        ticket = await done(app, contract="slow")

        await acted(app, ticket["id"], {"action": "reopen", "reason": "It trips"})
        later(app, hours=2)
        await app.drain()

        [found] = await invitations(app, ticket["id"])
        assert (found["status"], found["cancel_reason"]) == ("cancelled", "reopen")
        [told] = await events(app, "survey.invitation.cancelled")
        assert told["reason"] == "reopen"

    async def test_leaves_alone_what_was_sent(self, app: TestApp) -> None:
        ticket = await done(app)
        await app.drain()

        await acted(app, ticket["id"], {"action": "reopen", "reason": "It trips"})

        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["sent"]


class TestOtherActivation:
    async def test_without_surveys_takes_back_what_waits(self, app: TestApp) -> None:
        ticket = await done(app, contract="slow")
        [contract] = (await app.client.get("/v1/contracts")).json()["items"]
        await app.client.patch(f"/v1/contracts/{contract['id']}", json={"plan_code": "bare"})

        again = await app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})

        assert again.is_success, again.text
        rows = await app.house.fetch("SELECT status, cancel_reason FROM survey_invitation")
        assert rows == [{"status": "cancelled", "cancel_reason": "inactive"}]


class TestReporterWithoutAnAccount:
    async def test_is_asked_by_his_address(self, app: TestApp) -> None:
        ticket = await done(app)

        [found] = await invitations(app, ticket["id"])

        assert found["respondent"] == {**WANG, "role": None, "user_id": None}


class TestNull:
    async def test_switches_cap_and_low_score_off(self, dialect: Dialect) -> None:
        off = {"cap": None, "low_score": None, "triggers": {"after_repair": AT_ONCE}}
        async with survey_app(dialect, terms={"off": off}) as app:
            first = await done(app, contract="off")
            await app.drain()
            later(app, days=1)
            second = await done(app, project_id=first["project_id"])
            await app.drain()
            made = await invited(app, second["id"], respondent={"name": "李", "phone": "1"})
            await answered(app, made["token"], overall=1)

            found = await invitations(app, second["id"])

        assert [(each["status"], each["follow_up_ticket_id"]) for each in found] == [("sent", None), ("answered", None)]
