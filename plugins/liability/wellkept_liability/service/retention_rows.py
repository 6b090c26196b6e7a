"""The rows of retentions: locked, changed with their entries, and told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept_liability.errors import RetentionInsufficient
from wellkept_liability.events.money import LiabilityRetentionDeducted
from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.retention import RetentionEntryKind
from wellkept_liability.tables import LiabilityRetention, LiabilityRetentionEntry
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId, ProjectId
from wellkept_sdk.money import Money

#: Its record is the retention; the moment is that by which the holder answers the reminder.
STEP_TIMER = "retention_step"
#: Its record is the retention; the moment is that from which it runs without an acceptance.
START_TIMER = "retention_start"


class Entry(Struct, frozen=True, kw_only=True):
    """One dated act of a retention."""

    kind: RetentionEntryKind
    at: datetime
    given_by: AnsweredBy = AnsweredBy.STAFF
    amount_minor: int | None = None
    back_charge_id: UUID | None = None
    reason: str | None = None
    reference: str | None = None
    note: str | None = None


class Deduction(Struct, frozen=True, kw_only=True):
    """What is taken off a retention for good; the amount is more than zero."""

    amount_minor: int
    at: datetime
    reason: str
    back_charge_id: UUID | None = None


async def locked_or_none(ctx: Ctx, retention_id: UUID) -> Row | None:
    """Return a retention that nobody else changes before the transaction ends; None without it."""
    return await ctx.db.locked(LiabilityRetention, retention_id)


async def change(ctx: Ctx, before: Row, changes: Mapping[str, object], entries: Sequence[Entry]) -> Row:
    """Change a locked retention, keep what happened among its entries and in the audit, and return it as it is then."""
    row = await ctx.db.update(LiabilityRetention, before["id"], changes=changes)
    await record(ctx, before["id"], entries)
    for entry in entries:
        await ctx.audit(
            f"liability.retention.{entry.kind.value}",
            subject=subject(before["id"]),
            before={"status": before["status"], "balance_minor": before["balance_minor"]},
            after={
                "status": row["status"],
                "balance_minor": row["balance_minor"],
                "reason": entry.reason,
                "given_by": entry.given_by.value,
            },
        )
    return row


async def record(ctx: Ctx, retention_id: UUID, entries: Sequence[Entry]) -> None:
    """Add entries to a retention that is locked, or new; two statements."""
    last = await ctx.db.fetch_one(
        "SELECT count(*) AS entries FROM liability_retention_entry WHERE retention_id = ?", retention_id
    )
    assert last is not None, "an aggregate has a row"
    await ctx.db.insert_many(
        LiabilityRetentionEntry,
        [
            {
                "retention_id": retention_id,
                "position": place,
                "kind": entry.kind.value,
                "amount_minor": entry.amount_minor,
                "back_charge_id": entry.back_charge_id,
                "given_by": entry.given_by.value,
                "reason": entry.reason,
                "reference": entry.reference,
                "note": entry.note,
                "actor_id": ctx.actor.id,
                "occurred_at": entry.at,
                "recorded_at": ctx.at,
            }
            for place, entry in enumerate(entries, start=last["entries"] + 1)
        ],
    )


async def deduct(ctx: Ctx, before: Row, deduction: Deduction) -> Row:
    """
    Take an amount off a locked retention, announce it, and return the retention as it is then.

    Raises:
        RetentionInsufficient: not so much is held back.
    """
    left_minor = before["balance_minor"] - deduction.amount_minor
    if left_minor < 0:
        raise RetentionInsufficient(balance=balance_of(before))
    entry = Entry(
        kind=RetentionEntryKind.DEDUCTED,
        at=deduction.at,
        amount_minor=deduction.amount_minor,
        back_charge_id=deduction.back_charge_id,
        reason=deduction.reason,
    )
    row = await change(ctx, before, {"balance_minor": left_minor}, [entry])
    amount = Money(amount_minor=deduction.amount_minor, currency=before["currency"])
    await ctx.emit(LiabilityRetentionDeducted(**told(row), amount=amount, back_charge_id=deduction.back_charge_id))
    return row


def balance_of(row: Row) -> Money:
    """Return what is left of a stored retention."""
    return Money(amount_minor=row["balance_minor"], currency=row["currency"])


def subject(retention_id: UUID) -> str:
    """Return how events and the audit name a retention."""
    return f"liability/retentions/{retention_id}"


def told(row: Row) -> dict[str, Any]:
    """Return what every event of a retention tells, those of `LiabilityRetentionEvent`."""
    return {
        "retention_id": row["id"],
        "number": row["number"],
        "project_id": None if row["project_id"] is None else ProjectId(row["project_id"]),
        "party_id": None if row["party_id"] is None else PartyId(row["party_id"]),
        "balance": balance_of(row),
    }
