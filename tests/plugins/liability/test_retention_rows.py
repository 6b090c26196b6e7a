"""What happened to retentions never changes, and their balance is never below zero: the database itself holds it."""

from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, site
from liability_money import deducted, stepped, withheld
from wellkept_sdk.testing import Json, TestApp, dialects

FOREIGN = (
    "UPDATE liability_retention_entry SET amount_minor = 1",
    "DELETE FROM liability_retention_entry",
    "UPDATE liability_retention SET balance_minor = -1",
)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def kept(app: TestApp) -> Json:
    return await withheld(app, await site(app), months=12)


class TestEntries:
    async def test_count_from_one(self, app: TestApp, kept: Json) -> None:
        await deducted(app, kept, 1)
        shown = (await stepped(app, kept, "request_release", note="By letter.")).json()

        assert [(each["position"], each["kind"]) for each in shown["entries"]] == [
            (1, "withheld"),
            (2, "deducted"),
            (3, "requested"),
        ]
        assert shown["entries"][2]["note"] == "By letter."

    @pytest.mark.parametrize("sql", FOREIGN)
    async def test_and_balance_withstand_foreign_hands(self, app: TestApp, kept: Json, sql: str) -> None:
        before = await app.house.fetch("SELECT * FROM liability_retention_entry")

        with pytest.raises(Exception, match=r"refers to another|not allowed by the rules"):
            await app.house.fetch(sql)

        assert await app.house.fetch("SELECT * FROM liability_retention_entry") == before
        assert (await app.client.get("/v1/projects")).status_code == 200
        assert kept["balance"]["amount_minor"] == 3_000_000


class TestAudit:
    async def test_keeps_each_act(self, app: TestApp, kept: Json) -> None:
        await deducted(app, kept, 1)

        rows = await app.house.fetch(
            "SELECT action FROM audit_entry WHERE action LIKE 'liability.retention.%' ORDER BY id"
        )

        assert [row["action"] for row in rows] == ["liability.retention.withheld", "liability.retention.deducted"]
