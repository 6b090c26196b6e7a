"""Which plugins the front end of a contract works with."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api import Api
from gauge_plugins import GAUGES, RAIN
from plans_house import HOUSE
from plugin_house import plugin_app
from wellkept.activation.queries.front_ends import active_of_contract
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import ContractId, uuid7
from wellkept_sdk.now import now


@pytest.fixture
async def app(database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    with plugin_app(database, [HOUSE, GAUGES, RAIN]) as app:
        yield app


async def contract(admin: Api, *, starts_on: date, **values: Any) -> ContractId:
    """Return a contract on a plan with both plugins."""
    plan = await admin.created(
        "/v1/service-plans", {"code": "gold", "name": "Gold", "plugins": {"gauges": {}, "rain": {}}}
    )
    customer = await admin.customer()
    body = {"number": "C-1", "customer_id": customer["id"], "plan_code": plan["code"], "starts_on": str(starts_on)}
    made = await admin.created("/v1/contracts", {**body, **values})
    return ContractId(made["id"])


class TestPluginsOfAContract:
    async def test_are_those_of_its_plan_and_of_the_deployment(self, admin: Api) -> None:
        contract_id = await contract(admin, starts_on=date(2026, 1, 1))

        assert (await active_of_contract(contract_id, at=now())).plugins == {"house", "gauges", "rain"}

    async def test_are_changed_by_what_it_overrides(self, admin: Api) -> None:
        contract_id = await contract(admin, starts_on=date(2026, 1, 1), overrides={"rain": {"enabled": False}})

        assert (await active_of_contract(contract_id, at=now())).plugins == {"house", "gauges"}

    async def test_are_known_before_it_begins(self, admin: Api) -> None:
        contract_id = await contract(admin, starts_on=date(2030, 1, 1))

        active = await active_of_contract(contract_id, at=datetime(2027, 1, 1, tzinfo=UTC))

        assert (active.id, active.plugins) == (None, {"house", "gauges", "rain"})

    async def test_are_not_found_without_it(self, app: Wellkept) -> None:
        with pytest.raises(NotFound):
            await active_of_contract(ContractId(uuid7()), at=now())
