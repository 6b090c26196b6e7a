"""Lists of what parties owe us."""

from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, party, site
from liability_money import BACK_CHARGES, back_charges, charged, final_case, issued, share, spent
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def owed(app: TestApp, *parties: Json) -> list[Json]:
    """Return drafts of what parties owe us in equal parts, in the order of the parties."""
    ticket = await app.ticket(project_id=(await site(app))["id"])
    each_bp = 10_000 // len(parties)
    await final_case(app, ticket, *(share("contractor", each_bp, each) for each in parties))
    spent(ticket, 10_000)
    made = {each["party_id"]: each for each in (await charged(app, ticket))["back_charges"]}
    return [made[each["id"]] for each in parties]


class TestList:
    async def test_is_narrowed_by_party_and_status(self, app: TestApp) -> None:
        builder, painter = await party(app, "BUILDER", "contractor"), await party(app, "PAINTER", "contractor")
        [first, second] = await owed(app, builder, painter)
        await issued(app, first)

        assert {each["id"] for each in await back_charges(app)} == {first["id"], second["id"]}
        assert [each["id"] for each in await back_charges(app, party_id=painter["id"])] == [second["id"]]
        assert [each["id"] for each in await back_charges(app, status="issued")] == [first["id"]]
        assert await back_charges(app, status="issued", party_id=painter["id"]) == []

    async def test_names_case_and_ticket(self, app: TestApp) -> None:
        await owed(app, await party(app, "BUILDER", "contractor"))

        [shown] = await back_charges(app)

        case = (await app.client.get(f"/v1/tickets/{shown['ticket_id']}/liability/case")).json()
        assert (shown["case_id"], shown["case_number"]) == (case["id"], case["number"])

    async def test_comes_page_by_page_the_latest_first(self, app: TestApp) -> None:
        builder = await party(app, "BUILDER", "contractor")
        made = [(await owed(app, builder))[0]["id"] for _ in range(3)]

        first = (await app.client.get(BACK_CHARGES, params={"limit": 2})).json()
        rest = (await app.client.get(BACK_CHARGES, params={"limit": 2, "cursor": first["next_cursor"]})).json()

        assert [each["id"] for each in [*first["items"], *rest["items"]]] == made[::-1]

    async def test_takes_one_statement_more_than_nothing_however_long_it_is(self, app: TestApp) -> None:
        builder = await party(app, "BUILDER", "contractor")
        for _ in range(3):
            await owed(app, builder)

        counts: list[int] = []
        for limit in (1, 3):
            before = app.house.statements
            await back_charges(app, limit=limit)
            counts.append(app.house.statements - before)

        assert counts[0] == counts[1]

    async def test_is_empty_for_customers(self, app: TestApp) -> None:
        [made] = await owed(app, await party(app, "BUILDER", "contractor"))
        await issued(app, made)
        [shown] = await back_charges(app)
        ticket = (await app.client.get(f"/v1/tickets/{shown['ticket_id']}")).json()
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        assert await back_charges(app, client=client) == []
