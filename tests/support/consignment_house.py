"""Wellkept with suppliers' stock, and what people do with it, told in their words; all amounts are in CNY."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Final
from uuid import UUID

import httpx

from inventory_house import NOW, issued, line, location, part, posted, returned
from parties_house import moment, registered
from wellkept_consignment import plugin as consignment
from wellkept_consignment.tables import ConsignmentStatement, ConsignmentStatementLine
from wellkept_inventory import plugin as inventory
from wellkept_parties import plugin as parties
from wellkept_sdk import RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.hooks.ticket_questions import ChargesQuestion
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp

AGREEMENTS: Final = "/v1/consignment/agreements"


@asynccontextmanager
async def consignment_app(
    dialect: Dialect, *, contracts: Mapping[str, Json] | None = None, **settings: Any
) -> AsyncGenerator[TestApp]:
    """Open Wellkept with consignment, which `bare` is without; it is 10 o'clock of 2 March 2026 in Shanghai."""
    plans: dict[str, Json] = {
        "plain": {"inventory": {}, "consignment": {}},
        "bare": {"inventory": {}},
        **(contracts or {}),
    }
    app = TestApp(plugins=[parties, inventory, consignment], contracts=plans, settings=settings, database=dialect)
    app.clock.set(moment(NOW))
    async with app:
        yield app


class Shelf:
    """
    A supplier's part on a shelf, under an active agreement from 2026-01-01 on.

    Attributes:
        app: in which house.
        party: whose it is.
        part: what lies there.
        place: where.
        agreement: under which.
    """

    def __init__(self, app: TestApp, *, party: Json, part: Json, place: Json, agreement: Json) -> None:
        self.app, self.party, self.part, self.place, self.agreement = app, party, part, place, agreement

    async def receive(self, quantity: str, **values: Any) -> httpx.Response:
        """Ask for a receipt of the supplier's."""
        return await self._moving("receipts", quantity, **values)

    async def give_back(self, quantity: str, **values: Any) -> httpx.Response:
        """Ask for a return to the supplier."""
        return await self._moving("returns", quantity, **values)

    async def buy_out(self, quantity: str, **values: Any) -> httpx.Response:
        """Ask for a buy-out."""
        return await self._moving("buy-outs", quantity, **{"reason": "Needed for good.", **values})

    async def use(self, ticket: Json, quantity: str, *, at: str | None = None, **values: Any) -> Json:
        """Return the posting by which the part was used for a ticket."""
        when = {} if at is None else {"occurred_at": at}
        answer = await issued(self.app, ticket, self.place, line(self.part, quantity, **values), **when)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def bring_back(self, ticket: Json, quantity: str, **values: Any) -> Json:
        """Return the posting by which an unused part came back."""
        answer = await returned(self.app, ticket, line(self.part, quantity, condition="unused"), **values)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def price(self, amount_minor: int, valid_from: str, valid_to: str | None = None, **values: Any) -> Json:
        """Return a price that was recorded."""
        answer = await self.try_price(amount_minor, valid_from, valid_to, **values)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def try_price(
        self, amount_minor: int, valid_from: str, valid_to: str | None = None, **values: Any
    ) -> httpx.Response:
        """Ask for a price."""
        body = {**price(self.part, amount_minor, valid_from, valid_to), **values}
        return await self.app.client.post(f"{AGREEMENTS}/{self.agreement['id']}/prices", json=body)

    async def lines(self, **query: Any) -> list[Json]:
        """Return what is owed under the agreement, in the order of recording."""
        return await lines(self.app, agreement_id=self.agreement["id"], **query)

    async def stock(self, **query: Any) -> list[Json]:
        """Return what lies there of the supplier's."""
        answer = await self.app.client.get("/v1/consignment/stock", params={"party_id": self.party["id"], **query})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def partner(self) -> httpx.AsyncClient:
        """Return a client with the key of the supplier's account."""
        return await self.app.as_actor(Role.PARTNER, party_id=self.party["id"])

    async def _moving(self, what: str, quantity: str, **values: Any) -> httpx.Response:
        body = {
            "agreement_id": self.agreement["id"],
            "location_id": self.place["id"],
            "lines": [{"part_id": self.part["id"], "quantity": quantity}],
            **values,
        }
        return await self.app.client.post(f"/v1/consignment/{what}", json=body)


