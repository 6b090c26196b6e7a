"""Where records lie: locks that last, and in one order."""

import asyncio
from uuid import UUID

import pytest

from wellkept_parties.queries.places import lock_records, locked_place, place
from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_sdk.errors import NotFound
from wellkept_sdk.testing import TestApp

TICKET = PartiesRecordKind.TICKET


class TestPlace:
    async def test_has_the_zone_of_its_site_or_of_its_customer(self, app: TestApp) -> None:
        customer = await app.customer(time_zone="Europe/Berlin")
        plain = await app.project(customer_id=customer["id"])
        named = await app.project(customer_id=customer["id"], site={"time_zone": "Asia/Tokyo"})
        pump = await app.equipment(project_id=named["id"])
        ticket = await app.ticket(project_id=plain["id"])
        ctx = await app.house.context("parties", None)

        zones = [
            (await place(ctx, PartiesRecordKind(kind), UUID(record["id"]))).time_zone
            for kind, record in (("project", plain), ("project", named), ("equipment", pump), ("ticket", ticket))
        ]

        assert zones == ["Europe/Berlin", "Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin"]
        for kind in PartiesRecordKind:
            with pytest.raises(NotFound):
                await place(ctx, kind, UUID(int=1))

    async def test_is_held_by_one_transaction_at_a_time(self, app: TestApp) -> None:
        tickets = [UUID((await app.ticket())["id"]) for _ in range(2)]
        ctx = await app.house.context("parties", None)
        inside: list[str] = []

        async def hold(*ticket_ids: UUID) -> None:
            async with app.house.transaction():
                await lock_records(ctx, TICKET, ticket_ids)
                for ticket_id in ticket_ids:
                    await locked_place(ctx, TICKET, ticket_id)
                inside.append("in")
                await asyncio.sleep(0.02)
                inside.append("out")

        await asyncio.gather(
            *(asyncio.create_task(hold(*order)) for order in (tickets, tickets[::-1], tickets, tickets[::-1]))
        )

        assert inside == ["in", "out"] * 4
