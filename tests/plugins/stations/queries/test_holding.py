"""Holding a ticket, so that nobody else moves it meanwhile."""

import asyncio
from uuid import UUID

import pytest

from stations_dispatch import ctx_of, matter, moved, pump
from stations_house import stations_app
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import dialects
from wellkept_stations.queries.holding import hold_ticket
from wellkept_stations.tables import StationsTicket

#: Much longer than a triage takes.
HELD_SECONDS = 0.3


class TestHeldTicket:
    @pytest.mark.parametrize("dialect", dialects(), ids=str)
    async def test_is_moved_by_others_only_afterwards(self, dialect: Dialect) -> None:
        async with stations_app(dialect) as app:
            ticket = await matter(app, await pump(app))
            ctx = await ctx_of(app, ticket)
            is_held, order = asyncio.Event(), list[str]()

            async def hold() -> None:
                async with app.house.transaction():
                    await hold_ticket(ctx, UUID(ticket["id"]))
                    await ctx.db.locked(StationsTicket, UUID(ticket["id"]))
                    is_held.set()
                    await asyncio.sleep(HELD_SECONDS)
                    order.append("held")

            async def triage() -> None:
                await is_held.wait()
                assert (await moved(app.client, ticket, "triage", grade=2)).status_code == 201
                order.append("triaged")

            await asyncio.gather(asyncio.create_task(hold()), asyncio.create_task(triage()))

            assert order == ["held", "triaged"]
