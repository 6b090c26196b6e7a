"""A controller sends the same alarm over and over: one ticket, many repeats."""

import asyncio
from typing import Any

import httpx
import pytest

from api import Api, AsActor, Json
from wellkept_sdk.actor import Role

ALARMS = 20
DEDUP_KEY = "PLC-7/E501"


class Controller:
    """A monitoring system that reports whatever it sees, as often as it sees it."""

    def __init__(self, api: Api, *, pump: Json) -> None:
        self.api = api
        self._body = {
            "title": "E501 bearing temperature",
            "project_id": pump["project_id"],
            "equipment_id": pump["id"],
            "channel": "monitoring",
            "fault_code": "E-501",
            "dedup_key": DEDUP_KEY,
        }

    async def raise_alarm(self, **values: Any) -> httpx.Response:
        """Return what the server answered."""
        return await self.api.post("/v1/tickets", {**self._body, **values})


@pytest.fixture
async def controller(admin: Api, as_actor: AsActor) -> Controller:
    project = await admin.project()
    pump = await admin.equipment(project_id=project["id"])
    return Controller(await as_actor(Role.INTEGRATION, scopes=["tickets:open"]), pump=pump)


class TestAlarmStorm:
    async def test_opens_one_ticket(self, controller: Controller, admin: Api) -> None:
        answers = await asyncio.gather(*(controller.raise_alarm() for _ in range(ALARMS)))

        tickets = await admin.all_items("/v1/tickets", dedup_key=DEDUP_KEY)
        assert sorted(answer.status_code for answer in answers) == [200] * (ALARMS - 1) + [201]
        assert [ticket["repeat_count"] for ticket in tickets] == [ALARMS - 1]
        assert {answer.json()["id"] for answer in answers} == {tickets[0]["id"]}

    async def test_is_announced_once_and_counted_after_that(self, controller: Controller, admin: Api) -> None:
        await asyncio.gather(*(controller.raise_alarm() for _ in range(ALARMS)))

        repeats = await admin.all_events("tickets.ticket.repeated")

        assert len(await admin.all_events("tickets.ticket.opened")) == 1
        assert [event["data"]["repeat_count"] for event in repeats] == list(range(1, ALARMS))

    async def test_leaves_what_each_alarm_said_in_the_log(self, controller: Controller, admin: Api) -> None:
        first = (await controller.raise_alarm(description="82 °C")).json()
        await controller.raise_alarm(description="95 °C")

        log = await admin.all_items(f"/v1/tickets/{first['id']}/log")

        assert [entry["text"] for entry in log] == ["95 °C"]

    async def test_is_a_recurrence_once_the_ticket_is_closed(self, controller: Controller, admin: Api) -> None:
        first = (await controller.raise_alarm()).json()
        await admin.act(first["id"], "resolve", cause="Oil low", measure="Oil filled up")
        still_held = await controller.raise_alarm()
        await admin.act(first["id"], "confirm", evidence={"kind": "phone", "contact_name": "Ada Berg"})
        await admin.act(first["id"], "close")

        second = await controller.raise_alarm()

        recurred = await admin.all_events("tickets.ticket.recurred")
        assert (still_held.status_code, still_held.json()["id"]) == (200, first["id"])
        assert (second.status_code, second.json()["previous_ticket_id"]) == (201, first["id"])
        assert [event["data"]["previous_ticket_id"] for event in recurred] == [first["id"]]

    async def test_does_not_let_the_controller_read_or_work(self, controller: Controller) -> None:
        ticket = (await controller.raise_alarm()).json()

        answers = [
            await controller.api.get("/v1/tickets"),
            await controller.api.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "start"}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403]
