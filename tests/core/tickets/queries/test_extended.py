from datetime import date
from uuid import UUID

from api import Api, api_as
from extended_house import composed_with, serving
from weather_plugin import GatekeeperPlugin, WeatherPlugin
from wellkept.activation.schemas.contracts import ContractCreate
from wellkept.activation.schemas.plans import ServicePlanCreate
from wellkept.activation.service import contracts, plans
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept.tickets.queries.extended import pinned, shown
from wellkept.tickets.queries.lookups import ticket
from wellkept_sdk.actor import SYSTEM, Role


async def opened(boss: Api) -> list[str]:
    """Return a ticket that the plugin `weather` serves, and one that it does not."""
    project = await boss.project()
    await plans.create(ServicePlanCreate(code="windy", name="Windy", plugins={"weather": {}}), actor=SYSTEM)
    agreed = ContractCreate(
        number="C-1", customer_id=project["customer_id"], plan_code="windy", starts_on=date(2020, 1, 1)
    )
    await contracts.create(agreed, actor=SYSTEM)
    served = await boss.ticket(project_id=project["id"], extensions={"weather": {"limit_mps": 12}})
    return [served["id"], (await boss.ticket())["id"]]


class TestShown:
    async def test_is_the_ticket_with_what_plugins_add(self, database: SqliteEngine | PgEngine) -> None:
        with composed_with([GatekeeperPlugin(), WeatherPlugin()]) as app:
            async with serving(app, database):
                served, _ = await opened(await api_as(app, Role.ADMIN))

                read = await shown(await ticket(UUID(served), actor=SYSTEM), actor=SYSTEM)

        assert read.extensions.weather.limit_mps == 12  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - composed


class TestPinned:
    async def test_is_told_by_the_rows_alone(self, database: SqliteEngine | PgEngine) -> None:
        with composed_with([GatekeeperPlugin(), WeatherPlugin()]) as app:
            async with serving(app, database):
                served, unserved = await opened(await api_as(app, Role.ADMIN))
                rows = await database.fetch("SELECT id, activation_id FROM ticket")
                before = database.statements

                sets = await pinned([*rows, {"id": UUID(int=1), "activation_id": None}])
                statements = database.statements - before

        assert [sorted(sets[UUID(each)].plugins) for each in (served, unserved)] == [
            ["gatekeeper", "weather"],
            ["gatekeeper"],
        ]
        assert sets[UUID(int=1)].plugins == {"gatekeeper"}
        assert statements == 0
