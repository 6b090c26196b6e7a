"""What is asked of a ticket: who and where it is about, whether anybody was consulted, and what is like it."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.rules.deidentifying import RemovedKind, Secret
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.records.tickets import TicketRecord

_PLACE: Final = (
    "SELECT customer.code AS customer_code, customer.name AS customer_name, customer.contacts,"
    " project.code AS project_code, project.name AS project_name, project.address, equipment.model,"
    " equipment.location, contract.number AS contract_number"
    " FROM ticket JOIN customer ON customer.id = ticket.customer_id JOIN project ON project.id = ticket.project_id"
    " LEFT JOIN equipment ON equipment.id = ticket.equipment_id"
    " LEFT JOIN contract ON contract.id = ticket.contract_id WHERE ticket.id = ?"
)
_SERIALS: Final = "SELECT serial_number FROM equipment WHERE project_id = ? AND serial_number IS NOT NULL"
_WRITERS: Final = (
    "SELECT DISTINCT entry.actor_name, account.email FROM ticket_log_entry entry"
    " LEFT JOIN user_account account ON account.id = entry.actor_id"
    " WHERE entry.ticket_id = ? AND entry.actor_kind <> 'system'"
)
_CONSULTED: Final = "SELECT 1 AS one FROM ticket_log_entry WHERE ticket_id = ? AND kind = 'consultation'"


class Surroundings(Struct, frozen=True, kw_only=True):
    """The model of a ticket's equipment, and every value that tells who or where its ticket is about."""

    model: str | None
    secrets: tuple[Secret, ...]


async def surroundings(ctx: Ctx, ticket: TicketRecord) -> Surroundings:
    """Return what is around a ticket; three statements."""
    place = await ctx.db.fetch_one(_PLACE, ticket.id)
    assert place is not None, "a ticket has a project and a customer"
    serials = await ctx.db.fetch(_SERIALS, ticket.project_id)
    writers = await ctx.db.fetch(_WRITERS, ticket.id)
    secrets = (*_of_place(place), *_of_ticket(ticket), *_of_people(place, ticket, writers), *_of_items(serials))
    return Surroundings(model=place["model"], secrets=secrets)


async def was_consulted(ctx: Ctx, ticket_id: UUID) -> bool:
    """Return whether advice was asked for or given on a ticket."""
    return await ctx.db.fetch_one(_CONSULTED, ticket_id) is not None


async def model_of(ctx: Ctx, equipment_id: UUID) -> str | None:
    """Return the model of an item of equipment; None where it has none, or is not there."""
    row = await ctx.db.fetch_one("SELECT model FROM equipment WHERE id = ?", equipment_id)
    return None if row is None else row["model"]


async def hold_ticket(ctx: Ctx, ticket_id: UUID) -> None:
    """Let nobody else move a ticket, or learn from it, before the running transaction ends."""
    # SQLite has one writer, whose transaction has begun.
    if ctx.db.dialect is Dialect.POSTGRES:
        await ctx.db.fetch("SELECT id FROM ticket WHERE id = ? FOR NO KEY UPDATE", ticket_id)


def _of_place(place: Row) -> Iterator[Secret]:
    yield from _secrets(RemovedKind.CUSTOMER, place["customer_name"], place["customer_code"])
    yield from _secrets(RemovedKind.PROJECT, place["project_name"], place["project_code"])
    yield from _secrets(RemovedKind.ADDRESS, place["address"], place["location"])
    yield from _secrets(RemovedKind.NUMBER, place["contract_number"])


def _of_ticket(ticket: TicketRecord) -> Iterator[Secret]:
    yield from _secrets(RemovedKind.NUMBER, ticket.number)


def _of_people(place: Row, ticket: TicketRecord, writers: list[Row]) -> Iterator[Secret]:
    people: list[dict[str, Any]] = [*place["contacts"], *([ticket.reporter] if ticket.reporter else [])]
    for person in people:
        yield from _secrets(RemovedKind.CONTACT, person.get("name"))
        yield from _secrets(RemovedKind.PHONE, person.get("phone"))
        yield from _secrets(RemovedKind.EMAIL, person.get("email"))
    for writer in writers:
        yield from _secrets(RemovedKind.CONTACT, writer["actor_name"])
        yield from _secrets(RemovedKind.EMAIL, writer["email"])


def _of_items(serials: list[Row]) -> Iterator[Secret]:
    for row in serials:
        yield from _secrets(RemovedKind.SERIAL_NUMBER, row["serial_number"])


def _secrets(kind: RemovedKind, *values: str | None) -> Iterator[Secret]:
    yield from (Secret(kind, value) for value in values if value)
