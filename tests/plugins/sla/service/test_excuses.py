"""Excuses: a reasoned pardon, once, by an admin."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from fake_parties import PUMPCO
from sla_house import Story, customer_of, iso, mistakes, moment, partner_of, sla_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

MONDAY = "2026-03-02 09:00"
PARDON: Json = {"reason_code": "customer", "note": "Their gate was locked"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def story(app: TestApp) -> Story:
    """Return a ticket that nobody has answered in time."""
    story = await Story.opened(app, MONDAY)
    app.clock.set(moment("2026-03-02 14:00"))
    await app.drain()
    return story


async def breach_of(story: Story) -> Json:
    return (await story.clocks())["response"]["breach"]


async def path_of(story: Story) -> str:
    return f"breaches/{(await breach_of(story))['id']}/excuses"


class TestExcuse:
    async def test_stays_with_the_breach_and_leaves_it_one(self, app: TestApp, story: Story) -> None:
        answer = await story.post(await path_of(story), **PARDON)

        clock = (await story.clocks())["response"]
        excuse = answer.json()
        assert answer.status_code == 201, answer.text
        assert (excuse["reason_code"], excuse["note"], excuse["attachment_ids"]) == (
            "customer",
            "Their gate was locked",
            [],
        )
        assert excuse["recorded_at"] == "2026-03-02T06:00:00Z"
        assert (clock["breached"], clock["breach"]["excused"]) == (True, excuse)
        excused = (await app.client.get("/v1/sla/breaches", params={"excused": "true"})).json()["items"]
        assert [breach["excused"] for breach in excused] == [excuse]

    async def test_names_files_of_the_ticket_as_evidence(self, app: TestApp, story: Story) -> None:
        files = {"file": ("gate.txt", b"locked", "text/plain")}
        attached = await app.client.post(f"{story.path}/attachments", files=files)
        attachment_id = attached.json()["id"]

        answer = await story.post(await path_of(story), **PARDON, attachment_ids=[attachment_id])

        assert answer.json()["attachment_ids"] == [attachment_id]
        assert (await breach_of(story))["excused"]["attachment_ids"] == [attachment_id]

    async def test_is_kept_in_the_audit_trail_and_announced(self, app: TestApp, story: Story) -> None:
        await story.post(await path_of(story), **PARDON)

        audited = (await app.client.get("/v1/audit", params={"action": "sla.breach.excused"})).json()["items"]
        events = (await app.client.get("/v1/events", params={"type": "sla.breach.excused"})).json()["items"]
        assert audited[0]["changes"]["reason_code"] == {"before": None, "after": "customer"}
        assert [(event["data"]["code"], event["data"]["reason_code"]) for event in events] == [("response", "customer")]

    async def test_hides_its_note_from_the_customer(self, app: TestApp, story: Story) -> None:
        await story.post(await path_of(story), **PARDON)

        shown = (await story.get("clocks", await customer_of(app, story.ticket))).json()["items"]

        response = next(clock for clock in shown if clock["code"] == "response")
        assert (response["breach"]["excused"]["reason_code"], response["breach"]["excused"]["note"]) == (
            "customer",
            None,
        )


class TestExcuseRefusal:
    async def test_is_for_a_second_one(self, story: Story) -> None:
        path = await path_of(story)
        await story.post(path, **PARDON)

        again = await story.post(path, **PARDON)

        assert (again.status_code, again.json()["code"]) == (409, "sla.breach.already_marked")

    async def test_is_for_a_breach_that_was_withdrawn(self, app: TestApp, story: Story) -> None:
        path = await path_of(story)
        answered = {"action": "respond", "occurred_at": iso("2026-03-02 10:00")}
        await app.client.post(f"{story.path}/transitions", json=answered)

        late = await story.post(path, **PARDON)

        assert (late.status_code, late.json()["code"]) == (409, "sla.breach.already_marked")

    async def test_is_for_a_breach_of_another_ticket_or_none(self, app: TestApp, story: Story) -> None:
        path = await path_of(story)
        other = await Story.opened(app, "2026-03-02 15:00")

        assert (await other.post(path, **PARDON)).status_code == 404
        assert (await story.post(f"breaches/{uuid4()}/excuses", **PARDON)).status_code == 404

    async def test_is_for_files_of_nobody_or_another_ticket(self, app: TestApp, story: Story) -> None:
        other = await Story.opened(app, "2026-03-02 15:00")
        files = {"file": ("gate.txt", b"locked", "text/plain")}
        foreign = (await app.client.post(f"{other.path}/attachments", files=files)).json()["id"]

        answer = await story.post(await path_of(story), **PARDON, attachment_ids=[foreign, str(uuid4())])

        assert mistakes(answer) == [
            ("/attachment_ids/0", "unknown_reference"),
            ("/attachment_ids/1", "unknown_reference"),
        ]

    async def test_is_for_one_without_reason_or_note(self, story: Story) -> None:
        answer = await story.post(await path_of(story), reason_code="luck", note="")

        assert mistakes(answer) == [("/reason_code", "not_a_choice"), ("/note", "too_short")]

    async def test_is_for_everybody_but_admins_and_programs(self, app: TestApp, story: Story) -> None:
        path = await path_of(story)
        others = [
            *[await app.as_actor(role) for role in (Role.VIEWER, Role.ENGINEER, Role.DISPATCHER)],
            await customer_of(app, story.ticket),
            await partner_of(app, PUMPCO),
        ]

        assert [(await story.post(path, client, **PARDON)).status_code for client in others] == [403] * 5
