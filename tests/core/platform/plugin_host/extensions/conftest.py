from collections.abc import AsyncIterator, Iterator
from datetime import date

import pytest

from api import Api, Json, api_as
from extended_house import composed_with, serving
from weather_plugin import GatekeeperPlugin, WeatherPlugin
from wellkept.activation.schemas.contracts import ContractCreate
from wellkept.activation.schemas.plans import ServicePlanCreate
from wellkept.activation.service import contracts, plans
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.actor import SYSTEM, Role


@pytest.fixture(scope="session")
def composed() -> Iterator[Wellkept]:
    """Compose the application with both plugins once: what it is made of does not depend on the database."""
    with composed_with([GatekeeperPlugin(), WeatherPlugin()]) as made:
        yield made


@pytest.fixture
async def extended(composed: Wellkept, database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    """Return the application with both plugins, on a database with their tables."""
    async with serving(composed, database):
        yield composed


@pytest.fixture
async def boss(extended: Wellkept) -> Api:
    """Return a client of that application with an admin's key."""
    return await api_as(extended, Role.ADMIN)


@pytest.fixture
async def windy(boss: Api) -> Json:
    """Return a project whose customer has a contract with the plugin `weather`."""
    project = await boss.project()
    await plans.create(ServicePlanCreate(code="windy", name="Windy", plugins={"weather": {}}), actor=SYSTEM)
    agreed = ContractCreate(
        number="C-1", customer_id=project["customer_id"], plan_code="windy", starts_on=date(2020, 1, 1)
    )
    await contracts.create(agreed, actor=SYSTEM)
    return project
