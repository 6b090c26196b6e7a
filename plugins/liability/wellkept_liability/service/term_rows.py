"""Writing warranties: their rows, what was known of their days before, and what is announced."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wellkept_liability.events.warranty import (
    LiabilityWarrantyTermBelowFloor,
    LiabilityWarrantyTermCreated,
    LiabilityWarrantyTermRescheduled,
)
from wellkept_liability.rules.floors import Floor
from wellkept_liability.rules.scheduling import Schedule
from wellkept_liability.tables import LiabilityWarrantyTerm
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row, store
from wellkept_sdk.ids import EquipmentId, PartyId, ProjectId, uuid7
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope

_RESCHEDULE = (
    "UPDATE liability_warranty_term SET starts_on = ?, ends_on = ?, statutory_rule = ?, minimum_ends_on = ?,"
    " satisfied = ?, updated_at = ?, version = version + 1 WHERE id = ?"
)


async def insert(ctx: Ctx, values: Mapping[str, Any], schedule: Schedule) -> Row:
    """Store a warranty with its days, and announce it; in the caller's transaction."""
    row = await ctx.db.insert(
        LiabilityWarrantyTerm, **values, **_scheduled(schedule), actor_id=ctx.actor.id, created_at=ctx.at
    )
    await ctx.audit("liability.warranty_term.created", subject=subject(row["id"]), after=_told(row))
    await ctx.emit(LiabilityWarrantyTermCreated(**told(row), replaces_id=row["replaces_id"]))
    if is_short(schedule.floor):
        await announce_short(ctx, row)
    return row


async def reschedule(ctx: Ctx, changed: Sequence[tuple[Row, Schedule]]) -> None:
    """
    Give warranties other days or another floor, keep the days that they had, and announce what has changed.

    Args:
        ctx: joins its transaction.
        changed: the rows as they are stored, with what they become.
    """
    await ctx.db.execute_many(
        _RESCHEDULE, [(*_scheduled(schedule).values(), ctx.at, row["id"]) for row, schedule in changed]
    )
    moved = [(row, schedule) for row, schedule in changed if _days(row) != (schedule.starts_on, schedule.ends_on)]
    await store(
        ctx.db,
        "liability_warranty_date",
        columns=("id", "term_id", "starts_on", "ends_on", "until"),
        rows=[(uuid7(), row["id"], *_days(row), ctx.at) for row, _ in moved],
    )
    for row, schedule in moved:
        before_starts_on, before_ends_on = _days(row)
        after = {**row, **_scheduled(schedule)}
        await ctx.emit(
            LiabilityWarrantyTermRescheduled(
                **told(after), before_starts_on=before_starts_on, before_ends_on=before_ends_on
            )
        )
    for row, schedule in changed:
        if is_short(schedule.floor) and row["satisfied"] is not False:
            await announce_short(ctx, {**row, **_scheduled(schedule)})


def is_changed(row: Row, schedule: Schedule) -> bool:
    """Return whether a warranty has other days or another floor than it is stored with."""
    return any(row[name] != value for name, value in _scheduled(schedule).items())


def is_short(floor: Floor | None) -> bool:
    """Return whether a warranty is known to be shorter than the law allows."""
    return floor is not None and floor.satisfied is False


async def announce_short(ctx: Ctx, row: Row) -> None:
    """Announce that a warranty is shorter than the law allows."""
    await ctx.emit(
        LiabilityWarrantyTermBelowFloor(**told(row), rule=row["statutory_rule"], minimum_ends_on=row["minimum_ends_on"])
    )


def told(row: Row) -> dict[str, Any]:
    """Return what every event of a warranty tells."""
    return {
        "warranty_term_id": row["id"],
        "project_id": ProjectId(row["project_id"]),
        "equipment_id": None if row["equipment_id"] is None else EquipmentId(row["equipment_id"]),
        "scope": PartyScope(row["scope"]),
        "side": WarrantySide(row["side"]),
        "obligor_party_id": None if row["obligor_party_id"] is None else PartyId(row["obligor_party_id"]),
        "starts_on": row["starts_on"],
        "ends_on": row["ends_on"],
    }


def subject(term_id: UUID) -> str:
    """Return how the audit names a warranty."""
    return f"liability/warranty-terms/{term_id}"


def _told(row: Row) -> dict[str, Any]:
    return {**told(row), "start_rule": row["start_rule"], "length": row["length"], "exclusions": row["exclusions"]}


def _days(row: Row) -> tuple[Any, Any]:
    return row["starts_on"], row["ends_on"]


def _scheduled(schedule: Schedule) -> dict[str, Any]:
    floor = schedule.floor
    return {
        "starts_on": schedule.starts_on,
        "ends_on": schedule.ends_on,
        "statutory_rule": None if floor is None else floor.rule.code,
        "minimum_ends_on": None if floor is None else floor.minimum_ends_on,
        "satisfied": None if floor is None else floor.satisfied,
    }
