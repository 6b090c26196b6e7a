"""Two plugins that add something to records: `weather` to tickets by contract, `gatekeeper` to every kind of record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk import (
    ActivationLevel,
    Ctx,
    Extension,
    ExtensionFilter,
    ExtensionSort,
    FailurePolicy,
    Manifest,
    Plugin,
    RecordName,
)
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.errors import invalid
from wellkept_sdk.moment import Moment

TABLES = (
    "CREATE TABLE weather_ticket (ticket_id UUID PRIMARY KEY, limit_mps INTEGER NOT NULL, hold_until TIMESTAMPTZ)",
    "CREATE TABLE gatekeeper_note (record_id UUID PRIMARY KEY, note TEXT NOT NULL)",
)
DROPS = ("DROP TABLE weather_ticket", "DROP TABLE gatekeeper_note")
FORBIDDEN_LIMIT_MPS = 13


class WeatherTicket(Struct, frozen=True, kw_only=True):
    """Up to which wind the work at a ticket goes on."""

    limit_mps: int
    hold_until: datetime | None
    is_high: bool


class WeatherTicketInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to which wind the work shall go on."""

    limit_mps: Annotated[int, Meta(ge=1, le=60)]
    hold_until: Moment | None = None


async def load_weather(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, WeatherTicket]:
    marks = ", ".join("?" * len(ids))
    rows = await ctx.db.fetch(f"SELECT * FROM weather_ticket WHERE ticket_id IN ({marks})", *ids)
    return {
        row["ticket_id"]: WeatherTicket(
            limit_mps=row["limit_mps"], hold_until=row["hold_until"], is_high=row["limit_mps"] > 20
        )
        for row in rows
    }


async def store_weather(ctx: Ctx, ticket_id: UUID, value: WeatherTicketInput | None) -> None:
    if value is not None and value.limit_mps == FORBIDDEN_LIMIT_MPS:
        raise invalid("/limit_mps", "weather.limit.unlucky", "Nobody works on at 13 metres per second.")
    await ctx.db.execute("DELETE FROM weather_ticket WHERE ticket_id = ?", ticket_id)
    if value is not None:
        await ctx.db.execute(
            "INSERT INTO weather_ticket (ticket_id, limit_mps, hold_until) VALUES (?, ?, ?)",
            ticket_id,
            value.limit_mps,
            value.hold_until,
        )


def _with_limit(limit_mps: int) -> Clause:
    return Clause("ticket.id IN (SELECT ticket_id FROM weather_ticket WHERE limit_mps = ?)", (limit_mps,))


def _held_since(moment: datetime) -> Clause:
    return Clause("ticket.id IN (SELECT ticket_id FROM weather_ticket WHERE hold_until >= ?)", (moment,))


WEATHER = Extension(
    record=RecordName.TICKET,
    read=WeatherTicket,
    load=load_weather,
    write=WeatherTicketInput,
    store=store_weather,
    filters={
        "limit_mps": ExtensionFilter(type=int, where=_with_limit, description="Exactly this limit."),
        "held_since": ExtensionFilter(type=datetime, where=_held_since, description="Held until this or later."),
    },
    sorts={
        "hold_until": ExtensionSort(
            type=datetime, expression="SELECT hold_until FROM weather_ticket WHERE ticket_id = ticket.id"
        ),
        "limit_mps": ExtensionSort(
            type=int, expression="SELECT limit_mps FROM weather_ticket WHERE ticket_id = ticket.id"
        ),
    },
)


class WeatherPlugin(Plugin):
    """Knows up to which wind work goes on; for some records only."""

    manifest = Manifest(name="weather", version="1.0.0", sdk=">=1.0,<2")
    extensions = (WEATHER,)


class GatekeeperNote(Struct, frozen=True, kw_only=True):
    """What the gate is told."""

    note: str


class GatekeeperNoteInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the gate shall be told."""

    note: Annotated[str, Meta(min_length=1, max_length=50)]


async def load_note(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, GatekeeperNote]:
    marks = ", ".join("?" * len(ids))
    rows = await ctx.db.fetch(f"SELECT * FROM gatekeeper_note WHERE record_id IN ({marks})", *ids)
    return {row["record_id"]: GatekeeperNote(note=row["note"]) for row in rows}


async def store_note(ctx: Ctx, record_id: UUID, value: GatekeeperNoteInput | None) -> None:
    await ctx.db.execute("DELETE FROM gatekeeper_note WHERE record_id = ?", record_id)
    if value is not None:
        await ctx.db.execute("INSERT INTO gatekeeper_note (record_id, note) VALUES (?, ?)", record_id, value.note)


def _noted(record: RecordName) -> Callable[[Any], Clause]:
    return lambda note: Clause(f"{record}.id IN (SELECT record_id FROM gatekeeper_note WHERE note = ?)", (note,))


def gatekeeper_extension(record: RecordName) -> Extension[Any, Any]:
    """Return the note of the gate on one kind of record, which people outside see too."""
    return Extension(
        record=record,
        read=GatekeeperNote,
        load=load_note,
        write=GatekeeperNoteInput,
        store=store_note,
        filters={"note": ExtensionFilter(type=str, where=_noted(record), description="Exactly this note.")},
        sorts={
            "note": ExtensionSort(
                type=str, expression=f"SELECT note FROM gatekeeper_note WHERE record_id = {record}.id"
            )
        },
        shown_outside=True,
    )


class GatekeeperPlugin(Plugin):
    """Tells the gate about every record; always on, and nothing goes without it."""

    manifest = Manifest(
        name="gatekeeper",
        version="1.0.0",
        sdk=">=1.0,<2",
        activation=ActivationLevel.DEPLOYMENT,
        failure=FailurePolicy.REQUIRED,
    )
    extensions = tuple(map(gatekeeper_extension, RecordName))
