from datetime import date
from typing import Any
from uuid import UUID

from installed_base import make_customer
from wellkept.activation.queries.named import Named, plugins_named
from wellkept.activation.tables import Contract, ContractRevision, ServicePlan, ServicePlanRevision
from wellkept.platform.storage import rows
from wellkept.platform.storage.database import Database
from wellkept_sdk.now import now


async def make_plan(code: str, *revisions: dict[str, Any]) -> UUID:
    """Make a plan whose revisions say these plugins, as the verbs store them."""
    plan = await rows.insert(ServicePlan, code=code, name=code)
    for number, plugins in enumerate(revisions, start=1):
        await rows.insert(
            ServicePlanRevision, plan_id=plan["id"], revision=number, plugins=plugins, effective_from=now()
        )
    return plan["id"]


async def make_contract(number: str, plan_id: UUID, overrides: dict[str, Any]) -> None:
    """Make a contract that overrides its plan."""
    customer = await make_customer()
    contract = await rows.insert(
        Contract, number=number, customer_id=customer["id"], project_id=None, starts_on=date(2026, 1, 1)
    )
    await rows.insert(
        ContractRevision,
        contract_id=contract["id"],
        revision=1,
        plan_id=plan_id,
        overrides=overrides,
        effective_from=now(),
    )


class TestPluginsNamed:
    async def test_are_those_of_the_latest_revision_of_each_plan(self, database: Database) -> None:
        del database
        await make_plan("gold", {"sla": [1, {}], "costs": [1, {}]}, {"sla": [1, {}], "core": [1, {}]})

        assert await plugins_named() == [Named(kind="plan", name="gold", plugin="sla")]

    async def test_are_those_that_a_contract_does_not_switch_off(self, database: Database) -> None:
        del database
        plan_id = await make_plan("plain", {})
        await make_contract("C-1", plan_id, {"sla": {"terms": {}, "version": 1}, "costs": {"enabled": False}})

        assert await plugins_named() == [Named(kind="contract", name="C-1", plugin="sla")]
