"""Inviting by hand, making links anew, and taking invitations back."""

from typing import Any

import pytest

from survey_house import (
    UNKNOWN,
    WANG,
    account,
    acted,
    answered,
    events,
    invitations,
    invited,
    later,
    looked,
    resolved,
    survey_app,
    told_wrong,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp


async def inviting(app: TestApp, ticket_id: str, **said: Any) -> Any:
    body = {"template_code": "repair", "respondent": WANG, **said}
    return await app.client.post(f"/v1/tickets/{ticket_id}/survey/invitations", json=body)


async def posted(app: TestApp, ticket_id: str, invitation: Json, what: str, body: Json | None = None) -> Any:
    path = f"/v1/tickets/{ticket_id}/survey/invitations/{invitation['id']}/{what}"
    return await app.client.post(path, json=body) if body is not None else await app.client.post(path)


class TestInvitation:
    async def test_is_sent_at_once_with_a_link_that_is_shown_once(self, app: TestApp) -> None:
        ticket = await resolved(app)

        made = await inviting(app, ticket["id"], respondent={**WANG, "role": "operator"}, channel="phone")
        again = await inviting(app, ticket["id"])

        shown = made.json()
        assert made.status_code == 201, made.text
        assert made.headers["location"] == f"/v1/tickets/{ticket['id']}/survey/invitations/{shown['id']}"
        assert shown["url"] == f"http://wellkept/v1/survey/public/{shown['token']}"
        assert len(shown["token"]) == 43
        told = {name: shown[name] for name in ("status", "trigger", "channel", "wave", "revision", "template")}
        assert told == {
            "status": "sent",
            "trigger": "manual",
            "channel": "phone",
            "wave": 1,
            "revision": 1,
            "template": "repair",
        }
        assert shown["respondent"] == {**WANG, "role": "operator", "user_id": None}
        assert (shown["sent_at"], shown["expires_at"]) == ("2026-03-02T02:00:00Z", "2026-03-16T02:00:00Z")
        assert (again.status_code, again.json()) == (200, {**shown, "token": None, "url": None})
        [listed] = await invitations(app, ticket["id"])
        assert {"token", "url"}.isdisjoint(listed)
        stored = await app.house.fetch("SELECT token_sha256 FROM survey_invitation")
        assert shown["token"] not in stored[0]["token_sha256"]

    async def test_is_announced_with_its_link_for_whoever_delivers_it(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])

        [sent] = await events(app, "survey.invitation.sent")

        assert (sent["url"], sent["respondent"]["email"]) == (made["url"], WANG["email"])
        assert (sent["invitation_id"], sent["template"], sent["channel"]) == (made["id"], "repair", "link")

    async def test_begins_with_what_the_deployment_says(self, dialect: Dialect) -> None:
        async with survey_app(dialect, settings={"survey_public_url": "https://service.example/ask/"}) as app:
            made = await invited(app, (await resolved(app))["id"])

        assert made["url"] == f"https://service.example/ask/v1/survey/public/{made['token']}"

    async def test_is_another_one_of_a_new_wave(self, app: TestApp) -> None:
        ticket = await resolved(app)
        await invited(app, ticket["id"])
        await acted(app, ticket["id"], {"action": "reject", "reason": "Trips again"})

        again = await inviting(app, ticket["id"])

        assert (again.status_code, again.json()["wave"]) == (201, 2)

    async def test_waits_where_it_is_not_to_be_sent(self, app: TestApp) -> None:
        ticket = await resolved(app)

        made = (await inviting(app, ticket["id"], send=False)).json()
        later(app, days=30)
        await app.drain()

        assert (made["status"], made["token"], made["url"], made["send_at"]) == ("scheduled", None, None, None)
        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["scheduled"]
        link = await posted(app, ticket["id"], made, "token")
        assert link.status_code == 201, link.text
        assert link.json()["expires_at"] == "2026-04-15T02:00:00Z"
        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["sent"]
        assert len(await events(app, "survey.invitation.sent")) == 1

    async def test_is_of_somebody_at_the_customers(self, app: TestApp) -> None:
        ticket = await resolved(app)
        _, staff_id = await account(app, Role.VIEWER, email="Viewer@us.example")
        _, customer_id = await account(app, Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        refused = [
            told_wrong(await inviting(app, ticket["id"], respondent=respondent))
            for respondent in (
                {"name": "Nobody"},
                {"name": "Nobody", "phone": "none"},
                {"name": "Viewer", "email": "viewer@US.example"},
                {"name": "Viewer", "user_id": staff_id},
                {"name": "Ghost", "user_id": UNKNOWN},
            )
        ]
        taken = await inviting(app, ticket["id"], respondent={"name": "Owner", "user_id": customer_id})

        assert refused == [
            [("/respondent", "survey.respondent.no_address")],
            [("/respondent", "survey.respondent.no_address")],
            [("/respondent", "survey.respondent.staff")],
            [("/respondent", "survey.respondent.staff")],
            [("/respondent/user_id", "unknown_reference")],
        ]
        assert taken.status_code == 201, taken.text

    async def test_names_all_mistakes_at_once(self, app: TestApp) -> None:
        refused = await inviting(app, (await resolved(app))["id"], template_code="none", respondent={"name": "x"})

        assert told_wrong(refused) == [
            ("/template_code", "unknown_reference"),
            ("/respondent", "survey.respondent.no_address"),
        ]

    @pytest.mark.parametrize("role", [Role.ENGINEER, Role.VIEWER])
    async def test_is_made_by_dispatchers(self, app: TestApp, role: Role) -> None:
        ticket = await resolved(app)
        client = await app.as_actor(role)
        body = {"template_code": "repair", "respondent": WANG}

        assert (await client.post(f"/v1/tickets/{ticket['id']}/survey/invitations", json=body)).status_code == 403


class TestLink:
    async def test_that_is_new_ends_the_old_one(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])

        link = (await posted(app, ticket["id"], made, "token")).json()

        assert (await looked(app, made["token"])).status_code == 404
        assert (await looked(app, link["token"])).status_code == 200
        assert link["url"].endswith(link["token"])
        assert link["expires_at"] == made["expires_at"]
        assert len(await events(app, "survey.invitation.sent")) == 1

    async def test_is_not_made_of_what_is_over(self, app: TestApp) -> None:
        ticket = await resolved(app)
        done = await invited(app, ticket["id"])
        await answered(app, done["token"], overall=4)
        cancelled = await invited(app, ticket["id"], respondent={"name": "李", "phone": "1"})
        await posted(app, ticket["id"], cancelled, "cancellation", {"reason": "Wrong person"})
        late = await invited(app, ticket["id"], respondent={"name": "吴", "phone": "2"})
        later(app, days=14)

        codes = [(await posted(app, ticket["id"], each, "token")).json()["code"] for each in (done, cancelled, late)]

        assert codes == [
            "survey.invitation.not_open",
            "survey.invitation.expired",
            "survey.invitation.expired",
        ]


class TestCancellation:
    async def test_ends_the_link_and_says_why(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])

        cancelled = await posted(app, ticket["id"], made, "cancellation", {"reason": "Wrong person"})
        again = await posted(app, ticket["id"], made, "cancellation", {"reason": "Again"})

        assert (cancelled.status_code, cancelled.json()["status"]) == (201, "cancelled")
        assert cancelled.json()["cancel_reason"] == "Wrong person"
        assert (await looked(app, made["token"])).status_code == 410
        assert (again.status_code, again.json()["code"]) == (410, "survey.invitation.expired")
        [told] = await events(app, "survey.invitation.cancelled")
        assert told["reason"] == "Wrong person"

    async def test_stops_reminders(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        await posted(app, ticket["id"], made, "cancellation", {"reason": "Wrong person"})

        later(app, days=20)
        await app.drain()

        assert await events(app, "survey.invitation.reminded") == []
        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["cancelled"]
