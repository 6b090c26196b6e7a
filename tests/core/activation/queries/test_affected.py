"""How many records a plan decides for: the same answer as resolving each of them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wellkept.activation import queries
from wellkept.activation.queries.affected import affected_by_plan
from wellkept.activation.queries.plans import plan_id_of
from wellkept.activation.schemas.contracts import ContractCreate, ContractPatch
from wellkept.activation.schemas.explanations import Affected
from wellkept.activation.schemas.plans import ServicePlanCreate
from wellkept.activation.service import contracts, plans
from wellkept.customers.tables import Customer, CustomerType
from wellkept.platform.storage import rows
from wellkept.platform.storage.database import Database
from wellkept.projects.tables import Project
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.http.preconditions import IfMatch

pytestmark = pytest.mark.usefixtures("host")

ZONES = ("Asia/Shanghai", "UTC", "America/Los_Angeles", "Pacific/Kiritimati")
# In Shanghai the fourth of May has begun, in UTC the third still lasts.
AT = datetime(2026, 5, 3, 16, 30, tzinfo=UTC)


async def contract(number: str, customer_id: Any, **values: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"plan_code": "GOLD", "starts_on": date(2026, 5, 4), **values}
    return await contracts.create(ContractCreate(number=number, customer_id=customer_id, **said), actor=SYSTEM)


@pytest.fixture
async def places(database: Database) -> list[queries.Place]:
    """Return customers in four zones with two projects each; some have contracts that begin on the fourth of May."""
    assert database.statements >= 0
    for code in ("default", "GOLD", "TYPE"):
        await plans.create(ServicePlanCreate(code=code, name=code, plugins={}), actor=SYSTEM)
    found: list[queries.Place] = []
    for zone in ZONES:
        for of_type in (None, await plan_id_of("TYPE")):
            code = f"{zone}-{of_type is None}"
            kind = await rows.insert(CustomerType, code=code, name=code, default_plan_id=of_type)
            customer = await rows.insert(
                Customer, code=code, name=code, customer_type_id=kind["id"], locale="zh-CN", time_zone=zone
            )
            projects = [
                await rows.insert(Project, code=f"{code}-{n}", name=code, customer_id=customer["id"], kind="plant")
                for n in range(2)
            ]
            if of_type is None:
                await contract(f"{code}-C", customer["id"])
                ended = await contract(f"{code}-P", customer["id"], project_id=projects[0]["id"], plan_code="TYPE")
                shorter = ContractPatch(ends_on=date(2026, 5, 5))
                await contracts.update(ended["id"], patch=shorter, if_match=IfMatch(), actor=SYSTEM)
            found += [
                queries.Place(
                    customer_id=customer["id"], customer_type_id=kind["id"], project_id=project_id, time_zone=zone
                )
                for project_id in (None, *(project["id"] for project in projects))
            ]
    return found


class TestAffectedByPlan:
    @pytest.mark.parametrize("code", ["default", "GOLD", "TYPE"])
    async def test_counts_what_resolves_to_it(self, places: list[queries.Place], code: str) -> None:
        plan_id = await plan_id_of(code)
        assert plan_id is not None
        resolved = await queries.resolve_many([(place, AT) for place in places])
        follow = [
            place
            for place, each in zip(places, resolved, strict=True)
            if each.choice.plan is not None and each.choice.plan.plan_id == plan_id
        ]

        counted = await affected_by_plan(plan_id, at=AT)

        assert follow
        assert counted == Affected(
            customers=sum(place.project_id is None for place in follow),
            projects=sum(place.project_id is not None for place in follow),
            equipment=0,
            open_tickets_pinned=0,
        )
