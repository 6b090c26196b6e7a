from typing import Any, ClassVar, cast
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide

from wellkept.platform.outbox.routes import ROUTES
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.events import Event
from wellkept_sdk.ids import uuid7


class PumpStopped(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.pump.stopped"

    pump_id: UUID

    @property
    def subject(self) -> str:
        return f"pumps/{self.pump_id}"


@pytest.fixture
async def client(database: Database):
    actor = Provide(lambda: SYSTEM, sync_to_thread=False)
    transport = httpx.ASGITransport(cast("Any", Litestar(ROUTES, dependencies={"actor": actor})))
    async with httpx.AsyncClient(transport=transport, base_url="http://wellkept") as client:
        yield client


async def get(client: httpx.AsyncClient, **query: str | int) -> dict[str, Any]:
    answer = await client.get("/events", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def stop_pumps(*pumps: UUID) -> None:
    async with transaction():
        for pump_id in pumps:
            await emit(PumpStopped(pump_id=pump_id), actor=SYSTEM)


class TestListEvents:
    async def test_answers_with_cloud_events(self, client: httpx.AsyncClient) -> None:
        pump_id = uuid7()
        await stop_pumps(pump_id)

        (event,) = (await get(client))["items"]

        assert {
            name: event[name] for name in ("specversion", "source", "type", "subject", "datacontenttype", "data")
        } == {
            "specversion": "1.0",
            "source": "/v1",
            "type": "test.pump.stopped",
            "subject": f"pumps/{pump_id}",
            "datacontenttype": "application/json",
            "data": {"pump_id": str(pump_id)},
        }
        assert event["sequence"] == "00000000000000000001"
        assert event["actorkind"] == "system"
        assert event["time"].endswith("Z")

    async def test_always_gives_a_cursor_to_go_on_from(self, client: httpx.AsyncClient) -> None:
        empty = await get(client)
        await stop_pumps(uuid7(), uuid7(), uuid7())
        first = await get(client, cursor=empty["next_cursor"], limit=2)
        second = await get(client, cursor=first["next_cursor"], limit=2)
        third = await get(client, cursor=second["next_cursor"], limit=2)

        assert [len(page["items"]) for page in (empty, first, second, third)] == [0, 2, 1, 0]
        assert third["next_cursor"] == second["next_cursor"]

    async def test_takes_types_and_a_subject(self, client: httpx.AsyncClient) -> None:
        wanted = uuid7()
        await stop_pumps(uuid7(), wanted)

        by_subject = await get(client, subject=f"pumps/{wanted}")
        by_types = await get(client, type="nothing,test.pump.*")
        by_foreign_type = await get(client, type="test.pump.started")

        assert len(by_subject["items"]) == 1
        assert len(by_types["items"]) == 2
        assert by_foreign_type["items"] == []

    async def test_keeps_a_cursor_valid_under_other_filters(self, client: httpx.AsyncClient) -> None:
        await stop_pumps(uuid7(), uuid7())
        first = await get(client, type="test.pump.stopped", limit=1)

        rest = await get(client, cursor=first["next_cursor"])

        assert len(rest["items"]) == 1

    @pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}])
    async def test_refuses_a_limit_out_of_bounds(self, client: httpx.AsyncClient, query: dict[str, int]) -> None:
        assert (await client.get("/events", params=query)).status_code == 400
