"""Single tickets, and what a ticket refers to."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from api import Api
from tickets_made import actor
from wellkept.tickets.queries import lookups
from wellkept_sdk.actor import SYSTEM, Actor, Role
from wellkept_sdk.db.clauses import TRUE
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import EquipmentId, uuid7

RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}
REPORTED_AT = datetime(2026, 10, 20, tzinfo=UTC)


def customer_of(*customer_ids: str) -> Actor:
    return Actor(
        kind=SYSTEM.kind,
        id=None,
        name="Frau Huber",
        role=Role.CUSTOMER,
        permissions=frozenset(),
        customer_ids=tuple(UUID(customer_id) for customer_id in customer_ids),
    )


class TestTicket:
    async def test_is_found_by_who_may_see_it(self, admin: Api) -> None:
        opened = await admin.ticket()

        found = await lookups.ticket(UUID(opened["id"]), actor=customer_of(opened["customer_id"]))

        assert (str(found.id), found.number) == (opened["id"], opened["number"])

    async def test_is_not_there_for_anybody_else(self, admin: Api) -> None:
        ticket, other = await admin.ticket(), await admin.customer()

        with pytest.raises(NotFound):
            await lookups.ticket(UUID(ticket["id"]), actor=customer_of(other["id"]))


class TestPlace:
    async def test_tells_customer_zone_and_where_the_equipment_stands(self, admin: Api) -> None:
        customer = await admin.customer(time_zone="Europe/Vienna")
        project = await admin.project(customer_id=customer["id"])
        pump = await admin.equipment(project_id=project["id"])

        place = await lookups.place(UUID(project["id"]), UUID(pump["id"]), actor=SYSTEM)

        assert place == lookups.Place(
            customer_id=UUID(customer["id"]),
            customer_type_id=UUID(customer["customer_type_id"]),
            time_zone="Europe/Vienna",
            equipment_project_id=UUID(project["id"]),
        )

    async def test_is_nothing_for_a_project_out_of_sight(self, admin: Api) -> None:
        project, other = await admin.project(), await admin.customer()

        assert await lookups.place(UUID(project["id"]), None, actor=customer_of(other["id"])) is None
        assert await lookups.place(uuid7(), None, actor=SYSTEM) is None


class TestWatchedPredecessor:
    async def test_is_the_last_one_resolved_before_the_report_and_still_watched(self, admin: Api) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        fault = {"project_id": project["id"], "equipment_id": pump["id"], "fault_code": "E-501"}
        for day in ("05", "10", "25"):
            ticket = await admin.ticket(**fault, reported_at=f"2026-10-{day}T00:00:00Z")
            await admin.act(ticket["id"], "resolve", occurred_at=f"2026-10-{day}T12:00:00Z", **RESOLVED)
        second = (await admin.all_items("/v1/tickets", sort="reported_at"))[1]

        async def predecessor(reported_at: datetime) -> str | None:
            found = await lookups.watched_predecessor(
                EquipmentId(UUID(pump["id"])), "E-501", reported_at=reported_at, other_than=None
            )
            return found and str(found)

        assert await predecessor(REPORTED_AT) == second["id"]
        assert await predecessor(datetime(2026, 10, 5, tzinfo=UTC)) is None
        assert await predecessor(datetime(2027, 10, 5, tzinfo=UTC)) is None


class TestVisibleParts:
    async def test_are_those_of_this_ticket_that_the_caller_may_see(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/log"
        internal = await admin.created(path, {"kind": "note", "text": "x"})
        shown = await admin.created(path, {"kind": "note", "text": "x", "visibility": "customer"})
        ids = [UUID(internal["id"]), UUID(shown["id"]), uuid7()]

        async def seen(by: Actor) -> set[UUID]:
            return await lookups.visible_parts("ticket_log_entry", ids, ticket_id=UUID(ticket["id"]), actor=by)

        assert await seen(SYSTEM) == set(ids[:2])
        assert await seen(customer_of(ticket["customer_id"])) == {ids[1]}


class TestVisibilities:
    def test_narrow_what_outsiders_see_only(self) -> None:
        assert lookups.visibilities(actor(Role.ENGINEER)) == TRUE
        assert lookups.visibilities(actor(Role.PARTNER)).sql == "visibility IN ('partner', 'customer')"
        assert lookups.visibilities(actor(Role.CUSTOMER)).sql == "visibility IN ('customer')"
