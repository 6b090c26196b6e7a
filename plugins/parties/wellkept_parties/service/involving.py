"""Letting parties take part in records."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from wellkept_parties.errors import EmptyPeriod, PartyArchived, PartyBlocked, RoleNotPlayed
from wellkept_parties.events import PartiesEnding
from wellkept_parties.queries import involvements as queries
from wellkept_parties.queries.involvements import PlacedInvolvement, StoredInvolvement
from wellkept_parties.queries.places import Place, locked_place
from wellkept_parties.rules.days import first_moment_after
from wellkept_parties.rules.duties import merged
from wellkept_parties.rules.periods import first_overlapping, is_empty
from wellkept_parties.schemas.involvements import (
    PartiesInvolvementCreate,
    PartiesInvolvementRead,
    PartiesRecordKind,
    kind_of,
)
from wellkept_parties.service import announcing
from wellkept_parties.service.parties import locked
from wellkept_parties.tables import PartiesInvolvement, PartiesParty
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId, uuid7
from wellkept_sdk.local_days import first_moment
from wellkept_sdk.services.parties import PartyRole, PartyScope, PartyStatus

MANUAL = "manual"


class Involved(Struct, frozen=True, kw_only=True):
    """An involvement, and whether it was made now; if not, the party takes part already."""

    involvement: PartiesInvolvementRead
    is_new: bool


class _Wanted(Struct, frozen=True, kw_only=True):
    """A party's part in a record as somebody asks for it."""

    party_id: PartyId
    role: PartyRole
    scope: Sequence[PartyScope]
    starts_on: date
    ends_on: date | None
    reference: str | None
    note: str | None
    origin: str


async def involve(ctx: Ctx, kind: PartiesRecordKind, record_id: UUID, draft: PartiesInvolvementCreate) -> Involved:
    """
    Let a party take part in a record; where it does already in that role, the scope joins what it answers for.

    Raises:
        NotFound: there is no such record.
        Invalid: there is no such party, it does not play the role, or the period has no day.
        PartyBlocked: it is blocked, and the involvement would be a new one.
        PartyArchived: it is archived, and the involvement would be a new one.
    """
    async with ctx.db.transaction():
        place = await locked_place(ctx, kind, record_id)
        starts_on = place.day(ctx.at) if draft.starts_on is UNSET else draft.starts_on
        empty = [EmptyPeriod.at("/ends_on")] if is_empty(starts_on, draft.ends_on) else []
        party = await ctx.db.locked(PartiesParty, draft.party_id)
        mistakes = [unknown_reference("/party_id", "party")] if party is None else _role_mistakes(party, draft.role)
        refuse([*mistakes, *empty])
        assert party is not None, "an unknown one was refused"
        wanted = _Wanted(
            party_id=draft.party_id,
            role=draft.role,
            scope=draft.scope,
            starts_on=starts_on,
            ends_on=draft.ends_on,
            reference=draft.reference,
            note=draft.note,
            origin=MANUAL,
        )
        present = first_overlapping(
            starts_on, draft.ends_on, await queries.lasting(ctx, place, draft.party_id, role=draft.role)
        )
        if present is None:
            involvement_id = await _start(ctx, place, wanted, party=party)
        else:
            involvement_id = await _widen(ctx, place, present, wanted)
        return Involved(involvement=await queries.involvement(ctx, involvement_id), is_new=present is None)


