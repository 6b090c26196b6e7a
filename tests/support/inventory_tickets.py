"""What people do with the parts of a ticket, told in their words; and a plugin that lets a party's stock be used."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import httpx

from fake_parties import PUMPCO
from wellkept_sdk import Manifest, Plugin, provide
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.testing import Json, TestApp

UNKNOWN: Final = "01990000-0000-7000-8000-00000000dead"


class KnownConsignment:
    """What others get under the key `CONSIGNMENT`, as far as inventory asks."""

    async def issuable(self, party_ids: Sequence[PartyId]) -> frozenset[PartyId]:
        return frozenset(party_ids) & {PUMPCO.id}


class FakeConsignment(Plugin):
    """Lets the stock of one party be used, where it is active."""

    manifest = Manifest(name="consignment", version="1.0.0", sdk=">=1.0,<2", provides=(CONSIGNMENT.name,))
    services = (provide(CONSIGNMENT, lambda _ctx: KnownConsignment()),)  # pyright: ignore[reportArgumentType]


#: One for all tests: what they compose is the same then, and composed once.
KNOWN_SUPPLIERS: Final = FakeConsignment()


async def reserved(app: TestApp, ticket: Json, part: Json, quantity: str, **line: Any) -> Json:
    """Return the reservation of one part for a ticket."""
    answer = await asked(app, ticket, "reservations", lines=[{"part_id": part["id"], "quantity": quantity, **line}])
    assert answer.status_code == 201, answer.text
    return answer.json()["items"][0]


async def issue(
    app: TestApp, ticket: Json, part: Json, location: Json, quantity: str, *, body: Json | None = None, **line: Any
) -> httpx.Response:
    """Ask for the issue of one line."""
    said = {"part_id": part["id"], "quantity": quantity, **line}
    return await asked(app, ticket, "issues", location_id=location["id"], lines=[said], **(body or {}))


async def give_back(
    app: TestApp, ticket: Json, part: Json, quantity: str, *, body: Json | None = None, **line: Any
) -> httpx.Response:
    """Ask for the return of one line, unused if it does not say so."""
    said = {"part_id": part["id"], "quantity": quantity, "condition": "unused", **line}
    return await asked(app, ticket, "returns", lines=[said], **(body or {}))


async def asked(app: TestApp, ticket: Json, path: str, **body: Any) -> httpx.Response:
    """Post to one of the routes of a ticket's parts."""
    return await app.client.post(f"/v1/tickets/{ticket['id']}/inventory/{path}", json=body)


async def reservations(app: TestApp, ticket: Json) -> list[Json]:
    """Return a ticket's reservations."""
    answer = await app.client.get(f"/v1/tickets/{ticket['id']}/inventory/reservations")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def standing(app: TestApp, ticket: Json) -> list[tuple[str, str, str]]:
    """Return status, reserved and missing of a ticket's reservations."""
    return [(each["status"], each["reserved"], each["missing"]) for each in await reservations(app, ticket)]


async def moved_on(app: TestApp, ticket: Json, action: str, **fields: Any) -> None:
    """Do an action on a ticket."""
    answer = await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json={"action": action, **fields})
    assert answer.is_success, answer.text


async def shelf(app: TestApp, part: Json, location: Json) -> tuple[int, int]:
    """Return what lies of a part at a place and what of it is reserved, in thousandths."""
    rows = await app.house.fetch(
        "SELECT quantity_milli, reserved_milli FROM inventory_balance WHERE part_id = ? AND location_id = ?",
        id_of(part),
        id_of(location),
    )
    return sum(row["quantity_milli"] for row in rows), sum(row["reserved_milli"] for row in rows)


async def told(app: TestApp, kind: str) -> list[Json]:
    """Return what events of a kind have said, oldest first."""
    rows = await app.house.fetch("SELECT data FROM event WHERE type = ? ORDER BY seq", kind)
    return [row["data"] for row in rows]


async def require_sound_holds(app: TestApp) -> None:
    """Check that what is reserved of each balance, and held for each reservation, is the sum of the holds."""
    balances = await app.house.fetch(
        "SELECT balance.id FROM inventory_balance balance WHERE balance.reserved_milli <> (SELECT"
        " COALESCE(SUM(hold.quantity_milli), 0) FROM inventory_hold hold WHERE hold.part_id = balance.part_id"
        " AND hold.location_id = balance.location_id AND hold.lot_id = balance.lot_id"
        " AND hold.stock_owner_id = balance.stock_owner_id)"
    )
    reservations_off = await app.house.fetch(
        "SELECT reservation.id FROM inventory_reservation reservation WHERE reservation.held_milli <> (SELECT"
        " COALESCE(SUM(hold.quantity_milli), 0) FROM inventory_hold hold WHERE hold.reservation_id = reservation.id)"
    )
    assert (balances, reservations_off) == ([], [])


def id_of(record: Json) -> UUID:
    """Return the id of a record as rows have it."""
    return UUID(record["id"])
