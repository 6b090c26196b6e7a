"""Service plans and contracts, so that service differs from customer to customer and from project to project."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from msgspec import convert

from wellkept.activation.schemas.contracts import ContractCreate
from wellkept.activation.schemas.plans import ServicePlanCreate
from wellkept.activation.service import contracts, plans
from wellkept.demo.catalogue import AgreementsSheet, ContractSheet
from wellkept.platform.plugin_host.active_set import CORE
from wellkept.platform.plugin_host.current import host
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.ids import CustomerId, ProjectId

_T = TypeVar("_T")


async def make_plans(sheet: AgreementsSheet) -> None:
    """Make the service plans."""
    async with unit_of_work():
        for plan in sheet.plans:
            draft = ServicePlanCreate(code=plan.code, name=plan.name, plugins=_present(plan.plugins))
            await plans.create(draft, actor=SYSTEM)


async def make_contracts(
    sheet: AgreementsSheet,
    *,
    customer_ids: Mapping[str, CustomerId],
    project_ids: Mapping[str, ProjectId],
    today: date,
) -> None:
    """Make the contracts of customers and projects, named by their codes."""
    async with unit_of_work():
        for contract in sheet.contracts:
            project_id = None if contract.project is None else project_ids[contract.project]
            draft = _draft(contract, customer_id=customer_ids[contract.customer], project_id=project_id, today=today)
            await contracts.create(draft, actor=SYSTEM)


def _draft(
    contract: ContractSheet, *, customer_id: CustomerId, project_id: ProjectId | None, today: date
) -> ContractCreate:
    document = {
        "number": contract.number,
        "customer_id": customer_id,
        "project_id": project_id,
        "plan_code": contract.plan,
        "starts_on": today + timedelta(days=contract.begins_days),
        "ends_on": None if contract.ends_days is None else today + timedelta(days=contract.ends_days),
        "overrides": _present(contract.overrides),
    }
    return convert(document, ContractCreate)


def _present(said: Mapping[str, _T]) -> dict[str, _T]:
    """Return what is said about `core` and about plugins that this deployment has."""
    return {name: value for name, value in said.items() if name == CORE or name in host().plugins}
