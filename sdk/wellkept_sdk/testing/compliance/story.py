"""What tickets go through while the checks look on."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from wellkept_sdk.db import Row
from wellkept_sdk.testing.app import Json, TestApp

_REPAIR = (
    {"action": "triage", "grade": 2},
    {"action": "start"},
    {"action": "hold", "reason": "customer"},
    {"action": "resume"},
    {"action": "resolve", "cause": "Bearing worn", "measure": "Bearing replaced"},
    {"action": "confirm", "evidence": {"kind": "phone", "contact_name": "Li"}},
    {"action": "close"},
)
_CANCELLATION = ({"action": "cancel", "reason": "Reported by mistake"},)


#: The rows of tables, by their names.
Rows = dict[str, list[Row]]
#: What people do with a plugin at a ticket.
Use = Callable[[TestApp, Json], Awaitable[None]]


async def live_through(app: TestApp, *, contract: str, use: Use | None = None) -> None:
    """
    Open tickets under a contract, use a plugin at each, take one to its end and cancel another, and do what is due.

    What a plugin vetoes does not happen, and the story goes on.
    """
    project = await app.project(contract=contract)
    pump = await app.equipment(project_id=project["id"])
    tickets = [await app.ticket(project_id=project["id"], equipment_id=pump["id"]) for _ in range(3)]
    for ticket, actions in zip(tickets, (_REPAIR, _CANCELLATION, ()), strict=True):
        if use is not None:
            await use(app, ticket)
        for action in actions:
            await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json=action)
    await app.client.post(f"/v1/tickets/{tickets[2]['id']}/log", json={"kind": "note", "text": "Bearing hot"})
    await app.drain()


async def rows_of(app: TestApp, tables: Sequence[str]) -> Rows:
    """Return every row of the tables."""
    return {table: await app.house.fetch(f'SELECT * FROM "{table}" ORDER BY 1') for table in tables}  # noqa: S608


def differences(before: Rows, after: Rows) -> Iterator[str]:
    """Yield every row that came, and every row that went or changed."""
    for table, rows in before.items():
        yield from (f"{table} lost {row}" for row in rows if row not in after[table])
        yield from (f"{table} gained {row}" for row in after[table] if row not in rows)
