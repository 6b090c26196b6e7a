"""
What somebody would write by hand who needs these four endpoints and nothing else: Litestar, asyncpg and msgspec.

No keys, no permissions, no problem documents, no preconditions; the same JSON from the same tables, and the same rows
written in one transaction.
"""

import os
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
import msgspec
from litestar import Litestar, get, post
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody

from benchmarks.references.actor import ACTIVATION_ID, ACTOR_ID, ACTOR_NAME
from benchmarks.references.handwritten_shapes import Hold, Page, Start, Ticket, TicketCreate, Transition
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

POOL_MAX = 10
STARTABLE = {"new", "triaged", "assigned"}
NOTHING: dict[str, Any] = {}

PLAIN = Ticket.__struct_fields__[:-2]
COLUMNS = ", ".join([*PLAIN, "hold_reason", "hold_until", "hold_party_id"])
LIST = f"SELECT {COLUMNS} FROM ticket ORDER BY reported_at DESC, id DESC LIMIT $1"  # noqa: S608 - our own columns
ONE = f"SELECT {COLUMNS} FROM ticket WHERE id = $1"  # noqa: S608 - our own columns
PLACE = """
SELECT project.customer_id, equipment.project_id AS equipment_project_id
FROM project LEFT JOIN equipment ON equipment.id = $2 WHERE project.id = $1
"""
INSERT_TICKET = f"""
INSERT INTO ticket (id, created_at, updated_at, version, number_seq, number, title, description, customer_id,
    project_id, equipment_id, channel, grade, urgency, reporter, reported_at, received_at, status, first_owner_id,
    activation_id, reopen_count, repeat_count, handover_count, escalation_level, metadata, moved_at, fact_count)
SELECT $1, $2, $2, 1, seq, 'T-' || lpad(seq::text, 8, '0'), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $2, 'new', $13,
    $14, 0, 0, 0, 0, '{{}}', $12, 1
FROM nextval('ticket_number_seq') AS seq RETURNING {COLUMNS}
"""  # noqa: S608 - our own columns
INSERT_FACT = """
INSERT INTO ticket_fact (id, ticket_id, position, kind, action, from_status, to_status, occurred_at, recorded_at,
    actor_kind, actor_id, actor_name, note, data)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'user', $10, $11, $12, $13)
"""
INSERT_EVENT = """
INSERT INTO event (id, seq, type, subject, data, actor_kind, actor_id, occurred_at, recorded_at, request_id)
VALUES ($1, nextval('event_seq'), $2, $3, $4, 'user', $5, $6, $7, $8)
"""
LOCK = "SELECT status, fact_count, first_owner_id, assignee_id FROM ticket WHERE id = $1 FOR UPDATE"
UPDATE = f"""
UPDATE ticket SET status = 'in_progress', moved_at = $2, updated_at = $2, version = version + 1, fact_count = $3,
    first_owner_id = $4, assignee_id = $5
WHERE id = $1 RETURNING {COLUMNS}
"""  # noqa: S608 - our own columns

_pools: list[Any] = []


@asynccontextmanager
async def lifespan(_: Litestar) -> AsyncGenerator[None]:
    """Keep a pool open."""
    async with cast("Any", asyncpg).create_pool(
        os.environ["BENCH_POSTGRES_URL"], max_size=POOL_MAX, init=prepare
    ) as pool:
        _pools[:] = [pool]
        yield


