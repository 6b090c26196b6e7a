"""Parts of what is held back are taken for good, never more than there is."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, party, site
from liability_money import deducted, retention, retentions_of, withheld, yuan
from parties_house import involved
from refusals import mistakes, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

WHOLE = 3_000_000


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestDeduct:
    async def test_lowers_the_balance_and_keeps_why(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app))

        answer = await deducted(app, kept, 50_000, occurred_at="2026-02-01T00:00:00Z")

        shown = answer.json()
        assert answer.status_code == 201
        assert (shown["amount"], shown["balance"], shown["status"]) == (yuan(WHOLE), yuan(2_950_000), "held")
        entry = shown["entries"][1]
        assert (entry["position"], entry["kind"], entry["amount"]) == (2, "deducted", yuan(50_000))
        assert (entry["reason"], entry["occurred_at"]) == ("Repaired by us.", "2026-02-01T00:00:00Z")

    async def test_takes_at_most_what_is_left(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app))
        await deducted(app, kept, 1)

        refused = refusal(await deducted(app, kept, WHOLE), 409)

        assert (refused["code"], refused["balance"]) == ("liability.retention.insufficient", yuan(WHOLE - 1))
        assert (await deducted(app, kept, WHOLE - 1)).json()["balance"] == yuan(0)

    async def test_of_the_whole_balance_twice_at_once_happens_once(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app))

        answers = await asyncio.gather(deducted(app, kept, WHOLE), deducted(app, kept, WHOLE))

        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert (await retention(app, kept))["balance"] == yuan(0)

    @pytest.mark.parametrize("amount_minor", [0, -1])
    async def test_of_nothing_is_refused(self, app: TestApp, amount_minor: int) -> None:
        kept = await withheld(app, await site(app))

        assert mistakes(await deducted(app, kept, amount_minor)) == {"/amount/amount_minor": "too_small"}

    async def test_in_another_currency_is_refused(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app))

        answer = await deducted(app, kept, 1, amount={"amount_minor": 1, "currency": "EUR"})

        assert mistakes(answer) == {"/amount/currency": "liability.retention.currency_mismatch"}

    async def test_in_the_future_is_refused(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app))

        assert mistakes(await deducted(app, kept, 1, occurred_at="2027-01-01T00:00:00Z")) == {
            "/occurred_at": "too_large"
        }

    async def test_of_another_projects_money_is_not_found(self, app: TestApp) -> None:
        kept, other = await withheld(app, await site(app)), await site(app)

        refusal(await deducted(app, {**kept, "project_id": other["id"]}, 1), 404)

    async def test_is_not_for_the_party_itself(self, app: TestApp) -> None:
        project, builder = await site(app), await party(app, "BUILDER")
        await involved(app, f"projects/{project['id']}", builder)
        kept = await withheld(app, project, direction="held_by_us", party_id=builder["id"])
        client = await app.as_actor(Role.PARTNER, party_id=builder["id"])

        answer = await client.post(
            f"{retentions_of(project)}/{kept['id']}/deductions", json={"amount": yuan(1), "reason": "Mine."}
        )

        refusal(answer, 403)
