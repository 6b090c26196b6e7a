"""
The least that somebody would write by hand to take parts from a shelf: a guarded UPDATE and an INSERT, in one
transaction of Litestar and asyncpg.

It knows no keys, permissions, tickets, contracts, lots, legal owners, values, reservations, events or logs, and it
keeps no other side of the books: the balance never falls below zero, and what has moved is written down.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
from litestar import Litestar, get, post
from litestar.exceptions import ClientException
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from benchmarks.references.actor import ACTOR_ID
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now
from wellkept_sdk.quantity import milli_of

POOL_MAX = 10
NIL = UUID(int=0)
CONSUMED = UUID("01990000-0000-7000-8000-000000000a02")
TAKE = """
UPDATE inventory_balance SET quantity_milli = quantity_milli - $1, changed_at = $2
WHERE part_id = $3 AND location_id = $4 AND lot_id = $5 AND stock_owner_id = $5
    AND quantity_milli - reserved_milli >= $1
"""
INSERT = """
WITH posting AS (
    INSERT INTO inventory_posting (id, number_seq, number, kind, occurred_at, recorded_at, actor_id, ticket_id)
    SELECT $1, seq, 'ST-2026-' || lpad(seq::text, 6, '0'), 'issue', $2, $2, $3, $4
    FROM nextval('inventory_posting_number_seq') AS seq RETURNING id, number
), move AS (
    INSERT INTO inventory_move (id, posting_id, position, part_id, lot_id, stock_owner_id, from_location_id,
        to_location_id, quantity_milli, recorded_at)
    SELECT $5, $1, 0, $6, $7, $7, $8, $9, $10, $2
)
SELECT number FROM posting
"""


class Line(Struct):
    """One part."""

    part_id: UUID
    quantity: str


class Issue(Struct):
    """What is taken, from where."""

    location_id: UUID
    lines: list[Line]


class Posting(Struct):
    """What was written down."""

    id: UUID
    number: str
    lines: list[Line]


_pools: list[Any] = []


@asynccontextmanager
async def lifespan(_: Litestar) -> AsyncGenerator[None]:
    """Keep a pool open."""
    async with cast("Any", asyncpg).create_pool(os.environ["BENCH_POSTGRES_URL"], max_size=POOL_MAX) as pool:
        _pools[:] = [pool]
        yield


@get("/health/live", sync_to_thread=False)
def live() -> None:
    """Answer."""


@post("/v1/tickets/{ticket_id:uuid}/inventory/issues")
async def issue(ticket_id: FromPath[UUID], data: JSONBody[Issue]) -> Posting:
    """Take one line from a shelf."""
    at, posting_id, [line] = now(), uuid7(), data.lines
    milli = milli_of(line.quantity)
    async with _pools[0].acquire() as connection, connection.transaction():
        taken = await connection.execute(TAKE, milli, at, line.part_id, data.location_id, NIL)
        if taken != "UPDATE 1":
            raise ClientException("Not enough.", status_code=409)
        number = await connection.fetchval(
            INSERT,
            *(posting_id, at, ACTOR_ID, ticket_id, uuid7(), line.part_id, NIL, data.location_id, CONSUMED, milli),
        )
    return Posting(id=posting_id, number=number, lines=data.lines)


app = Litestar([live, issue], lifespan=[lifespan], openapi_config=None)
