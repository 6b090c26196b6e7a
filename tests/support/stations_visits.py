"""Visits as people plan and make them, told in their words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

import httpx
from msgspec import Struct

from stations_house import account, engineer, placed_project, station
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp

#: On the Monday of the house, which begins at ten o'clock (02:00 UTC).
MORNING: Final = ("2026-03-02T03:00:00Z", "2026-03-02T05:00:00Z")
NOON: Final = ("2026-03-02T05:00:00Z", "2026-03-02T07:00:00Z")
#: On its Tuesday.
TOMORROW: Final = ("2026-03-03T03:00:00Z", "2026-03-03T05:00:00Z")
UNKNOWN: Final = "01990000-0000-7000-8000-00000000dead"


class Scene(Struct, kw_only=True):
    """A station with an engineer who has a client of his own, and a ticket at People's Square."""

    app: TestApp
    station: Json
    engineer: Json
    client: httpx.AsyncClient
    ticket: Json

    @classmethod
    async def make(cls, app: TestApp, *, contract: str = "plain", **engineer_values: Any) -> Self:
        """Return one of a contract."""
        place = await station(app)
        client, user_id = await account(app)
        person = await engineer(app, place["id"], user_id=user_id, **engineer_values)
        project = await placed_project(app, contract=contract)
        ticket = await app.ticket(project_id=project["id"])
        return cls(app=app, station=place, engineer=person, client=client, ticket=ticket)

    @property
    def path(self) -> str:
        """Return where the ticket's visits are."""
        return f"/v1/tickets/{self.ticket['id']}/stations/visits"

    async def another(self, code: str, **values: Any) -> Json:
        """Return one more engineer of the station."""
        return await engineer(self.app, self.station["id"], code, **values)

    async def plan(self, period: tuple[str, str] = MORNING, **body: Any) -> httpx.Response:
        """Ask for a visit of the engineer, as an admin."""
        said = {"engineer_ids": [self.engineer["id"]], "window": window(period), **body}
        return await self.app.client.post(self.path, json=said)

    async def planned(self, period: tuple[str, str] = MORNING, **body: Any) -> Json:
        """Return a visit that was planned."""
        answer = await self.plan(period, **body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def move(
        self, visit: Json, action: str, *, client: httpx.AsyncClient | None = None, **body: Any
    ) -> httpx.Response:
        """Ask for an action, as the engineer unless another client is given."""
        said = {"action": action, **body}
        return await (client or self.client).post(f"{self.path}/{visit['id']}/transitions", json=said)

    async def moved(self, visit: Json, action: str, **body: Any) -> Json:
        """Return the visit after an action of the engineer."""
        answer = await self.move(visit, action, **body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def shown(self) -> Json:
        """Return the ticket as it is now."""
        return (await self.app.client.get(f"/v1/tickets/{self.ticket['id']}")).json()

    async def do(self, action: str, **body: Any) -> httpx.Response:
        """Ask for an action of core on the ticket, as an admin."""
        return await self.app.client.post(
            f"/v1/tickets/{self.ticket['id']}/transitions", json={"action": action, **body}
        )

    async def serve_no_more(self) -> None:
        """Let the ticket have a contract without stations from now on."""
        ticket = await self.shown()
        ended = await self.app.client.patch(f"/v1/contracts/{ticket['contract_id']}", json={"ends_on": "2026-03-01"})
        assert ended.status_code == 200, ended.text
        bare = {"customer_id": ticket["customer_id"], "plan_code": "bare", "starts_on": "2026-03-01"}
        await self.app.created("/v1/contracts", {"number": "BARE", **bare})
        resolved = await self.app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})
        assert resolved.is_success, resolved.text

    async def ctx(self) -> Ctx:
        """Return the plugin's context for the ticket."""
        nowhere = await self.app.house.context("stations", None)
        return await nowhere.for_record(RecordName.TICKET, TicketId(UUID(self.ticket["id"])))

    async def types(self) -> list[str]:
        """Return which events of visits were announced, in order."""
        found = (await self.app.client.get("/v1/events", params={"limit": 200})).json()["items"]
        return [each["type"] for each in found if each["type"].startswith("stations.visit.")]


def window(period: tuple[str, str]) -> Json:
    """Return a period as callers write it."""
    return {"from": period[0], "to": period[1]}


def at(app: TestApp, moment: str) -> None:
    """Let it be a moment."""
    app.clock.set(datetime.fromisoformat(moment))


async def partner(app: TestApp, place: Json, party_id: UUID, code: str = "SUB") -> tuple[Json, httpx.AsyncClient]:
    """Return a subcontractor's engineer, and the client of his account."""
    client, user_id = await account(app, Role.PARTNER, party_id=str(party_id))
    person = await engineer(app, place["id"], code, user_id=user_id, kind="subcontractor", party_id=str(party_id))
    return person, client


def codes(answer: httpx.Response) -> Sequence[tuple[str, str]]:
    """Return the mistakes of a refusal: where, and which."""
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
