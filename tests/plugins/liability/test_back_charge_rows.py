"""The history of back-charges, and the parts that they ask for, are never changed or deleted: the database holds it."""

from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, party, site
from liability_money import charged, final_case, issued, moved, share, spent
from wellkept_sdk.testing import Json, TestApp, dialects

FOREIGN = (
    "UPDATE liability_back_charge_step SET to_status = 'settled'",
    "DELETE FROM liability_back_charge_step",
    "UPDATE liability_allocation SET amount_minor = 1",
    "DELETE FROM liability_allocation",
)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def charge(app: TestApp) -> Json:
    ticket = await app.ticket(project_id=(await site(app))["id"])
    await final_case(app, ticket, share("supplier", 10_000, await party(app, "PUMPCO")))
    spent(ticket, 10_000)
    [made] = (await charged(app, ticket))["back_charges"]
    return await issued(app, made)


class TestHistory:
    async def test_keeps_every_step_with_whose_it_was(self, app: TestApp, charge: Json) -> None:
        await moved(app, charge, "dispute", reason="No.", note="By letter.")
        await moved(app, charge, "settle", method="waiver")

        steps = await app.house.fetch(
            "SELECT action, from_status, to_status, given_by, reason, note FROM liability_back_charge_step ORDER BY id"
        )

        assert [tuple(step.values()) for step in steps] == [
            ("issue", "draft", "issued", "staff", None, None),
            ("dispute", "issued", "disputed", "staff", "No.", "By letter."),
            ("settle", "disputed", "settled", "staff", None, None),
        ]

    async def test_is_audited(self, app: TestApp, charge: Json) -> None:
        await moved(app, charge, "accept")

        rows = await app.house.fetch(
            "SELECT action FROM audit_entry WHERE action LIKE 'liability.back_charge.%' ORDER BY id"
        )

        assert [row["action"] for row in rows] == ["liability.back_charge.issued", "liability.back_charge.accepted"]

    @pytest.mark.parametrize("sql", FOREIGN)
    async def test_withstands_foreign_hands(self, app: TestApp, charge: Json, sql: str) -> None:
        with pytest.raises(Exception, match="refers to another"):
            await app.house.fetch(sql)

        assert charge["status"] == "issued"
