"""The acceptance cases of asking: who is asked, how often, by which link, and what follows from the answer."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from survey_house import (
    AT_ONCE,
    CONFIRMED,
    OVERALL_ONLY,
    WANG,
    account,
    acted,
    answered,
    confirmed,
    invitations,
    invited,
    later,
    looked,
    resolved,
    survey_app,
    told_wrong,
    worked,
)
from wellkept_sdk.testing import TestApp, dialects

SLOW = {"triggers": {"after_repair": {**AT_ONCE, "delay_minutes": 60}}}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param, terms={"slow": SLOW}) as app:
        yield app


class TestConfirmation:
    async def test_invites_once_in_a_wave_and_again_after_a_reopening(self, app: TestApp) -> None:
        ticket = await confirmed(app)
        assert [(each["wave"], each["status"]) for each in await invitations(app, ticket["id"])] == [(1, "sent")]

        await acted(app, ticket["id"], {"action": "close"})
        later(app, minutes=1)
        await app.drain()
        assert len(await invitations(app, ticket["id"])) == 1

        _, engineer_id = await account(app)
        await acted(app, ticket["id"], {"action": "reopen", "reason": "Again"}, *worked(engineer_id), CONFIRMED)
        later(app, minutes=1)
        await app.drain()
        found = await invitations(app, ticket["id"])
        assert [(each["wave"], each["status"]) for each in found] == [(1, "sent"), (2, "sent")]

    async def test_is_capped_for_a_second_ticket_within_thirty_days(self, app: TestApp) -> None:
        first = await confirmed(app)
        later(app, days=29)
        second = await confirmed(app, project_id=first["project_id"])
        later(app, days=2)
        third = await confirmed(app, project_id=first["project_id"])

        [of_second] = await invitations(app, second["id"])
        [of_third] = await invitations(app, third["id"])

        assert (of_second["status"], of_second["suppressed_because"]) == ("suppressed", "capped")
        assert (of_third["status"], of_third["suppressed_because"]) == ("sent", None)

    async def test_is_taken_back_by_a_rejection_within_the_delay(self, app: TestApp) -> None:
        at_resolution = {"triggers": {"early": {**AT_ONCE, "on": "resolved", "delay_minutes": 60}}}
        await app.created("/v1/service-plans", {"code": "early", "name": "early", "plugins": {"survey": at_resolution}})
        ticket = await resolved(app, contract="early")
        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["scheduled"]

        await acted(app, ticket["id"], {"action": "reject", "reason": "It trips"})
        later(app, hours=2)
        await app.drain()

        [found] = await invitations(app, ticket["id"])
        assert (found["status"], found["cancel_reason"]) == ("cancelled", "reject")

    async def test_writes_nothing_without_the_plugin(self, app: TestApp) -> None:
        ticket = await resolved(app, contract="bare")
        await acted(app, ticket["id"], CONFIRMED)

        assert await app.house.fetch("SELECT id FROM survey_invitation") == []


class TestManualInvitation:
    async def test_of_ten_at_once_is_one_with_one_token_that_works(self, app: TestApp) -> None:
        ticket = await resolved(app)
        path = f"/v1/tickets/{ticket['id']}/survey/invitations"
        body = {"template_code": "repair", "respondent": WANG}

        answers = await asyncio.gather(*(app.client.post(path, json=body) for _ in range(10)))

        assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
        tokens = [answer.json()["token"] for answer in answers if answer.json()["token"] is not None]
        assert len(tokens) == 1
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert (await looked(app, tokens[0])).status_code == 200
        assert len(await app.house.fetch("SELECT id FROM survey_invitation")) == 1


class TestLink:
    async def test_is_answered_without_a_login_and_tells_nothing_else(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])

        page = await looked(app, made["token"])
        thanks = await answered(app, made["token"], overall=4, recommend=9)

        assert page.status_code == 200
        shown = page.json()
        assert shown["ticket"] == {"number": ticket["number"], "title": "Pump trips"}
        assert set(shown) == {
            *("template", "revision", "language", "intro", "questions", "ticket", "expires_at", "answered"),
        }
        customer = (await app.client.get(f"/v1/customers/{ticket['customer_id']}")).json()
        assert customer["name"] not in page.text
        for secret in (ticket["id"], ticket["customer_id"], made["id"], "Worn bearing", WANG["name"]):
            assert secret not in page.text
        assert thanks.status_code == 201, thanks.text
        assert thanks.json()["thanks"] == "谢谢您的评价"
        assert thanks.json()["edit_until"] == "2026-03-02T14:00:00Z"

    async def test_leads_nowhere_with_one_character_changed(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        wrong = ("B" if made["token"][0] == "A" else "A") + made["token"][1:]

        refused = await looked(app, wrong)

        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
        assert (await answered(app, wrong, overall=4)).status_code == 404

    async def test_dies_when_its_time_is_over(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        later(app, days=14)

        before = await looked(app, made["token"])
        await app.drain()
        after = await answered(app, made["token"], overall=4)

        assert (before.status_code, before.json()["code"]) == (410, "survey.invitation.expired")
        assert (after.status_code, after.json()["code"]) == (410, "survey.invitation.expired")

    async def test_leads_nowhere_once_the_plugin_does_not_serve_the_ticket(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        [contract] = (await app.client.get("/v1/contracts")).json()["items"]
        ended = await app.client.patch(f"/v1/contracts/{contract['id']}", json={"plan_code": "bare"})
        assert ended.status_code == 200, ended.text
        again = await app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})
        assert again.is_success, again.text

        assert (await looked(app, made["token"])).status_code == 404
        assert (await answered(app, made["token"], overall=4)).status_code == 404


class TestLowScore:
    async def test_opens_one_ticket_before_the_answer_returns(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])

        await answered(app, made["token"], overall=2)
        await answered(app, made["token"], overall=1)

        [found] = await invitations(app, ticket["id"])
        opened = (await app.client.get(f"/v1/tickets/{found['follow_up_ticket_id']}")).json()
        assert opened["previous_ticket_id"] == ticket["id"]
        assert opened["title"] == f"Low satisfaction: {ticket['number']}"
        assert (opened["grade"], opened["channel"]) == (2, "survey")
        assert len((await app.client.get("/v1/tickets")).json()["items"]) == 2

    async def test_is_none_above_the_threshold(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])

        await answered(app, made["token"], overall=3)

        [found] = await invitations(app, ticket["id"])
        assert found["follow_up_ticket_id"] is None
        assert len((await app.client.get("/v1/tickets")).json()["items"]) == 1


class TestRecordedAnswer:
    async def test_is_refused_to_who_has_the_ticket(self, app: TestApp) -> None:
        engineer, engineer_id = await account(app)
        ticket = await app.ticket(contract="plain", reporter=WANG)
        await acted(app, ticket["id"], *worked(engineer_id))
        made = await invited(app, ticket["id"])

        refused = await recorded(engineer, ticket["id"], made["id"])

        assert (refused.status_code, refused.json()["code"]) == (403, "survey.answer.conflict_of_interest")

    async def test_is_written_down_by_a_colleague(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        colleague, colleague_id = await account(app)

        kept = await recorded(colleague, ticket["id"], made["id"])

        assert kept.status_code == 201, kept.text
        assert kept.json()["recorded_by"] == colleague_id
        assert kept.json()["evidence"] == {"kind": "phone", "contact_name": "王工", "note": None}
        assert kept.json()["answers"] == [{"question": "overall", "dimension": "overall", "value": 4}]

    async def test_needs_evidence(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        colleague, _ = await account(app)
        body = {"answers": [{"question": "overall", "value": 4}]}

        refused = await colleague.post(f"/v1/tickets/{ticket['id']}/survey/invitations/{made['id']}/answers", json=body)

        assert told_wrong(refused) == [("/evidence", "required")]


class TestHiddenQuestion:
    async def test_is_not_answered(self, app: TestApp) -> None:
        why = {
            "code": "why",
            "kind": "choice",
            "title": {"zh-CN": "原因"},
            "options": [{"code": "slow", "title": {"zh-CN": "太慢"}}],
            "multiple": True,
            "show_if": {"question": "overall", "at_most": 2},
        }
        template = {**OVERALL_ONLY, "questions": [*OVERALL_ONLY["questions"], why]}
        await app.created("/v1/survey/templates", template)
        made = await invited(app, (await resolved(app))["id"], "short")
        entries = [{"question": "overall", "value": 4}, {"question": "why", "value": ["slow"]}]

        async with app.house.client(None) as client:
            refused = await client.post(f"/v1/survey/public/{made['token']}", json={"answers": entries})

        assert told_wrong(refused) == [("/answers/1/value", "survey.answer.not_shown")]


async def recorded(client: httpx.AsyncClient, ticket_id: str, invitation_id: str) -> httpx.Response:
    """Write down a phone answer."""
    body = {
        "answers": [{"question": "overall", "value": 4}],
        "evidence": {"kind": "phone", "contact_name": "王工"},
    }
    return await client.post(f"/v1/tickets/{ticket_id}/survey/invitations/{invitation_id}/answers", json=body)
