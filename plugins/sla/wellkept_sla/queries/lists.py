"""Lists over all tickets: which clocks and breaches there are, as far as the caller may see them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import FALSE, TRUE, Clause, Database, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.sla import ClockKind, ClockState
from wellkept_sla.rules.facts import Fact

_STANDING: Final = Clause(
    "EXISTS (SELECT 1 FROM sla_breach breach WHERE breach.clock_id = clock.id AND NOT EXISTS"
    " (SELECT 1 FROM sla_mark mark WHERE mark.breach_id = breach.id AND mark.kind = 'withdrawn'))"
)
#: The fold never takes a clock back but for a late fact; its row then says so.
_FOLDED: Final = Clause("clock.state <> 'cancelled' OR clock.cancelled_because IS NOT NULL")
# As expressions, so that SQLite walks along the order of the list and not ticket by ticket.
_CLOCKS_TICKET: Final = "COALESCE(clock.ticket_id, NULL)"
_BREACHS_TICKET: Final = "COALESCE(breach.ticket_id, NULL)"
_EXCUSED: Final = Clause("excuse.id IS NOT NULL")
_WITHDRAWN: Final = Clause("withdrawal.id IS NOT NULL")

CLOCKS = ListDeclaration(
    select="SELECT clock.id, clock.ticket_id, clock.code, clock.number, clock.due_at"
    " FROM sla_clock clock JOIN ticket ON ticket.id = clock.ticket_id",
    sorts={"due_at": Sort("clock.due_at", datetime, nullable=True)},
    sort_default="due_at",
    id_column="clock.id",
)
BREACHES = ListDeclaration(
    select="SELECT breach.id, breach.ticket_id, breach.clock_id, clock.code, clock.number, clock.kind, clock.grade,"
    " breach.due_at, breach.breached_at, breach.detected_at, breach.on_attach, breach.holder, breach.party_id,"
    " breach.attribution, excuse.id AS excuse_id, excuse.reason_code AS excuse_reason_code,"
    " excuse.note AS excuse_note, excuse.evidence AS excuse_evidence, excuse.actor_id AS excuse_actor_id,"
    " excuse.recorded_at AS excuse_recorded_at, withdrawal.recorded_at AS withdrawn_at"
    " FROM sla_breach breach JOIN sla_clock clock ON clock.id = breach.clock_id"
    " JOIN ticket ON ticket.id = breach.ticket_id"
    " LEFT JOIN sla_mark excuse ON excuse.breach_id = breach.id AND excuse.kind = 'excused'"
    " LEFT JOIN sla_mark withdrawal ON withdrawal.breach_id = breach.id AND withdrawal.kind = 'withdrawn'",
    sorts={"breached_at": Sort("breach.breached_at", datetime)},
    sort_default="-breached_at",
    id_column="breach.id",
)


class ClockFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list of clocks is narrowed; `due_before` excludes its moment."""

    state: ClockState | None = None
    kind: ClockKind | None = None
    code: str | None = None
    party_id: UUID | None = None
    customer_id: UUID | None = None
    project_id: UUID | None = None
    breached: bool | None = None
    due_before: datetime | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            # As they stand: a partial index serves no parameter.
            TRUE if self.state is None else Clause(f"clock.state = '{self.state}'"),
            TRUE if self.kind is None else Clause(f"clock.kind = '{self.kind}'"),
            equal("clock.code", self.code),
            equal("clock.party_id", self.party_id),
            equal("ticket.customer_id", self.customer_id),
            equal("ticket.project_id", self.project_id),
            _is(_STANDING, self.breached),
            TRUE if self.due_before is None else Clause("clock.due_at < ?", (self.due_before,)),
        )


class BreachFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list of breaches is narrowed; the period includes its start and not its end."""

    breached_from: datetime | None = None
    breached_to: datetime | None = None
    excused: bool | None = None
    withdrawn: bool | None = None
    code: str | None = None
    customer_id: UUID | None = None
    project_id: UUID | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            TRUE if self.breached_from is None else Clause("breach.breached_at >= ?", (self.breached_from,)),
            TRUE if self.breached_to is None else Clause("breach.breached_at < ?", (self.breached_to,)),
            _is(_EXCUSED, self.excused),
            _is(_WITHDRAWN, self.withdrawn),
            equal("clock.code", self.code),
            equal("ticket.customer_id", self.customer_id),
            equal("ticket.project_id", self.project_id),
        )


async def clock_page(ctx: Ctx, page: PageRequest, *, filters: ClockFilters, sort: str | None) -> Page[Row]:
    """Return one page of the clocks that the caller may see, the next due first, those without a due last."""
    where = clocks_seen(ctx, filters) & await _in_tickets_seen(ctx, "clock.ticket_id")
    return await ctx.db.page(CLOCKS, page, where=where, sort=sort, filters=msgspec.to_builtins(filters))


async def breach_page(ctx: Ctx, page: PageRequest, *, filters: BreachFilters) -> Page[Row]:
    """Return one page of the breaches of clocks that the caller may see, newest first."""
    where = breaches_seen(ctx, filters) & await _in_tickets_seen(ctx, "breach.ticket_id")
    return await ctx.db.page(BREACHES, page, where=where, filters=msgspec.to_builtins(filters))


def clocks_seen(ctx: Ctx, filters: ClockFilters) -> Clause:
    """Return the condition that a clock is asked for, and may be seen, where sla is active."""
    return all_of(_FOLDED, filters.clause(), seen(ctx.actor, ctx.db), ctx.active_tickets(_CLOCKS_TICKET))


def breaches_seen(ctx: Ctx, filters: BreachFilters) -> Clause:
    """Return the condition that a breach is asked for, and may be seen, where sla is active."""
    return all_of(filters.clause(), seen(ctx.actor, ctx.db), ctx.active_tickets(_BREACHS_TICKET))


async def opening_fact(ctx: Ctx, ticket_id: TicketId) -> Fact | None:
    """Return the first fact of a ticket; None for one that never had clocks."""
    row = await ctx.db.fetch_one(
        "SELECT id, position, kind, occurred_at, recorded_at, actor_id, data FROM sla_fact"
        " WHERE ticket_id = ? AND position = 1",
        ticket_id,
    )
    return None if row is None else msgspec.convert(row, Fact)


async def first_dues(ctx: Ctx, ticket_ids: Collection[TicketId]) -> dict[TicketId, datetime | None]:
    """Return the first due of each ticket that ever had clocks."""
    where = ctx.db.any_of("ticket_id", ticket_ids)
    rows = await ctx.db.fetch(f"SELECT ticket_id, first_due_at FROM sla_ticket WHERE {where.sql}", *where.args)
    return {row["ticket_id"]: row["first_due_at"] for row in rows}


async def tickets_after(ctx: Ctx, ticket_id: TicketId | None, *, number: str | None, limit: int) -> list[TicketId]:
    """Return the next tickets that ever had clocks, by their ids; with a number, only that one."""
    where = all_of(
        TRUE if ticket_id is None else Clause("own.ticket_id > ?", (ticket_id,)), equal("ticket.number", number)
    )
    rows = await ctx.db.fetch(
        "SELECT own.ticket_id FROM sla_ticket own JOIN ticket ON ticket.id = own.ticket_id"
        f" WHERE {where.sql} ORDER BY own.ticket_id LIMIT ?",
        *where.args,
        limit,
    )
    return [row["ticket_id"] for row in rows]


def seen(actor: Actor, db: Database) -> Clause:
    """Return the condition, over `clock` and `ticket`, that the caller may see a clock."""
    if not actor.is_outside:
        return TRUE
    if actor.role is Role.CUSTOMER:
        return Clause("clock.kind = 'sla'") & db.any_of("ticket.customer_id", actor.customer_ids)
    if actor.party_id is None:
        return FALSE
    return Clause("clock.kind = 'uc' AND clock.party_id = ?", (actor.party_id,))


async def _in_tickets_seen(ctx: Ctx, column: str) -> Clause:
    """Return what keeps a partner from clocks of tickets that it does not see: not yet, or no more."""
    return await ctx.seen_tickets(column) if ctx.actor.role is Role.PARTNER else TRUE


def _is(condition: Clause, wanted: bool | None) -> Clause:  # noqa: FBT001 - the value of a query parameter
    if wanted is None:
        return TRUE
    return condition if wanted else ~condition
