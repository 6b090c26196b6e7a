"""A Wellkept that keeps stock: a few things are made over HTTP, and the database itself copies them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import httpx

from benchmarks.application import application
from benchmarks.copies import copy, settle, speech_of
from benchmarks.servers import KEY
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_consignment import plugin as consignment
from wellkept_inventory import plugin as inventory
from wellkept_parties import plugin as parties
from wellkept_sdk import Plugin
from wellkept_sdk.db.database import Dialect

PLUGINS: Final = (parties, inventory, consignment)
#: More than any bench uses, and no more than one line of a posting may name.
PLENTY: Final = "900000000"
#: The longest that one call may take.
PATIENCE_SECONDS: Final = 600.0
SINCE: Final = "2025-01-01"
BEFORE: Final = "2025-01-02T02:00:00Z"
#: The month that is settled, and a moment of it.
MONTH: Final = ("2025-06-01", "2025-07-01")
USED_AT: Final = "2025-06-15T02:00:00Z"
_UNIT_COST: Final = {"amount_minor": 1250, "currency": "CNY"}
_QUICK_FILL: Final = """DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET maintenance_work_mem = ''512MB''', current_database());
END $$"""
_CONSTRAINTS: Final = """SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
WHERE conrelid = CAST('{table}' AS regclass) AND contype IN ('p', 'f') ORDER BY contype DESC"""
_INDEXES: Final = {
    Dialect.POSTGRES: "SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = '{table}'",
    Dialect.SQLITE: "SELECT name, sql AS definition FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name = '{table}'",
}

Row = dict[str, Any]


class Stockroom:
    """
    An application with one project, one place and a client that may do everything.

    Attributes:
        app: the application.
        client: with the key of benches; its paths begin behind `/v1`.
        speech: how its database says things.
        project: whose tickets may use parts, suppliers' too.
        place: where stock lies.
    """

    def __init__(self, app: Wellkept, client: httpx.AsyncClient, database: SqliteEngine | PgEngine) -> None:
        """Know the application; `database` is for long statements."""
        self.app, self.client, self._database = app, client, database
        self.speech = speech_of(database)
        self.project, self.place = dict[str, Any](), dict[str, Any]()

    async def furnish(self) -> None:
        """Make project and place."""
        plugins = {plugin.manifest.name: dict[str, Any]() for plugin in (inventory, consignment)}
        await self.made("/service-plans", code="STOCKED", name="Stocked", plugins=plugins)
        await self.made("/customer-types", code="PLANT", name="Plant operators", default_plan_code="STOCKED")
        customer = await self.made("/customers", code="CUST-1", name="Water works", customer_type="PLANT")
        self.project = await self.made(
            "/projects", code="PRJ-1", name="Water works", customer_id=customer["id"], kind="plant"
        )
        self.place = await self.made("/inventory/locations", code="STORE", name="Store", kind="warehouse")

    async def made(self, path: str, **body: object) -> Row:
        """Return what a request has made."""
        answer = await self.client.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def part(self, code: str) -> Row:
        """Return a new part."""
        return await self.made("/inventory/parts", code=code, name=code, unit="ea")

    async def receive(self, part: Row) -> None:
        """Take in plenty of our own."""
        line = {"part_id": part["id"], "quantity": PLENTY, "unit_cost": _UNIT_COST}
        await self.made("/inventory/postings", kind="receipt", location_id=self.place["id"], lines=[line])

    async def agree(self, part: Row) -> Row:
        """Return an agreement with a new supplier, of whose part plenty lies there."""
        party = await self.made("/parties", code="PUMPCO", name="Pump Co", roles=["supplier"])
        priced = {"part_id": part["id"], "unit_price": _UNIT_COST, "valid_from": SINCE}
        agreement = await self.made(
            "/consignment/agreements",
            party_id=party["id"],
            currency="CNY",
            starts_on=SINCE,
            prices=[priced],
            items=[{"part_id": part["id"]}],
        )
        await self.made(f"/consignment/agreements/{agreement['id']}/transitions", action="activate")
        line = {"part_id": part["id"], "quantity": PLENTY}
        where = {"agreement_id": agreement["id"], "location_id": self.place["id"]}
        await self.made("/consignment/receipts", **where, occurred_at=BEFORE, lines=[line])
        return agreement

    async def ticket(self) -> str:
        """Return the id of a new ticket."""
        report = {"title": "Pump trips", "project_id": self.project["id"], "channel": "phone", "grade": 2}
        return (await self.made("/tickets", **report))["id"]

    async def issue(self, ticket_id: str, part: Row, **values: object) -> Row:
        """Return the posting of one piece for a ticket."""
        lines = [{"part_id": part["id"], "quantity": "1"}]
        path = f"/tickets/{ticket_id}/inventory/issues"
        return await self.made(path, location_id=self.place["id"], lines=lines, **values)

    async def copy(self, table: str, count: int, *, of: Mapping[str, str], **instead: str) -> None:
        """Copy one row of a table many times; `n` is the number of the copy, from 1."""
        await copy(self._database, table, count, of=of, **instead)

    async def copy_bare(self, table: str, count: int, *, of: Mapping[str, str], **instead: str) -> None:
        """Do the same without keys and indexes, which are made again afterwards: many times quicker for millions."""
        indexes = await self._definitions(_INDEXES[self._database.dialect], table)
        keys = await self._definitions(_CONSTRAINTS, table) if self.speech.postgres else {}
        for name in reversed(keys):
            await self._database.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name in indexes.keys() - keys.keys():
            await self._database.execute(f"DROP INDEX {name}")
        if self.speech.postgres:
            await self._database.execute(f"ALTER TABLE {table} SET UNLOGGED")
        await self.copy(table, count, of=of, **instead)
        for name, definition in keys.items():
            await self._database.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for name in sorted(indexes.keys() - keys.keys()):
            await self._database.execute(indexes[name])

    def ago(self, minutes: str) -> str:
        """Return the moment that is so many minutes before now."""
        if self.speech.postgres:
            return f"now() - ({minutes}) * interval '1 minute'"
        return f"strftime('%Y-%m-%d %H:%M:%S', 'now', '-' || ({minutes}) || ' minutes') || '+00:00'"

    async def settle(self) -> None:
        """Let the database know what it has, as it does by itself after a while."""
        await settle(self._database)

    async def _definitions(self, question: str, table: str) -> dict[str, str]:
        return {row["name"]: row["definition"] for row in await self._database.fetch(question.format(table=table))}


@asynccontextmanager
async def stockroom(url: str, *, folder: Path) -> AsyncGenerator[Stockroom]:
    """Give a furnished stockroom on an empty database."""
    async with bare_room(url, folder=folder, plugins=PLUGINS) as room:
        await room.furnish()
        yield room


@asynccontextmanager
async def bare_room(url: str, *, folder: Path, plugins: Sequence[Plugin]) -> AsyncGenerator[Stockroom]:
    """Give a room without anything in it, where some plugins are at work, on an empty database."""
    async with application(url, folder=folder, plugins=plugins) as app:
        engine = cast("SqliteEngine | PgEngine", app.database)
        if engine.dialect is Dialect.POSTGRES:
            await engine.execute(_QUICK_FILL)
        database = engine.for_maintenance()
        await database.open()
        transport = httpx.ASGITransport(app=cast("Any", app))
        headers = {"Authorization": f"Bearer {KEY}"}
        try:
            async with httpx.AsyncClient(
                transport=transport, base_url="http://bench/v1", headers=headers, timeout=PATIENCE_SECONDS
            ) as client:
                yield Stockroom(app, client, database)
        finally:
            await database.close()


def id_of(row: Row) -> UUID:
    """Return the id of what a request has made."""
    return UUID(row["id"])
