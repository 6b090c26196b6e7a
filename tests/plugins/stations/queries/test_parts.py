"""How many of a ticket's parts lie at stations, and what that and the clocks mean for a score."""

from collections.abc import AsyncIterator
from datetime import datetime
from fractions import Fraction
from uuid import UUID

import pytest

from inventory_house import location, part, received
from inventory_tickets import reserved
from stations_dispatch import candidates, ctx_of, matter, member, pump, shanghai
from stations_house import stations_app
from wellkept_inventory import plugin as inventory
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_sla import plugin as sla
from wellkept_stations.queries.parts import parts_shares


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, plugins=(inventory, sla)) as app:
        yield app


async def shares(app: TestApp, ticket: Json, *stations: Json) -> dict[str, Fraction]:
    ctx = await ctx_of(app, ticket)
    ids = [UUID(each["id"]) for each in stations]
    found = await parts_shares(ctx, TicketId(UUID(ticket["id"])), ids)
    return {each["code"]: found[UUID(each["id"])] for each in stations if UUID(each["id"]) in found}


class TestShares:
    async def test_are_not_known_where_no_part_is_needed(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))

        assert await shares(app, ticket, sh) == {}

    async def test_are_the_means_over_the_parts_of_what_lies_there(self, app: TestApp) -> None:
        sh, pd, ticket = await shanghai(app), await shanghai(app, "PD"), await matter(app, await pump(app))
        bearing, seal = await part(app), await part(app, "SEAL")
        store = await location(app, "ST-SH", kind="station", station_id=sh["id"])
        await received(app, bearing, store, "3")
        await reserved(app, ticket, bearing, "4")
        await reserved(app, ticket, seal, "1")

        # Three of four bearings, which are held for this very ticket, and no seal.
        assert await shares(app, ticket, sh, pd) == {"SH": Fraction(3, 8), "PD": Fraction(0)}

    async def test_are_full_where_more_lies_than_is_needed(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        bearing, store = await part(app), await location(app, "ST-SH", kind="station", station_id=sh["id"])
        await received(app, bearing, store, "9")
        await reserved(app, ticket, bearing, "4")

        assert await shares(app, ticket, sh) == {"SH": Fraction(1)}


class TestScore:
    async def test_counts_parts_and_the_time_that_is_left(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app), grade=1)
        bearing, store = await part(app), await location(app, "ST-SH", kind="station", station_id=sh["id"])
        await received(app, bearing, store, "1")
        await reserved(app, ticket, bearing, "3")
        await member(app, sh, "LI")
        clocks = (await app.client.get(f"/v1/tickets/{ticket['id']}/sla/clocks")).json()["items"]
        first_due = min(datetime.fromisoformat(clock["due_at"]) for clock in clocks)

        found = await candidates(app, ticket)

        [parts] = [one["parts"] for one in found["candidates"]]
        by_criterion = {each["criterion"]: each["value"] for each in parts}
        hours = (first_due - datetime.fromisoformat(found["at"])).total_seconds() / 3_600 - 6.823 / 40
        assert by_criterion["parts_on_hand"] == 333
        assert 0 < by_criterion["sla_slack"] < 1_000
        assert by_criterion["sla_slack"] == round(1_000 * hours / 24)
