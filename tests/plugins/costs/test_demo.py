"""What costs add to the demo."""

from collections.abc import AsyncGenerator
from uuid import UUID

import pytest

from costs_house import confirmed, costs_app, settled
from demo_scenes import small_scene
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk.demo import DemoScene
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import Json, TestApp, dialects

WANTED = [("pump", TicketStatus.CONFIRMED), ("pump", TicketStatus.CONFIRMED), ("lift", TicketStatus.ON_HOLD)]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param) as opened:
        yield opened


async def told(app: TestApp, contract: str) -> DemoScene:
    scene = await small_scene(app, WANTED, contract=contract)
    for ticket in scene.tickets[:2]:
        await confirmed(app, {"id": str(ticket.id)})
    await tell_parts(scene)
    return scene


async def items(app: TestApp, path: str) -> list[Json]:
    return (await app.client.get(path)).json()["items"]


class TestDemo:
    async def test_tells_what_repairs_took_and_settles_it(self, app: TestApp) -> None:
        scene = await told(app, "plain")

        treat, paid, waiting = [await items(app, f"/v1/tickets/{each.id}/costs/lines") for each in scene.tickets]
        assert [(each["quantity"], each["covered_by"]) for each in treat] == [
            ("1.000", "goodwill"),
            ("18.000", "goodwill"),
        ]
        assert [each["quantity"] for each in paid] == ["2.000", "-2.000", "2.500", "19.000"]
        assert waiting == []
        [listed] = await items(app, "/v1/costs/statements")
        statement = (await app.client.get(f"/v1/costs/statements/{listed['id']}")).json()
        assert (statement["status"], statement["agreed_by"], settled(statement)) == ("agreed", "staff", [75000, 3800])
        assert UUID(statement["project_id"]) == scene.project_ids["DC-CHP-1"]

    async def test_tells_nothing_of_tickets_without_costs(self, app: TestApp) -> None:
        await told(app, "bare")

        assert await items(app, "/v1/costs/statements") == []
        assert await app.house.fetch("SELECT id FROM costs_line") == []
