"""What a ticket costs is borne by the warranty that covers it: with the real plugin `costs`."""

from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, promised, site
from parties_house import did
from wellkept_costs import plugin as costs
from wellkept_sdk.testing import Json, TestApp, dialects

LINE: Json = {
    "kind": "other",
    "description": "Crane",
    "quantity": "1",
    "unit": "pc",
    "unit_cost": {"amount_minor": 10_001, "currency": "CNY"},
    "unit_price": {"amount_minor": 12_000, "currency": "CNY"},
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, costs=costs) as app:
        yield app


async def borne_by(app: TestApp, ticket: Json, occurred_on: str) -> str:
    path = f"/v1/tickets/{ticket['id']}/costs/lines"
    answer = await app.client.post(path, json={**LINE, "occurred_on": occurred_on})
    assert answer.status_code == 201, answer.text
    return answer.json()["covered_by"]


class TestCostLine:
    async def test_is_borne_by_the_warranty_as_long_as_it_runs(self, app: TestApp) -> None:
        project = await site(app)
        await promised(app, project, exclusions=["misuse"])
        ticket = await app.ticket(
            project_id=project["id"],
            occurred_at="2026-02-20T00:00:00Z",
            extensions={"liability": {"scope": "electrical"}},
        )

        covered = [await borne_by(app, ticket, day) for day in ("2026-03-01", "2026-03-02")]
        await did(app, ticket, "resolve", cause_code="misuse")

        assert covered[0] == "warranty"
        assert covered[1] != "warranty"
        assert await borne_by(app, ticket, "2026-03-01") != "warranty"
