from datetime import date

import pytest

from wellkept.demo.agreements import make_contracts, make_plans
from wellkept.demo.catalogue import AgreementsSheet, catalogue
from wellkept.demo.installed_base import make_customers
from wellkept.platform.storage.database import Database
from wellkept_sdk.ids import CustomerId, ProjectId

CONTRACTS = """
SELECT contract.number, project.code AS project, plan.code AS plan FROM contract
JOIN contract_revision revision ON revision.contract_id = contract.id
JOIN service_plan plan ON plan.id = revision.plan_id LEFT JOIN project ON project.id = contract.project_id
ORDER BY contract.number
"""


@pytest.fixture
def agreed() -> AgreementsSheet:
    """Return what the sheets say, without the contracts of projects."""
    sheet = catalogue().agreements
    return type(sheet)(plans=sheet.plans, contracts=[one for one in sheet.contracts if one.project is None])


class TestAgreements:
    async def test_give_customers_plans_of_different_kinds(self, database: Database, agreed: AgreementsSheet):
        await make_plans(agreed)
        customer_ids: dict[str, CustomerId] = await make_customers(catalogue().customers)
        project_ids: dict[str, ProjectId] = {}

        await make_contracts(agreed, customer_ids=customer_ids, project_ids=project_ids, today=date(2026, 11, 21))

        assert [(row["number"], row["plan"]) for row in await database.fetch(CONTRACTS)] == [
            ("HT-DC-2025-01", "COMPREHENSIVE"),
            ("HT-LY-2024-07", "COMPREHENSIVE"),
            ("HT-LY-2026-03", "COMPREHENSIVE"),
            ("SC-MERRIVALE-9", "COMPREHENSIVE"),
        ]
