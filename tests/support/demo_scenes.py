"""A small scene of the demo, made of records that the house of a test has."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.demo import DemoScene, DemoTicket
from wellkept_sdk.ids import EquipmentId, PartyId, ProjectId, TicketId, UserId
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import TestApp

PRESENT: Final = datetime.fromisoformat("2026-11-20T04:00:00Z")
PARTY: Final = PartyId(UUID("01900000-0000-7000-8000-00000000abcd"))
#: How long ago each ticket came to its status.
_AGO: Final = timedelta(days=2)

Wanted = tuple[str, TicketStatus]


async def small_scene(app: TestApp, wanted: Sequence[Wanted], *, contract: str | None = None) -> DemoScene:
    """
    Return a scene in which there is a ticket about an item of each family, said to stand as it is wanted.

    Args:
        app: whose clock is set to the present.
        wanted: family and status.
        contract: of the customer of both projects.
    """
    app.clock.set(PRESENT)
    plant = await app.project(code="DC-CHP-1", contract=contract)
    tower = await app.project(code="HY-TOWER-A", customer_id=plant["customer_id"])
    tickets: list[DemoTicket] = []
    for family, status in wanted:
        item = await app.equipment(project_id=plant["id"], name=family)
        ticket = await app.ticket(project_id=plant["id"], equipment_id=item["id"])
        tickets.append(
            DemoTicket(
                id=TicketId(UUID(ticket["id"])),
                project_code="DC-CHP-1",
                equipment_id=EquipmentId(UUID(item["id"])),
                family=family,
                status=status,
                moved_at=PRESENT - _AGO,
            )
        )
    return DemoScene(
        at=PRESENT,
        dispatcher=await _account(app, Role.DISPATCHER),
        engineer=await _account(app, Role.ENGINEER),
        party_id=PARTY,
        project_ids={project["code"]: ProjectId(UUID(project["id"])) for project in (plant, tower)},
        tickets=tickets,
    )


async def _account(app: TestApp, role: Role) -> Actor:
    me = (await (await app.as_actor(role)).get("/v1/me")).json()
    return Actor(
        kind=ActorKind.USER,
        id=UserId(UUID(me["id"])),
        name=me["name"],
        role=role,
        permissions=frozenset(me["permissions"]),
    )