async def prepare(connection: Any) -> None:  # noqa: ANN401 - asyncpg's proxy has no useful type
    """Read and write JSON as Python objects."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
        decoder=lambda data: msgspec.json.decode(data[1:]),  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
        format="binary",
    )


@get("/health/live", sync_to_thread=False)
def live() -> None:
    """Answer."""


@get("/v1/tickets")
async def list_tickets(limit: FromQuery[int] = 50) -> Page:
    """Return the newest tickets."""
    rows = await _pools[0].fetch(LIST, limit + 1)
    items = [ticket_of(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(items, None)
    last = msgspec.json.encode([items[-1].reported_at, items[-1].id])
    return Page(items, urlsafe_b64encode(last).decode())


@get("/v1/tickets/{ticket_id:uuid}")
async def get_ticket(ticket_id: FromPath[UUID]) -> Ticket:
    """Return one ticket."""
    row = await _pools[0].fetchrow(ONE, ticket_id)
    if row is None:
        raise NotFoundException
    return ticket_of(row)


@post("/v1/tickets")
async def open_ticket(data: JSONBody[TicketCreate]) -> Ticket:
    """Open a ticket."""
    at = now()
    reported_at = data.reported_at or at
    async with _pools[0].acquire() as connection, connection.transaction():
        place = await connection.fetchrow(PLACE, data.project_id, data.equipment_id)
        if place is None or (data.equipment_id and place["equipment_project_id"] != data.project_id):
            raise ClientException("Unknown project or equipment.")
        row = await connection.fetchrow(
            INSERT_TICKET,
            *(uuid7(), at, data.title, data.description, place["customer_id"], data.project_id, data.equipment_id),
            *(data.channel, data.grade, data.urgency, data.reporter, reported_at, ACTOR_ID, ACTIVATION_ID),
        )
        ticket = ticket_of(row)
        fact = (uuid7(), ticket.id, 1, "opened", None, None, "new", reported_at, at, ACTOR_ID, ACTOR_NAME, None)
        await connection.execute(INSERT_FACT, *fact, {"channel": data.channel})
        told = {"to_status": ticket.status}
        await announce(connection, "tickets.ticket.opened", ticket, occurred_at=reported_at, at=at, data=told)
    return ticket


@post("/v1/tickets/{ticket_id:uuid}/transitions")
async def start(ticket_id: FromPath[UUID], data: JSONBody[Start]) -> Transition:
    """Start the work on a ticket."""
    at, fact_id = now(), uuid7()
    async with _pools[0].acquire() as connection, connection.transaction():
        before = await connection.fetchrow(LOCK, ticket_id)
        if before is None:
            raise NotFoundException
        if before["status"] not in STARTABLE:
            raise ClientException("Not now.", status_code=409)
        position, owner = before["fact_count"] + 1, before["first_owner_id"] or ACTOR_ID
        row = await connection.fetchrow(UPDATE, ticket_id, at, position, owner, before["assignee_id"] or ACTOR_ID)
        ticket = ticket_of(row)
        fact = (fact_id, ticket_id, position, "transition", "start", before["status"], ticket.status, at, at)
        await connection.execute(INSERT_FACT, *fact, ACTOR_ID, ACTOR_NAME, data.note, {})
        told = {"from_status": before["status"], "to_status": ticket.status, "transition_id": fact_id}
        told = {**told, "changed_fields": ["status"]}
        await announce(connection, "tickets.ticket.started", ticket, occurred_at=at, at=at, data=told)
    actor = {"kind": "user", "id": ACTOR_ID, "name": ACTOR_NAME}
    nothing: dict[str, Any] = {}
    return Transition(
        *(fact_id, ticket_id, "start", before["status"], ticket.status, at, at, actor, None, data.note, nothing, ticket)
    )


def ticket_of(row: Any) -> Ticket:  # noqa: ANN401 - asyncpg's record has no useful type
    """Return a row as it goes out."""
    reason, until, party_id = row[-3:]
    return Ticket(*row[:-3], hold=reason and Hold(reason, until, party_id), extensions=NOTHING)


async def announce(
    connection: Any,  # noqa: ANN401 - asyncpg's proxy has no useful type
    name: str,
    ticket: Ticket,
    *,
    occurred_at: datetime,
    at: datetime,
    data: dict[str, Any],
) -> None:
    """Store what has happened."""
    subject = {name: getattr(ticket, name) for name in ("number", "customer_id", "project_id", "equipment_id")}
    stored = {"ticket_id": ticket.id, **subject, **data, "occurred_at": occurred_at}
    args = (uuid7(), name, f"tickets/{ticket.id}", stored, ACTOR_ID, occurred_at, at, str(uuid7()))
    await connection.execute(INSERT_EVENT, *args)


app = Litestar([live, list_tickets, get_ticket, open_ticket, start], lifespan=[lifespan], openapi_config=None)
