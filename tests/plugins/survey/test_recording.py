"""Answers that somebody of ours writes down: who may, who may not, and what stands."""

from typing import Any

import httpx

from survey_house import WANG, account, acted, answered, invited, later, resolved, told_wrong, worked
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp

EVIDENCE = {"kind": "phone", "contact_name": "王工"}


async def recorded(client: httpx.AsyncClient, invitation: Json, overall: int = 4, **said: Any) -> httpx.Response:
    body = {"answers": [{"question": "overall", "value": overall}], "evidence": EVIDENCE, **said}
    return await client.post(f"/v1/survey/invitations/{invitation['id']}/answers", json=body)


class TestWhoeverWorkedOnTheTicket:
    async def test_cannot_answer_for_the_customer(self, app: TestApp) -> None:
        (first, first_id), (second, second_id), (writer, _) = [await account(app) for _ in range(3)]
        (owner, _), (dispatcher, _) = [await account(app, Role.DISPATCHER) for _ in range(2)]
        project = await app.project(contract="plain")
        report = {"title": "Trips", "channel": "phone", "project_id": project["id"], "reporter": WANG}
        opened = await owner.post("/v1/tickets", json=report)
        ticket = opened.json()
        await acted(app, ticket["id"], {"action": "triage", "grade": 2}, {"action": "assign", "assignee_id": first_id})
        await dispatcher.post(f"/v1/tickets/{ticket['id']}/transitions", json={"action": "respond"})
        await acted(app, ticket["id"], *worked(second_id)[1:])
        await writer.post(f"/v1/tickets/{ticket['id']}/log", json={"kind": "test", "text": "Runs for an hour."})
        made = await invited(app, ticket["id"])

        answers = [await recorded(client, made) for client in (first, second, writer, owner, dispatcher, app.client)]

        # The admin has started and resolved it.
        assert [each.json()["code"] for each in answers] == ["survey.answer.conflict_of_interest"] * 6
        assert {each.status_code for each in answers} == {403}

    async def test_is_not_who_wrote_a_note_or_only_moved_it(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        noting, _ = await account(app)
        await noting.post(f"/v1/tickets/{ticket['id']}/log", json={"kind": "note", "text": "Called twice."})

        assert (await recorded(noting, made)).status_code == 201

    async def test_was_on_a_visit(self, app: TestApp) -> None:
        visitor, visitor_id = await account(app)
        station = await app.created(
            "/v1/stations", {"code": "SH", "name": "SH", "kind": "station", "time_zone": "Asia/Shanghai"}
        )
        engineer = await app.created(
            "/v1/stations/engineers",
            {"user_id": visitor_id, "code": "ZW", "name": "ZW", "station_id": station["id"], "kind": "engineer"},
        )
        ticket = await app.ticket(contract="plain", reporter=WANG)
        await acted(app, ticket["id"], {"action": "triage", "grade": 2})
        window = {"from": "2026-03-02T03:00:00Z", "to": "2026-03-02T05:00:00Z"}
        draft = {"engineer_ids": [engineer["id"]], "window": window, "override": {"reason": "Agreed"}}
        visit = await app.created(f"/v1/tickets/{ticket['id']}/stations/visits", draft)
        later(app, hours=1)
        path = f"/v1/tickets/{ticket['id']}/stations/visits/{visit['id']}/transitions"
        arrived = await app.client.post(path, json={"action": "check_in"})
        assert arrived.status_code == 201, arrived.text
        made = await invited(app, ticket["id"])

        refused = await recorded(visitor, made)

        assert (refused.status_code, refused.json()["code"]) == (403, "survey.answer.conflict_of_interest")


class TestRecordedAnswer:
    async def test_may_be_corrected_by_who_wrote_it_down(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"], channel="phone")
        one, one_id = await account(app)
        other, _ = await account(app)

        first = await recorded(one, made, 3)
        foreign = await recorded(other, made, 5)
        second = await recorded(one, made, 4, comment="Said so again")
        later(app, hours=12)
        late = await recorded(one, made, 5)

        assert (first.status_code, second.status_code) == (201, 201)
        assert (second.json()["recorded_by"], second.json()["comment"]) == (one_id, "Said so again")
        assert [each["value"] for each in second.json()["answers"]] == [4]
        assert [each.json()["code"] for each in (foreign, late)] == ["survey.invitation.answered"] * 2

    async def test_leaves_alone_what_the_customer_has_answered(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        await answered(app, made["token"], overall=2)
        colleague, _ = await account(app)

        refused = await recorded(colleague, made, 5)

        assert (refused.status_code, refused.json()["code"]) == (409, "survey.invitation.answered")

    async def test_is_replaced_by_the_customers_own(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        colleague, _ = await account(app)
        await recorded(colleague, made, 5)

        own = await answered(app, made["token"], overall=2)

        assert own.status_code == 201
        answer = (await app.client.get(f"/v1/survey/invitations/{made['id']}")).json()["answer"]
        assert (answer["recorded_by"], answer["evidence"], answer["answers"][0]["value"]) == (None, None, 2)

    async def test_counts_as_asked_where_nothing_was_sent(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"], send=False, channel="interview")
        colleague, _ = await account(app)

        kept = await recorded(colleague, made)

        assert kept.status_code == 201, kept.text
        found = (await app.client.get(f"/v1/survey/invitations/{made['id']}")).json()
        assert (found["status"], found["sent_at"], found["answered_at"]) == (
            *("answered", "2026-03-02T02:00:00Z", "2026-03-02T02:00:00Z"),
        )

    async def test_is_refused_after_the_time_for_it(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        colleague, _ = await account(app)
        later(app, days=14)

        refused = await recorded(colleague, made)

        assert (refused.status_code, refused.json()["code"]) == (410, "survey.invitation.expired")

    async def test_is_refused_where_nobody_was_asked(self, app: TestApp) -> None:
        ticket = await resolved(app, reporter={"name": "王工"})
        await acted(app, ticket["id"], {"action": "confirm", "evidence": EVIDENCE})
        [suppressed] = (await app.client.get(f"/v1/tickets/{ticket['id']}/survey/invitations")).json()["items"]
        colleague, _ = await account(app)

        refused = await recorded(colleague, suppressed)

        assert (refused.status_code, refused.json()["code"]) == (409, "survey.invitation.not_open")

    async def test_is_checked_as_the_customers_is(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        colleague, _ = await account(app)

        assert told_wrong(await recorded(colleague, made, 6)) == [("/answers/0/value", "too_large")]


class TestLinkInTheFeed:
    async def test_is_for_those_only_who_may_make_links(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        engineer, _ = await account(app)
        dispatcher, _ = await account(app, Role.DISPATCHER)
        query = {"type": "survey.invitation.sent"}

        [hidden] = (await engineer.get("/v1/events", params=query)).json()["items"]
        [shown] = (await dispatcher.get("/v1/events", params=query)).json()["items"]

        assert hidden["data"]["url"] is None
        assert hidden["data"]["respondent"]["name"] == WANG["name"]
        assert shown["data"]["url"] == made["url"]
