"""Questions about involvements: of a record, of a party, on a day, now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_parties.errors import InvolvementNotFound
from wellkept_parties.queries.places import ZONE, Place
from wellkept_parties.schemas.involvements import PartiesInvolvementRead, PartiesRecordKind
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import Involvement, PartyRole

_NAMED: Final = (
    "SELECT involvement.*, party.code, party.name FROM parties_involvement involvement"
    " JOIN parties_party party ON party.id = involvement.party_id"
)
_INVOLVEMENTS = ListDeclaration(
    select=_NAMED,
    sorts={"id": Sort("involvement.id", UUID)},
    sort_default="id",
    id_column="involvement.id",
)
#: Each with the zone of its site.
_PLACED: Final = (
    f"SELECT involvement.*, {ZONE} FROM parties_involvement involvement"
    " LEFT JOIN ticket ON involvement.record_kind = 'ticket' AND ticket.id = involvement.record_id"
    " LEFT JOIN equipment ON involvement.record_kind = 'equipment' AND equipment.id = involvement.record_id"
    " JOIN project ON project.id = COALESCE(ticket.project_id, equipment.project_id, involvement.record_id)"
    " JOIN customer ON customer.id = project.customer_id"
)


class StoredInvolvement(Struct, frozen=True, kw_only=True):
    """A stored involvement, as those who end and announce it need it."""

    id: UUID
    party_id: PartyId
    record_kind: PartiesRecordKind
    record_id: UUID
    role: PartyRole
    starts_on: date
    ends_on: date | None
    starts_at: datetime
    origin: str
    agreed_ends_on: date | None


class PlacedInvolvement(StoredInvolvement, frozen=True, kw_only=True):
    """A stored involvement with the zone of its site."""

    time_zone: str


class InvolvementFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which involvements a list shows; `on` is a day of the site."""

    record_kind: PartiesRecordKind | None = None
    role: PartyRole | None = None
    on: date | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(
            TRUE if self.record_kind is None else Clause("involvement.record_kind = ?", (self.record_kind,)),
            TRUE if self.role is None else Clause("involvement.role = ?", (self.role,)),
            TRUE if self.on is None else in_force_on(self.on),
        )


async def of_party(
    ctx: Ctx, party_id: UUID, page: PageRequest, *, filters: InvolvementFilters
) -> Page[PartiesInvolvementRead]:
    """Return one page of what a party takes part in, in the order of recording."""
    asked = {"party_id": party_id, **msgspec.to_builtins(filters)}
    where = all_of(Clause("involvement.party_id = ?", (party_id,)), filters.clause(), _seen(ctx))
    return await _page(ctx, page, where=where, asked=asked)


async def of_record(
    ctx: Ctx, kind: PartiesRecordKind, record_id: UUID, page: PageRequest, *, filters: InvolvementFilters
) -> Page[PartiesInvolvementRead]:
    """Return one page of who takes part in a record, in the order of recording."""
    asked = {"record_kind": kind, "record_id": record_id, **msgspec.to_builtins(filters)}
    where = all_of(_in_record(kind, record_id), filters.clause(), _seen(ctx))
    return await _page(ctx, page, where=where, asked=asked)


async def involvement(ctx: Ctx, involvement_id: UUID) -> PartiesInvolvementRead:
    """Return an involvement that there is, as the caller may see it."""
    row = await ctx.db.fetch_one(f"{_NAMED} WHERE involvement.id = ?", involvement_id)
    assert row is not None, "it was written in this transaction"
    return PartiesInvolvementRead.of(row, actor=ctx.actor)


async def row_in(ctx: Ctx, place: Place, involvement_id: UUID) -> Row:
    """
    Return the row of an involvement in a record.

    Raises:
        InvolvementNotFound: there is none in this record.
    """
    where = Clause("involvement.id = ?", (involvement_id,)) & _in_record(place.kind, place.record_id)
    row = await ctx.db.fetch_one(f"SELECT * FROM parties_involvement involvement WHERE {where.sql}", *where.args)
    if row is None:
        raise InvolvementNotFound
    return row


async def lasting(ctx: Ctx, place: Place, party_id: UUID, *, role: PartyRole | None = None) -> list[PlacedInvolvement]:
    """Return the involvements of a party in a record that have not ended, in one role or in any."""
    where = all_of(
        _in_record(place.kind, place.record_id),
        Clause("involvement.party_id = ? AND involvement.ended_by IS NULL", (party_id,)),
        TRUE if role is None else Clause("involvement.role = ?", (role,)),
    )
    return await placed(ctx, where)


async def placed(ctx: Ctx, where: Clause, *, limit: int | None = None) -> list[PlacedInvolvement]:
    """Return the involvements that a condition on them, `project` and `customer` selects, in the order of ids."""
    end = "" if limit is None else f" LIMIT {limit:d}"
    rows = await ctx.db.fetch(f"{_PLACED} WHERE {where.sql} ORDER BY involvement.id{end}", *where.args)
    return msgspec.convert(rows, list[PlacedInvolvement])


async def involved(ctx: Ctx, kind: PartiesRecordKind, record_id: UUID, *, on: date) -> Sequence[Involvement]:
    """Return who takes part in a record on a day, as other plugins see it."""
    where = _in_record(kind, record_id) & in_force_on(on)
    rows = await ctx.db.fetch(
        "SELECT involvement.*, involvement.record_kind AS record FROM parties_involvement involvement"
        f" WHERE {where.sql} ORDER BY involvement.id",
        *where.args,
    )
    return msgspec.convert(rows, list[Involvement])


def in_force_on(day: date) -> Clause:
    """Return the condition that an involvement is in force on a day of its site."""
    return Clause("involvement.starts_on <= ? AND (involvement.ends_on IS NULL OR involvement.ends_on > ?)", (day, day))


def in_force_at(at: datetime) -> Clause:
    """Return the condition that an involvement is in force at a moment."""
    return Clause("involvement.starts_at <= ? AND (involvement.ends_at IS NULL OR involvement.ends_at > ?)", (at, at))


def own_now(actor: Actor, at: datetime) -> Clause:
    """Return the condition that an involvement is the caller's own, and in force."""
    if actor.party_id is None:
        return FALSE
    return Clause("involvement.party_id = ?", (actor.party_id,)) & in_force_at(at)


async def _page(
    ctx: Ctx, page: PageRequest, *, where: Clause, asked: Mapping[str, object]
) -> Page[PartiesInvolvementRead]:
    found = await ctx.db.page(_INVOLVEMENTS, page, where=where, filters=asked)
    items = [PartiesInvolvementRead.of(row, actor=ctx.actor) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


def _seen(ctx: Ctx) -> Clause:
    """Return the condition that the caller may see an involvement: partners their own, while it lasts."""
    return own_now(ctx.actor, ctx.at) if ctx.actor.is_outside else TRUE


def _in_record(kind: PartiesRecordKind, record_id: UUID) -> Clause:
    return Clause("involvement.record_kind = ? AND involvement.record_id = ?", (kind, record_id))
