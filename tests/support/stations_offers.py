"""A station with engineers who are asked whether they take a ticket, told in their words."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from stations_house import account, engineer, placed_project, station
from wellkept_sdk import Ctx, DueTimer, RecordName
from wellkept_sdk.testing import Json, TestApp


class Asked:
    """A ticket at a station whose engineers, by code, have clients of their own."""

    def __init__(self, app: TestApp, place: Json, ticket: Json) -> None:
        self.app = app
        self.place = place
        self.ticket = ticket
        self.path = f"/v1/tickets/{ticket['id']}/stations/offers"
        self.people: dict[str, Json] = {}
        self.clients: dict[str, httpx.AsyncClient] = {}

    async def joins(self, code: str, *, station_id: str | None = None, **values: Any) -> Json:
        """Return a new engineer with a client."""
        self.clients[code], user_id = await account(self.app)
        self.people[code] = await engineer(
            self.app, station_id or self.place["id"], code, **{"user_id": user_id, **values}
        )
        return self.people[code]

    async def becomes(self, code: str, **values: Any) -> None:
        """Change an engineer."""
        answer = await self.app.client.patch(f"/v1/stations/engineers/{self.people[code]['id']}", json=values)
        assert answer.status_code == 200, answer.text

    async def ask(self, **body: Any) -> httpx.Response:
        """Ask for a wave of offers."""
        return await self.app.client.post(self.path, json=body)

    async def wave(self, **body: Any) -> dict[str, Json]:
        """Return the offers of a new wave by the engineers' codes."""
        answer = await self.ask(**body)
        assert answer.status_code == 201, answer.text
        return {offer["engineer_code"]: offer for offer in answer.json()["items"]}

    async def say(self, code: str, answer: str, *, by: httpx.AsyncClient | None = None, **more: Any) -> httpx.Response:
        """Answer the last offer of an engineer, as himself unless somebody else is named."""
        offer = next(each for each in reversed(await self.offers()) if each["engineer_code"] == code)
        path = f"{self.path}/{offer['id']}/answer"
        return await (by or self.clients[code]).post(path, json={"answer": answer, **more})

    async def offers(self, *, seen_by: httpx.AsyncClient | None = None) -> list[Json]:
        """Return the ticket's offers, oldest first."""
        answer = await (seen_by or self.app.client).get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def standing(self) -> list[tuple[int, str, str]]:
        """Return wave, engineer and status of each offer."""
        return [(each["wave"], each["engineer_code"], each["status"]) for each in await self.offers()]

    async def minutes_pass(self, minutes: int) -> None:
        """Let time pass, and do what comes due."""
        self.app.clock.advance(timedelta(minutes=minutes))
        await self.app.drain()

    async def shown(self) -> Json:
        """Return the ticket as it is now."""
        return (await self.app.client.get(f"/v1/tickets/{self.ticket['id']}")).json()

    async def done(self, action: str, **fields: Any) -> httpx.Response:
        """Do an action on the ticket, as a dispatcher would."""
        return await self.app.client.post(
            f"/v1/tickets/{self.ticket['id']}/transitions", json={"action": action, **fields}
        )

    async def ctx(self) -> Ctx:
        """Return the plugin's context for the ticket, as the worker has it."""
        nowhere = await self.app.house.context("stations", None)
        return await nowhere.for_record(RecordName.TICKET, UUID(self.ticket["id"]))

    async def told(self, *kinds: str) -> list[Json]:
        """Return the events of the ticket of these types, oldest first."""
        answer = await self.app.client.get("/v1/events", params={"limit": 200})
        assert answer.status_code == 200, answer.text
        found: Sequence[Json] = [each for each in answer.json()["items"] if each["type"] in kinds]
        return [each["data"] for each in found if each["data"].get("ticket_id") == self.ticket["id"]]


async def asked(app: TestApp, *codes: str, contract: str = "plain", **values: Any) -> Asked:
    """Return a new ticket at a new station with these engineers."""
    place = await station(app)
    project = await placed_project(app, contract=contract)
    found = Asked(app, place, await app.ticket(project_id=project["id"], **values))
    for code in codes:
        await found.joins(code)
    return found


def due(scene: Asked, *, payload: Json | None = None) -> DueTimer:
    """Return the timer of a ticket's offers, as the worker hands it over."""
    return DueTimer(kind="offers", record_id=UUID(scene.ticket["id"]), due_at=scene.app.clock.now(), payload=payload)
