"""The records in which parties take part: where they lie, in which zone, and whether they are over."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect
from wellkept_sdk.errors import NotFound
from wellkept_sdk.local_days import local_day

PROJECT, EQUIPMENT, TICKET = PartiesRecordKind

#: The zone of a site that names none is that of its customer.
ZONE: Final = "COALESCE(project.time_zone, customer.time_zone) AS time_zone"
_IS_OVER: Final = "ticket.status IN ('closed', 'cancelled')"
_IN_PROJECT: Final = " JOIN customer ON customer.id = project.customer_id"
_PLACES: Final[Mapping[PartiesRecordKind, str]] = {
    PROJECT: f"SELECT project.id AS project_id, {ZONE} FROM project{_IN_PROJECT} WHERE project.id = ?",
    EQUIPMENT: f"SELECT equipment.project_id, {ZONE} FROM equipment"
    f" JOIN project ON project.id = equipment.project_id{_IN_PROJECT} WHERE equipment.id = ?",
    TICKET: f"SELECT ticket.project_id, {ZONE}, {_IS_OVER} AS is_over"
    f" FROM ticket JOIN project ON project.id = ticket.project_id{_IN_PROJECT} WHERE ticket.id = ?",
}
# The record, so that its involvements are written one after another; its site, so that nobody moves it to another zone
# meanwhile. Core locks a record before it tells plugins, so whoever locks a party does so after this.
_LOCKS: Final[Mapping[PartiesRecordKind, str]] = {
    PROJECT: " FOR NO KEY UPDATE OF project FOR SHARE OF customer",
    EQUIPMENT: " FOR NO KEY UPDATE OF equipment FOR SHARE OF project, customer",
    TICKET: " FOR NO KEY UPDATE OF ticket FOR SHARE OF project, customer",
}


class Place(Struct, frozen=True, kw_only=True):
    """
    Where a record lies.

    Args:
        time_zone: in which the days of its involvements are counted.
        is_over: True for a ticket that is closed or cancelled.
    """

    kind: PartiesRecordKind
    record_id: UUID
    project_id: UUID
    time_zone: str
    is_over: bool

    def day(self, at: datetime) -> date:
        """Return which day it is there."""
        return local_day(at, time_zone=self.time_zone)


async def place(ctx: Ctx, kind: PartiesRecordKind, record_id: UUID) -> Place:
    """
    Return where a record lies.

    Raises:
        NotFound: there is no such record.
    """
    return await _place(ctx, kind, record_id, lock="")


async def locked_place(ctx: Ctx, kind: PartiesRecordKind, record_id: UUID) -> Place:
    """
    Return where a record lies, whose involvements nobody else can change before the running transaction ends.

    Raises:
        NotFound: there is no such record.
    """
    # SQLite has one writer, whose transaction has begun.
    lock = _LOCKS[kind] if ctx.db.dialect is Dialect.POSTGRES else ""
    return await _place(ctx, kind, record_id, lock=lock)


async def lock_records(ctx: Ctx, kind: PartiesRecordKind, record_ids: Collection[UUID]) -> None:
    """Lock records of one kind in the order of their ids, as whoever changes one of them does first."""
    if ctx.db.dialect is Dialect.POSTGRES:
        where = ctx.db.any_of("id", record_ids)
        await ctx.db.fetch(f"SELECT id FROM {kind} WHERE {where.sql} ORDER BY id FOR NO KEY UPDATE", *where.args)


async def _place(ctx: Ctx, kind: PartiesRecordKind, record_id: UUID, *, lock: str) -> Place:
    row = await ctx.db.fetch_one(_PLACES[kind] + lock, record_id)
    if row is None:
        raise NotFound
    is_over = bool(row.get("is_over"))
    return msgspec.convert({**row, "kind": kind, "record_id": record_id, "is_over": is_over}, Place)