async def involve_for(
    ctx: Ctx, record: RecordName, record_id: UUID, *, party_id: PartyId, role: PartyRole, origin: str
) -> UUID:
    """
    Make sure that a party takes part in a record from today on, as another plugin asks, and return the involvement.

    The role `other` stands for whatever the party is there, and every party plays it.

    Raises:
        PartyNotFound: there is no such party.
        NotFound: there is no such record.
        PartyBlocked: it is blocked, and the involvement would be a new one.
        PartyArchived: it is archived, and the involvement would be a new one.
        RoleNotPlayed: it does not play the role, and the involvement would be a new one.
    """
    async with ctx.db.transaction():
        place = await locked_place(ctx, kind_of(record), record_id)
        party = await locked(ctx, party_id)
        today = place.day(ctx.at)
        in_role = None if role is PartyRole.OTHER else role
        lasting = await queries.lasting(ctx, place, party_id, role=in_role)
        present = first_overlapping(today, None, lasting)
        if present is not None and present.starts_on <= today:
            return present.id
        wanted = _Wanted(
            party_id=party_id,
            role=role if present is None else present.role,
            scope=(),
            starts_on=today,
            ends_on=None,
            reference=None,
            note=None,
            origin=origin,
        )
        if present is not None:
            return await _widen(ctx, place, present, wanted)
        refuse([] if role is PartyRole.OTHER else _role_mistakes(party, role))
        return await _start(ctx, place, wanted, party=party)


def require_active(status: PartyStatus) -> None:
    """
    Refuse a party that nothing new may name.

    Raises:
        PartyBlocked: it is blocked.
        PartyArchived: it is archived.
    """
    if status is PartyStatus.BLOCKED:
        raise PartyBlocked
    if status is PartyStatus.ARCHIVED:
        raise PartyArchived


def _role_mistakes(party: Row, role: PartyRole) -> list[Invalid]:
    return [] if role in party["roles"] else [RoleNotPlayed.at("/role")]


async def _start(ctx: Ctx, place: Place, wanted: _Wanted, *, party: Row) -> UUID:
    require_active(PartyStatus(party["status"]))
    period = period_values(place, starts_on=wanted.starts_on, ends_on=wanted.ends_on)
    # What was over before it was written down is history at once, and no record shows it until the daily job.
    is_past = wanted.ends_on is not None and wanted.ends_on <= place.day(ctx.at)
    row = await ctx.db.insert(
        PartiesInvolvement,
        id=uuid7(),
        party_id=wanted.party_id,
        record_kind=place.kind,
        record_id=place.record_id,
        role=wanted.role,
        scope=_stored_scope(wanted.scope),
        **period,
        reference=wanted.reference,
        note=wanted.note,
        origin=wanted.origin,
        actor_id=ctx.actor.id,
        # Who is asked when all is over has its days from then on.
        record_closed_at=max(ctx.at, period["starts_at"]) if place.is_over else None,
        ended_by=PartiesEnding.PERIOD.value if is_past else None,
    )
    await ctx.raise_version(RecordName(place.kind), place.record_id)
    made = msgspec.convert(row, StoredInvolvement)
    await announcing.started(ctx, made)
    if is_past:
        await announcing.ended(ctx, made, because=PartiesEnding.PERIOD)
    return made.id


async def _widen(ctx: Ctx, place: Place, present: PlacedInvolvement, wanted: _Wanted) -> UUID:
    """Let an involvement that there is begin early enough and answer for more; return its id."""
    row = await queries.row_in(ctx, place, present.id)
    scope = _stored_scope(merged(row["scope"], wanted.scope))
    starts_on = min(present.starts_on, wanted.starts_on)
    changes: dict[str, Any] = {} if scope == row["scope"] else {"scope": scope}
    if starts_on != present.starts_on:
        changes |= {"starts_on": starts_on, "starts_at": first_moment(starts_on, time_zone=place.time_zone)}
    if changes:
        await ctx.db.update(PartiesInvolvement, present.id, changes=changes)
        await ctx.raise_version(RecordName(place.kind), place.record_id)
    return present.id


def period_values(place: Place, *, starts_on: date, ends_on: date | None) -> dict[str, Any]:
    """Return the columns of a period, its days and the moments at which they begin."""
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "starts_at": first_moment(starts_on, time_zone=place.time_zone),
        "ends_at": first_moment_after(ends_on, place.time_zone),
    }


def _stored_scope(scope: Sequence[PartyScope]) -> list[str]:
    return [each.value for each in merged(map(PartyScope, scope))]
