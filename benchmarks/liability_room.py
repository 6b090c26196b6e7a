"""A plant under warranty, with a ticket whose case is final: a few things are made, the database copies them."""

from typing import Final
from uuid import UUID

from benchmarks.stockroom import Row, Stockroom
from wellkept_costs import plugin as costs
from wellkept_liability import plugin as liability
from wellkept_parties import plugin as parties

PLUGINS: Final = (parties, costs, liability)
WARRANTIES: Final = 200
DEPTH: Final = 6
TICKETS: Final = 50
#: Ten parts, as nobody would choose them.
SHARES_BP: Final = (1_429, 571, 1_000, 999, 1_001, 1_333, 1_667, 700, 650, 650)
_WARRANTY, _LINE, _TICKET = 81, 82, 83


async def furnish_project(room: Stockroom) -> Row:
    """Return a project that was accepted, of a customer whom costs and liability serve."""
    active = {"costs": Row(), "liability": Row()}
    await room.made("/service-plans", code="SERVED", name="Served", plugins=active)
    await room.made("/customer-types", code="PLANT", name="Plant operators", default_plan_code="SERVED")
    customer = await room.made("/customers", code="CUST-1", name="Water works", customer_type="PLANT")
    said = {"accepted_on": "2024-03-01", "customer_id": customer["id"], "kind": "plant"}
    return await room.made("/projects", code="PRJ-1", name="Water works", **said)


async def covered_item(room: Stockroom) -> UUID:
    """Return an item at depth six, with as many warranties as there may be."""
    item: Row = {"id": None}
    for level in range(DEPTH):
        parent = {} if item["id"] is None else {"parent_id": item["id"]}
        item = await room.made(
            "/equipment", code=f"P-{level}", name=f"Pump {level}", project_id=room.project["id"], **parent
        )
    term = await room.made(
        f"/projects/{room.project['id']}/liability/warranty-terms",
        scope="equipment",
        side="given",
        equipment_id=item["id"],
        start_rule="acceptance",
        length={"kind": "calendar", "years": 2},
    )
    copied = room.speech.id(_WARRANTY, "n")
    await room.copy("liability_warranty_term", WARRANTIES - 1, of={"id": term["id"]}, id=copied)
    return UUID(item["id"])


async def final_ticket(room: Stockroom) -> str:
    """Return a ticket whose case is final, with ten shares of which nine are parties'."""
    ticket_id = await room.ticket()
    shares: list[Row] = [{"role": "self", "share_bp": SHARES_BP[0]}]
    for number, share_bp in enumerate(SHARES_BP[1:], start=1):
        party = await room.made("/parties", code=f"PARTY-{number}", name=f"Party {number}", roles=["supplier"])
        shares.append({"role": "supplier", "party_id": party["id"], "share_bp": share_bp})
    case = f"/tickets/{ticket_id}/liability/case"
    await room.made(case, cause={"text": "Design"}, basis="expertise", shares=shares)
    await room.made(f"{case}/transitions", action="propose")
    await room.made(f"{case}/transitions", action="arbitrate", decided_by="Panel", decision="Award", shares=shares)
    await room.made(f"{case}/transitions", action="finalise")
    return ticket_id


async def copy_tickets(room: Stockroom, ticket_id: str) -> None:
    """Copy a ticket as often as a page is long."""
    speech = room.speech
    await room.copy(
        "ticket",
        TICKETS,
        of={"id": ticket_id},
        id=speech.id(_TICKET, "n"),
        number_seq="n + 1000000",
        number="'T-B-' || n",
    )


async def spend(room: Stockroom, ticket_id: str, *, lines: int) -> None:
    """Write one cost line, and let the database copy it."""
    spent = {"kind": "other", "description": "Spent", "quantity": "1", "unit": "pc", "covered_by": "warranty"}
    cost = {"amount_minor": 10_001, "currency": "CNY"}
    line = await room.made(f"/tickets/{ticket_id}/costs/lines", **spent, unit_cost=cost, unit_price=cost)
    await room.copy("costs_line", lines - 1, of={"id": line["id"]}, id=room.speech.id(_LINE, "n"), number="n + 1000000")
