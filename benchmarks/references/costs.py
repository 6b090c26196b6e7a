"""
The least that somebody would write by hand to add a cost line: its row, the ticket's sums and the event, in one
transaction of asyncpg.

It knows no terms, rates, currencies, warranties, allowances, approvals, keys that come twice, cancelled tickets or
versions of tickets.
"""

from typing import Any, Final
from uuid import UUID

import msgspec

from benchmarks.references.actor import ACTOR_ID
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

COST_MINOR: Final = 12_000
PRICE_MINOR: Final = 30_000
LINE: Final = """
INSERT INTO costs_line (id, ticket_id, number, kind, description, quantity_milli, unit, currency, unit_cost_minor,
    unit_price_minor, cost_minor, price_minor, covered_by, coverage_code, occurred_on, source, collected, actor_id,
    created_at)
VALUES ($1, $2, nextval('costs_line_number_seq'), 'labour', 'Work', 1000, 'h', 'CNY', $3, $4, $3, $4, 'chargeable',
    'default', $5, 'manual', FALSE, $6, $7)
"""
SUMS: Final = """
UPDATE costs_ticket SET cost_minor = cost_minor + $2, price_minor = price_minor + $3,
    chargeable_minor = chargeable_minor + $3
WHERE id = $1
"""
EVENT: Final = """
INSERT INTO event (id, seq, type, subject, data, actor_kind, actor_id, occurred_at, recorded_at, request_id)
VALUES ($1, nextval('event_seq'), 'costs.line.added', $2, $3, 'user', $4, $5, $5, 'bench')
"""


async def add_line(connection: Any, ticket_id: UUID) -> None:  # noqa: ANN401 - asyncpg has no marker of its types
    """Add a line to a ticket that has one."""
    line_id, at = uuid7(), now()
    data = {"line_id": str(line_id), "kind": "labour", "covered_by": "chargeable", "cost": COST_MINOR}
    async with connection.transaction():
        await connection.execute(LINE, line_id, ticket_id, COST_MINOR, PRICE_MINOR, at.date(), ACTOR_ID, at)
        await connection.execute(SUMS, ticket_id, COST_MINOR, PRICE_MINOR)
        said = msgspec.json.encode(data).decode()
        await connection.execute(EVENT, uuid7(), f"costs/lines/{line_id}", said, ACTOR_ID, at)
