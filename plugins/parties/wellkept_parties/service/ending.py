"""Changing and ending involvements: what has ended is history and stays."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_parties.errors import EmptyPeriod, InvolvementEnded, InvolvementOverlaps
from wellkept_parties.events import PartiesEnding
from wellkept_parties.queries import involvements as queries
from wellkept_parties.queries.involvements import StoredInvolvement
from wellkept_parties.queries.places import Place, locked_place
from wellkept_parties.rules.days import first_moment_after
from wellkept_parties.rules.duties import merged
from wellkept_parties.rules.periods import end_of, is_empty, overlap
from wellkept_parties.schemas.involvements import (
    PartiesInvolvementPatch,
    PartiesInvolvementRead,
    PartiesRecordKind,
)
from wellkept_parties.service import announcing
from wellkept_parties.tables import PartiesInvolvement
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.http import IfMatch


async def update(
    ctx: Ctx,
    kind: PartiesRecordKind,
    record_id: UUID,
    involvement_id: UUID,
    *,
    patch: PartiesInvolvementPatch,
    if_match: IfMatch,
) -> PartiesInvolvementRead:
    """
    Change an involvement; an end that has come ends it at once.

    Raises:
        NotFound: there is no such record.
        InvolvementNotFound: the record has no such involvement.
        PreconditionFailed: it has changed since the version that the caller has seen.
        InvolvementEnded: it has ended.
        EmptyPeriod: it would end before it has begun.
        InvolvementOverlaps: it would last into another one of the same party in the same role.
    """
    async with ctx.db.transaction():
        place = await locked_place(ctx, kind, record_id)
        row = await queries.row_in(ctx, place, involvement_id)
        values = _values(patch, place=place)
        changes = {name: value for name, value in values.items() if row[name] != value}
        if is_empty(row["starts_on"], changes.get("ends_on")):
            raise EmptyPeriod.at("/ends_on")
        if_match.require(row["version"])
        if not changes:
            return await queries.involvement(ctx, involvement_id)
        if row["ended_by"] is not None:
            raise InvolvementEnded
        if "ends_on" in changes:
            changes |= await _ending(ctx, place, row, ends_on=changes["ends_on"])
        await _write(ctx, place, row, changes=changes)
        return await queries.involvement(ctx, involvement_id)


async def end(
    ctx: Ctx, kind: PartiesRecordKind, record_id: UUID, involvement_id: UUID, *, if_match: IfMatch
) -> PartiesInvolvementRead:
    """
    End an involvement today; one that has ended stays as it is.

    Raises:
        NotFound: there is no such record.
        InvolvementNotFound: the record has no such involvement.
        PreconditionFailed: it has changed since the version that the caller has seen.
    """
    async with ctx.db.transaction():
        place = await locked_place(ctx, kind, record_id)
        row = await queries.row_in(ctx, place, involvement_id)
        if_match.require(row["version"])
        if row["ended_by"] is None:
            ends_on = end_of(row["starts_on"], row["ends_on"], today=place.day(ctx.at))
            ends_at = first_moment_after(ends_on, place.time_zone)
            changes = {"ends_on": ends_on, "ends_at": ends_at, "ended_by": PartiesEnding.PERSON.value}
            await _write(ctx, place, row, changes=changes)
        return await queries.involvement(ctx, involvement_id)


def _values(patch: PartiesInvolvementPatch, *, place: Place) -> dict[str, Any]:
    """Return the column values that a patch asks for."""
    values = {name: value for name, value in asdict(patch).items() if value is not UNSET}
    if patch.scope is not UNSET:
        values["scope"] = [scope.value for scope in merged(patch.scope)]
    if patch.ends_on is not UNSET:
        values["ends_at"] = first_moment_after(patch.ends_on, place.time_zone)
    return values


async def _ending(ctx: Ctx, place: Place, row: Row, *, ends_on: Any) -> dict[str, str]:  # noqa: ANN401 - a date or None
    """Return what another end means beside the end itself."""
    others = await queries.lasting(ctx, place, row["party_id"], role=row["role"])
    if any(overlap(row["starts_on"], ends_on, other) for other in others if other.id != row["id"]):
        raise InvolvementOverlaps
    has_come = ends_on is not None and ends_on <= place.day(ctx.at)
    return {"ended_by": PartiesEnding.PERSON.value} if has_come else {}


async def _write(ctx: Ctx, place: Place, row: Row, *, changes: dict[str, Any]) -> None:
    after = await ctx.db.update(PartiesInvolvement, row["id"], changes=changes)
    await ctx.raise_version(RecordName(place.kind), place.record_id)
    told = {name: value for name, value in changes.items() if name != "ends_at"}
    has_ended = after["ended_by"] is not None
    await ctx.audit(
        "parties.involvement.ended" if has_ended else "parties.involvement.updated",
        subject=f"parties/{row['party_id']}",
        before={"involvement_id": str(row["id"]), **{name: row[name] for name in told}},
        after={"involvement_id": str(row["id"]), **told},
    )
    if has_ended:
        stored = msgspec.convert(after, StoredInvolvement)
        await announcing.ended(ctx, stored, because=PartiesEnding.PERSON)
