"""What the stores of regional stations could give to a ticket."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from inventory_house import inventory_app, location, part, received
from inventory_tickets import issue, reserved
from wellkept_inventory.queries.stores import at_stations
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.testing import Json, TestApp, dialects

NANJING, SUZHOU = uuid7(), uuid7()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def store(app: TestApp, code: str, station_id: UUID = NANJING, **values: str) -> Json:
    return await location(app, code, station_id=str(station_id), **{"kind": "station", **values})


async def there(app: TestApp, ticket: Json) -> dict[UUID, dict[str, int]]:
    ctx = await app.house.context("inventory", None)
    before = app.house.statements
    found = await at_stations(ctx, TicketId(UUID(ticket["id"])), [NANJING, SUZHOU])
    assert app.house.statements == before + 1
    return {station: {str(each): amount.milli for each, amount in parts.items()} for station, parts in found.items()}


class TestStores:
    async def test_of_a_station_give_together_what_is_free(self, app: TestApp) -> None:
        bearing, ticket, other = await part(app), await app.ticket(contract="plain"), await app.ticket(contract="plain")
        await received(app, bearing, await store(app, "NJ-1"), "2")
        await received(app, bearing, await store(app, "NJ-VAN", kind="van"), "3")
        await received(app, bearing, await store(app, "SZ-1", SUZHOU), "1")
        await received(app, bearing, await location(app, "CENTRAL"), "9")
        await reserved(app, ticket, bearing, "1", location_id=(await location(app, "EMPTY"))["id"])

        assert await there(app, ticket) == {NANJING: {bearing["id"]: 5_000}, SUZHOU: {bearing["id"]: 1_000}}
        assert await there(app, other) == {}

    async def test_keep_what_is_held_for_the_ticket_itself_and_not_what_is_held_for_others(self, app: TestApp) -> None:
        bearing, ticket, other = await part(app), await app.ticket(contract="plain"), await app.ticket(contract="plain")
        await received(app, bearing, await store(app, "NJ-1"), "5")
        await reserved(app, other, bearing, "2")
        await reserved(app, ticket, bearing, "3")

        assert await there(app, ticket) == {NANJING: {bearing["id"]: 3_000}}
        assert await there(app, other) == {NANJING: {bearing["id"]: 2_000}}

    async def test_give_nothing_that_was_issued_already(self, app: TestApp) -> None:
        bearing, ticket, place = await part(app), await app.ticket(contract="plain"), await store(app, "NJ-1")
        await received(app, bearing, place, "5")
        held = await reserved(app, ticket, bearing, "3")
        await issue(app, ticket, bearing, place, "1", reservation_id=held["id"])

        assert await there(app, ticket) == {NANJING: {bearing["id"]: 4_000}}

    async def test_give_nothing_that_has_expired_or_is_in_quarantine(self, app: TestApp) -> None:
        grease, ticket = await part(app, "GREASE", tracking="lot"), await app.ticket(contract="plain")
        place = await store(app, "NJ-1")
        await received(app, grease, place, "2", lot="OLD", expires_on="2026-03-01")
        await received(app, grease, place, "1", lot="LAST", expires_on="2026-03-02")
        await received(app, grease, await store(app, "NJ-Q", kind="quarantine"), "4", lot="BAD")
        await reserved(app, ticket, grease, "9")

        assert await there(app, ticket) == {NANJING: {grease["id"]: 1_000}}
