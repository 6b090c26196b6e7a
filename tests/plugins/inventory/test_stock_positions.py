"""What there is of parts at places, and who waits for it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from inventory_house import inventory_app, location, part, received
from inventory_tickets import reserved
from wellkept_inventory.queries.stock_positions import available_at, missing_at, tree_above, whole_tree
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


def key(part: Json, location: Json) -> tuple[UUID, UUID]:
    return UUID(part["id"]), UUID(location["id"])


class TestStockPositions:
    async def test_are_what_is_free_and_usable_and_what_is_waited_for(self, app: TestApp) -> None:
        oil, seal = await part(app, "OIL", tracking="lot"), await part(app, "SEAL-40")
        # There it is the second of March already.
        nanjing, quarantine = (
            await location(app, time_zone="Asia/Shanghai"),
            await location(app, "Q", kind="quarantine"),
        )
        await received(app, oil, nanjing, "1", lot="L0", expires_on="2026-03-01")
        await received(app, oil, nanjing, "2", lot="L1", expires_on="2026-03-02")
        await received(app, oil, nanjing, "4", lot="L2")
        await received(app, oil, quarantine, "8", lot="L3")
        ticket = await app.ticket(contract="plain")
        await reserved(app, ticket, oil, "5")
        await reserved(app, ticket, oil, "7", location_id=nanjing["id"])
        await reserved(app, ticket, seal, "9")
        ctx = await app.house.context("inventory", None)

        available = await available_at(ctx, [UUID(oil["id"]), UUID(seal["id"])])
        missing = await missing_at(ctx, [UUID(oil["id"]), UUID(seal["id"])])

        assert dict(available) == {}
        # Of 6 that may be used the first gets 5 and the second 1.
        assert missing == {key(oil, nanjing): 6_000, (UUID(seal["id"]), None): 9_000}
        assert await available_at(ctx, []) == {}

    async def test_know_what_places_lie_in(self, app: TestApp) -> None:
        nanjing, suzhou = await location(app), await location(app, "SUZHOU")
        shelf = await location(app, "SHELF", parent_id=nanjing["id"])
        box = await location(app, "BOX", parent_id=shelf["id"])
        outwards = [UUID(each["id"]) for each in (box, shelf, nanjing)]
        ctx = await app.house.context("inventory", None)

        found, whole = await tree_above(ctx, [outwards[0], UUID(suzhou["id"])]), await whole_tree(ctx)

        assert found.above(outwards[0]) == whole.above(outwards[0]) == outwards
        assert found.above(UUID(suzhou["id"])) == [UUID(suzhou["id"])]
        assert (await tree_above(ctx, [])).above(outwards[0]) == outwards[:1]