async def shelf(
    app: TestApp,
    code: str = "PUMPCO",
    *,
    quantity: str | None = "10",
    prices: tuple[tuple[Any, ...], ...] = ((2500, "2026-01-01"),),
    part_values: Mapping[str, Any] | None = None,
    **agreement_values: Any,
) -> Shelf:
    """
    Return a new supplier's new part on a new shelf.

    Args:
        app: in which house.
        code: of the supplier; part and place are named after it.
        quantity: what has come in; None for nothing.
        prices: amount, first day, and the first day without it.
        part_values: more of the part.
        agreement_values: more of the agreement.
    """
    party = await registered(app, code)
    made, place = await part(app, f"PART-{code}", **(part_values or {})), await location(app, f"STORE-{code}")
    body = agreed(party, made, prices=[price(made, *each) for each in prices], **agreement_values)
    agreement = await activated(app, await app.created(AGREEMENTS, body))
    found = Shelf(app, party=party, part=made, place=place, agreement=agreement)
    if quantity is not None:
        answer = await found.receive(quantity, occurred_at="2026-01-02T00:00:00Z")
        assert answer.status_code == 201, answer.text
    return found


def agreed(party: Json, part: Json, **values: Any) -> Json:
    """Return the body of an agreement about one part at every place."""
    return {
        "party_id": party["id"],
        "currency": "CNY",
        "starts_on": "2026-01-01",
        "items": [{"part_id": part["id"]}],
        **values,
    }


def price(part: Json, amount_minor: int, valid_from: str, valid_to: str | None = None) -> Json:
    """Return the body of a price."""
    unit_price = {"amount_minor": amount_minor, "currency": "CNY"}
    return {"part_id": part["id"], "unit_price": unit_price, "valid_from": valid_from, "valid_to": valid_to}


async def activated(app: TestApp, agreement: Json) -> Json:
    """Return an agreement that was activated."""
    answer = await acted(app, agreement, "activate")
    assert answer.status_code == 201, answer.text
    return answer.json()


async def acted(app: TestApp, agreement: Json, action: str, **values: Any) -> httpx.Response:
    """Ask for an action on an agreement."""
    return await app.client.post(f"{AGREEMENTS}/{agreement['id']}/transitions", json={"action": action, **values})


async def lines(app: TestApp, **query: Any) -> list[Json]:
    """Return lines in the order of recording."""
    answer = await app.client.get("/v1/consignment/lines", params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    return sorted(answer.json()["items"], key=lambda each: each["id"])


async def claimed(app: TestApp, line: Json, share: str, **values: Any) -> httpx.Response:
    """Ask for a claim on a line."""
    body = {"share": share, "reason": "Its bearing was faulty.", **values}
    return await app.client.post(f"/v1/consignment/lines/{line['id']}/claims", json=body)


def owed(lines: list[Json]) -> list[tuple[str, str, int | None]]:
    """Return kind, quantity and amount of lines."""
    return [(each["kind"], each["quantity"], each["amount"] and each["amount"]["amount_minor"]) for each in lines]


async def own_received(app: TestApp, shelf: Shelf, quantity: str, cost_minor: int) -> None:
    """Put stock of our own on the same shelf."""
    cost = {"amount_minor": cost_minor, "currency": "CNY"}
    said = {"part_id": shelf.part["id"], "quantity": quantity, "unit_cost": cost}
    answer = await posted(app, kind="receipt", location_id=shelf.place["id"], lines=[said])
    assert answer.status_code == 201, answer.text


async def stand_on_statement(app: TestApp, shelf: Shelf, lines: list[Json], *, status: str) -> str:
    """Put lines on a statement, past all rules; return its id."""
    ctx = await app.house.context("consignment", None)
    async with ctx.db.transaction():
        statement = await ctx.db.insert(
            ConsignmentStatement,
            number_seq=900,
            number=f"CS-2026-{len(lines):06d}-{status}",
            agreement_id=UUID(shelf.agreement["id"]),
            party_id=UUID(shelf.party["id"]),
            period_from=date(2026, 1, 1),
            period_to=date(2026, 2, 1),
            status=status,
            currency="CNY",
            total_minor=sum(each["amount"]["amount_minor"] for each in lines),
        )
        for each in lines:
            await ctx.db.insert(
                ConsignmentStatementLine,
                statement_id=statement["id"],
                line_id=UUID(each["id"]),
                standing=True,
                late=False,
                answer="pending",
            )
    return str(statement["id"])


async def charged(app: TestApp, ticket: Json) -> list[int]:
    """Return what a ticket is charged for suppliers' stock, use by use."""
    ticket_id = TicketId(UUID(ticket["id"]))
    ctx = await (await app.house.context("consignment", None)).for_record(RecordName.TICKET, ticket_id)
    found = await consignment.ticket_charges(ctx, ChargesQuestion(ticket_id=ticket_id))
    if found is None:
        return []
    return [charge.cost.amount_minor for charge in found.items if charge.cost is not None]
