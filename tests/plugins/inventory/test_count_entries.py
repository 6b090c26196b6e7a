from collections.abc import AsyncIterator

import pytest

from fake_parties import PUMPCO
from inventory_documents import UNKNOWN, count_begun, count_ended, entered, found
from inventory_house import balances, integrity, inventory_app, location, part, posted, received, refusals
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def quantities(app: TestApp, part: Json) -> list[str]:
    return [each["quantity"] for each in await balances(app, part_id=part["id"])]


class TestEntry:
    async def test_knows_lots_pieces_and_owners(self, app: TestApp) -> None:
        seal, motor = await part(app, "SEAL", tracking="lot"), await part(app, "M", tracking="serial")
        store = await location(app)
        await received(app, seal, store, "4", lot="B-17")
        await posted(
            app,
            kind="receipt",
            location_id=store["id"],
            stock_owner_id=str(PUMPCO.id),
            lines=[{"part_id": seal["id"], "quantity": "6", "lot": "B-17"}],
        )
        await received(app, motor, store, "1", serial="SN-1")
        count = await count_begun(app, store)

        answer = await entered(
            app,
            count,
            found(seal, "5", lot="B-17"),
            found(seal, "5.000", lot="B-17", stock_owner_id=str(PUMPCO.id)),
            found(motor, "0", serial="SN-1"),
        )
        await count_ended(app, count, "post")

        assert [(each["stock_owner_id"], each["difference"]) for each in answer.json()["items"]] == [
            (None, "1.000"),
            (str(PUMPCO.id), "-1.000"),
            (None, "-1.000"),
        ]
        assert (await quantities(app, seal), await quantities(app, motor)) == (["5.000", "5.000"], [])
        assert (await integrity(app))["balanced"] is True

    async def test_refuses_other_parts_and_owners_and_every_other_mistake(self, app: TestApp) -> None:
        bearing, seal = await part(app), await part(app, "SEAL", tracking="lot")
        motor, store = await part(app, "M", tracking="serial"), await location(app)
        await received(app, motor, store, "1", serial="SN-1")
        count = await count_begun(app, store, part_ids=[bearing["id"], motor["id"], motor["id"]], stock_owner_id=None)

        answer = await entered(
            app,
            count,
            found(seal, "1"),
            found(bearing, "1", stock_owner_id=str(PUMPCO.id)),
            found({"id": UNKNOWN}, "1"),
            found(bearing, "-1"),
            found(bearing, "0.5"),
            found(motor, "2", serial="SN-1"),
            found(motor, "1", serial="SN-2"),
            found(motor, "0"),
        )

        assert (count["stock_owners"], count["part_ids"]) == ("own", sorted([bearing["id"], motor["id"]]))
        assert sorted(refusals(answer)) == [
            ("/entries/0/lot", "inventory.lot.required"),
            ("/entries/0/part_id", "inventory.count.out_of_scope"),
            ("/entries/1/stock_owner_id", "inventory.count.out_of_scope"),
            ("/entries/2/part_id", "unknown_reference"),
            ("/entries/3/counted", "too_small"),
            ("/entries/4/counted", "inventory.quantity.not_whole"),
            ("/entries/5/counted", "inventory.serial.one_each"),
            ("/entries/6/serial", "inventory.lot.unknown"),
            ("/entries/7/serial", "inventory.lot.required"),
        ]

    async def test_takes_each_balance_once_and_known_parties_only(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        count = await count_begun(app, store)

        twice = await entered(app, count, found(bearing, "1"), found(bearing, "2", stock_owner_id=None))
        nobody = await entered(app, count, found(bearing, "1", stock_owner_id=UNKNOWN))

        assert refusals(twice) == [("/entries/1", "not_a_choice")]
        assert refusals(nobody) == [("/entries/0/stock_owner_id", "unknown_reference")]

    async def test_of_a_party_is_meant_where_an_entry_names_no_owner(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        count = await count_begun(app, store, stock_owner_id=str(PUMPCO.id))

        [line] = (await entered(app, count, found(bearing, "1"))).json()["items"]

        assert (count["stock_owners"], count["stock_owner_id"]) == ("party", str(PUMPCO.id))
        assert line["stock_owner_id"] == str(PUMPCO.id)
