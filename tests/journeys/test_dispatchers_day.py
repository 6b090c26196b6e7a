"""A dispatcher's day: what is open, who has it, what waits, and who takes over."""

import pytest

from api import Api, AsActor, Json
from wellkept_sdk.actor import Role


@pytest.fixture
async def dispatcher(as_actor: AsActor) -> Api:
    return await as_actor(Role.DISPATCHER)


@pytest.fixture
async def engineers(as_actor: AsActor) -> list[Api]:
    return [await as_actor(Role.ENGINEER) for _ in range(2)]


@pytest.fixture
async def plant(admin: Api) -> Json:
    return await admin.project()


class TestMorning:
    async def test_begins_with_what_is_new_and_grave(self, dispatcher: Api, plant: Json) -> None:
        grave = await dispatcher.ticket(project_id=plant["id"], grade=1, reported_at="2025-03-03T06:00:00Z")
        graver = await dispatcher.ticket(project_id=plant["id"], grade=1, reported_at="2025-03-03T07:00:00Z")
        await dispatcher.ticket(project_id=plant["id"], grade=3)
        triaged = await dispatcher.ticket(project_id=plant["id"], grade=1)
        await dispatcher.act(triaged["id"], "triage")

        found = await dispatcher.all_items("/v1/tickets", status="new", grade="1,2", limit=1)

        assert [ticket["id"] for ticket in found] == [graver["id"], grave["id"]]

    async def test_finds_what_hangs_below_a_unit(self, dispatcher: Api, plant: Json) -> None:
        unit = await dispatcher.equipment(project_id=plant["id"])
        pump = await dispatcher.equipment(project_id=plant["id"], parent_id=unit["id"])
        bearing = await dispatcher.equipment(project_id=plant["id"], parent_id=pump["id"])
        about_bearing = await dispatcher.ticket(project_id=plant["id"], equipment_id=bearing["id"])
        await dispatcher.ticket(project_id=plant["id"])

        below = await dispatcher.all_items("/v1/tickets", below=unit["id"])
        exactly = await dispatcher.all_items("/v1/tickets", equipment_id=unit["id"])

        assert [ticket["id"] for ticket in below] == [about_bearing["id"]]
        assert exactly == []

    async def test_finds_the_ticket_that_a_caller_speaks_of(self, dispatcher: Api, plant: Json) -> None:
        spoken_of = await dispatcher.ticket(project_id=plant["id"], title="主循环泵轴承过热")
        await dispatcher.ticket(project_id=plant["id"], title="Lamp flickers")

        by_words = await dispatcher.all_items("/v1/tickets", q="轴承")
        by_number = await dispatcher.all_items("/v1/tickets", number=spoken_of["number"])

        assert [ticket["id"] for ticket in by_words] == [spoken_of["id"]]
        assert [ticket["id"] for ticket in by_number] == [spoken_of["id"]]

    async def test_sees_a_misspelt_filter_refused(self, dispatcher: Api) -> None:
        refused = await dispatcher.get("/v1/tickets", params={"colour": "me", "limit": 500})

        mistakes = {(one["pointer"], one["code"]) for one in refused.json()["errors"]}
        assert refused.status_code == 422
        assert mistakes == {("query/colour", "unknown_parameter"), ("query/limit", "too_large")}


class TestHolds:
    async def test_show_why_a_ticket_waits_and_until_when(self, dispatcher: Api, plant: Json) -> None:
        ticket = await dispatcher.ticket(project_id=plant["id"])
        await dispatcher.act(ticket["id"], "hold", reason="parts", until="2999-01-01T00:00:00Z")

        waiting = await dispatcher.all_items("/v1/tickets", status="on_hold")
        resumed = await dispatcher.act(ticket["id"], "resume")

        assert [one["hold"] for one in waiting] == [
            {"reason": "parts", "until": "2999-01-01T00:00:00Z", "party_id": None}
        ]
        assert (resumed["to_status"], resumed["ticket"]["hold"]) == ("new", None)

    async def test_do_not_count_as_done(self, dispatcher: Api, plant: Json) -> None:
        held = await dispatcher.ticket(project_id=plant["id"])
        await dispatcher.act(held["id"], "hold", reason="weather")
        resolved = await dispatcher.ticket(project_id=plant["id"])
        await dispatcher.act(resolved["id"], "resolve", cause="Fuse", measure="Fuse replaced")

        still_open = await dispatcher.all_items("/v1/tickets", open="true")
        done = await dispatcher.all_items("/v1/tickets", open="false")

        assert [ticket["id"] for ticket in still_open] == [held["id"]]
        assert [ticket["id"] for ticket in done] == [resolved["id"]]


class TestHandovers:
    async def test_are_counted_and_need_a_reason_when_they_are_many(
        self, dispatcher: Api, engineers: list[Api], plant: Json
    ) -> None:
        ticket = await dispatcher.ticket(project_id=plant["id"])
        early, late = (str(engineer.user_id) for engineer in engineers)
        for assignee_id in (early, late, early, late):
            made = await dispatcher.act(ticket["id"], "assign", assignee_id=assignee_id)

        body = {"action": "assign", "assignee_id": early}
        refused = await dispatcher.post(f"/v1/tickets/{ticket['id']}/transitions", body)
        explained = await dispatcher.act(ticket["id"], "assign", assignee_id=early, note="Late shift is ill")

        assert made["ticket"]["handover_count"] == 3
        assert [one["pointer"] for one in refused.json()["errors"]] == ["/note"]
        assert explained["ticket"]["handover_count"] == 4

    async def test_move_a_ticket_from_one_list_to_the_other(
        self, dispatcher: Api, engineers: list[Api], plant: Json
    ) -> None:
        ticket = await dispatcher.ticket(project_id=plant["id"])
        early, late = engineers
        await dispatcher.act(ticket["id"], "assign", assignee_id=str(early.user_id))
        await early.act(ticket["id"], "start")

        await dispatcher.act(ticket["id"], "assign", assignee_id=str(late.user_id))

        mine = await late.all_items("/v1/tickets", assignee_id=str(late.user_id))
        assert [(one["id"], one["status"]) for one in mine] == [(ticket["id"], "assigned")]
        assert await early.all_items("/v1/tickets", assignee_id=str(early.user_id)) == []

    async def test_go_to_staff_only(self, dispatcher: Api, as_actor: AsActor, plant: Json) -> None:
        ticket = await dispatcher.ticket(project_id=plant["id"])
        viewer = await as_actor(Role.VIEWER)

        body = {"action": "assign", "assignee_id": str(viewer.user_id)}
        refused = await dispatcher.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        mistakes = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert mistakes == [("/assignee_id", "tickets.assignee.not_staff")]


class TestTwoDispatchers:
    async def test_do_not_overwrite_each_other(self, dispatcher: Api, as_actor: AsActor, plant: Json) -> None:
        ticket = await dispatcher.ticket(project_id=plant["id"])
        path, colleague = f"/v1/tickets/{ticket['id']}", await as_actor(Role.DISPATCHER)
        seen = {"If-Match": (await dispatcher.get(path)).headers["ETag"]}

        first = await colleague.patch(path, {"title": "Pump trips, third time"}, headers=seen)
        second = await dispatcher.patch(path, {"title": "Pump is loud"}, headers=seen)

        assert (first.status_code, second.status_code) == (200, 412)
        assert (await dispatcher.found(path))["title"] == "Pump trips, third time"
