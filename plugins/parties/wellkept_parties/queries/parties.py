"""Questions about parties and their contacts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_parties.schemas.parties import PartiesContactRead, PartiesPartyRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import FALSE, TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of, begins, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import PartyId
from wellkept_sdk.records.tickets import OPEN_STATUSES
from wellkept_sdk.services.parties import PartyName, PartyNotFound, PartyRead, PartyRole, PartyStatus

#: How many open tickets a refusal names.
NAMED_MAX = 20

_PARTIES = ListDeclaration(
    select="SELECT * FROM parties_party",
    sorts={"code": Sort("code", str), "name": Sort("name", str)},
    sort_default="code",
)
_OPEN = ", ".join(f"'{status}'" for status in OPEN_STATUSES)
_STILL_INVOLVED = (
    "SELECT DISTINCT ticket.number_seq, ticket.number FROM parties_involvement involvement"
    " JOIN ticket ON ticket.id = involvement.record_id"
    " WHERE involvement.party_id = ? AND involvement.record_kind = 'ticket' AND involvement.ended_by IS NULL"
    f" AND (involvement.ends_at IS NULL OR involvement.ends_at > ?) AND ticket.status IN ({_OPEN})"
    " ORDER BY ticket.number_seq LIMIT ?"
)


class PartyFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which parties a list shows."""

    code: str | None = None
    role: PartyRole | None = None
    status: PartyStatus | None = None
    registration_number: str | None = None
    q: str | None = None

    def clause(self, dialect: Dialect) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            equal("code", self.code),
            TRUE if self.role is None else _plays(self.role, dialect),
            equal("status", self.status),
            TRUE if self.registration_number is None else _registered(self.registration_number),
            begins(self.q, "code", "name", dialect=dialect),
        )


async def party_page(ctx: Ctx, page: PageRequest, *, filters: PartyFilters, sort: str | None) -> Page[PartiesPartyRead]:
    """Return one page of the parties that the caller may see, with their contacts."""
    where = all_of(seen(ctx.actor), filters.clause(ctx.db.dialect))
    found = await ctx.db.page(_PARTIES, page, where=where, sort=sort, filters=msgspec.to_builtins(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def party(ctx: Ctx, party_id: UUID) -> PartiesPartyRead:
    """
    Return one party that the caller may see, with its contacts.

    Raises:
        PartyNotFound: there is none.
    """
    where = Clause("id = ?", (party_id,)) & seen(ctx.actor)
    row = await ctx.db.fetch_one(f"SELECT * FROM parties_party WHERE {where.sql}", *where.args)
    if row is None:
        raise PartyNotFound
    [read] = await _read(ctx, [row])
    return read


async def require_seen(ctx: Ctx, party_id: UUID) -> None:
    """
    Make sure that there is a party, and that the caller may see it.

    Raises:
        PartyNotFound: there is none.
    """
    where = Clause("id = ?", (party_id,)) & seen(ctx.actor)
    if await ctx.db.fetch_one(f"SELECT 1 AS one FROM parties_party WHERE {where.sql}", *where.args) is None:
        raise PartyNotFound


async def contacts(ctx: Ctx, party_ids: Collection[UUID]) -> Mapping[UUID, list[PartiesContactRead]]:
    """Return the contacts of parties in their order; one statement, and none for nobody."""
    if not party_ids:
        return {}
    where = ctx.db.any_of("party_id", party_ids)
    rows = await ctx.db.fetch(f"SELECT * FROM parties_contact WHERE {where.sql} ORDER BY position", *where.args)
    found: defaultdict[UUID, list[PartiesContactRead]] = defaultdict(list)
    for row in rows:
        found[row["party_id"]].append(msgspec.convert(row, PartiesContactRead))
    return found


async def known(ctx: Ctx, where: Clause) -> list[PartyRead]:
    """Return the parties that a condition selects, as other plugins see them; one statement."""
    rows = await ctx.db.fetch(f"SELECT id, code, name, roles, status FROM parties_party WHERE {where.sql}", *where.args)
    return msgspec.convert(rows, list[PartyRead])


async def names(ctx: Ctx, party_ids: Collection[PartyId]) -> dict[PartyId, PartyName]:
    """Return how parties are called; unknown ones are left out; one statement."""
    where = ctx.db.any_of("id", party_ids)
    rows = await ctx.db.fetch(f"SELECT id, code, name FROM parties_party WHERE {where.sql}", *where.args)
    return {name.id: name for name in msgspec.convert(rows, list[PartyName])}


async def open_tickets(ctx: Ctx, party_id: UUID) -> list[str]:
    """Return the numbers of the first open tickets in which a party takes part, now or later."""
    rows = await ctx.db.fetch(_STILL_INVOLVED, party_id, ctx.at, NAMED_MAX)
    return [row["number"] for row in rows]


async def is_code_taken(ctx: Ctx, code: str) -> bool:
    """Return whether a party has this code."""
    return await ctx.db.fetch_one("SELECT 1 AS one FROM parties_party WHERE code = ?", code) is not None


def seen(actor: Actor) -> Clause:
    """Return the condition that the caller may see a party: a partner its own, our house all."""
    if not actor.is_outside:
        return TRUE
    return FALSE if actor.party_id is None else Clause("parties_party.id = ?", (actor.party_id,))


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[PartiesPartyRead]:
    found = await contacts(ctx, [row["id"] for row in rows])
    return [PartiesPartyRead.of(row, contacts=found.get(row["id"], []), actor=ctx.actor) for row in rows]


def _plays(role: PartyRole, dialect: Dialect) -> Clause:
    if dialect is Dialect.POSTGRES:
        return Clause("roles @> ?", ([role.value],))
    return Clause("EXISTS (SELECT 1 FROM json_each(roles) WHERE value = ?)", (role.value,))


def _registered(number: str) -> Clause:
    # Codes of `cn-uscc` are kept upper-case, however they were written.
    return Clause("registration_number IN (?, ?)", (number, number.upper()))
