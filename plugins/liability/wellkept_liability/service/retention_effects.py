"""What each step of the release does to what is held back."""

from datetime import date, datetime

from wellkept_liability.errors import RetentionNotDue, RetentionTooEarly
from wellkept_liability.events.money import (
    LiabilityRetentionAgreed,
    LiabilityRetentionObjected,
    LiabilityRetentionPaid,
    LiabilityRetentionReminded,
    LiabilityRetentionRequested,
)
from wellkept_liability.queries import retentions as queries
from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.retention import CheckResult, RetentionEntryKind, RetentionStatus, step_due_at
from wellkept_liability.schemas.retentions import (
    LiabilityRetentionCheck,
    LiabilityRetentionPay,
    LiabilityRetentionRemind,
    LiabilityRetentionRequest,
)
from wellkept_liability.service import retention_rows as rows
from wellkept_liability.service.deducting import require_deductible
from wellkept_liability.service.retention_rows import Deduction, Entry
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.local_days import local_day

_DEDUCTED = "Deducted at the check."


async def request(ctx: Ctx, before: Row, command: LiabilityRetentionRequest, *, at: datetime) -> Row:
    """
    Ask for a locked retention.

    Raises:
        RetentionTooEarly: its last day is not over at the site, or not known.
    """
    if before["ends_on"] is None or await _day_at_site(ctx, before, at) < before["ends_on"]:
        raise RetentionTooEarly(ends_on=before["ends_on"])
    entry = Entry(kind=RetentionEntryKind.REQUESTED, at=at, note=command.note)
    row = await _moved(ctx, before, RetentionStatus.REQUESTED, [entry], at=at)
    await ctx.emit(LiabilityRetentionRequested(**rows.told(row), step_due_at=row["step_due_at"]))
    return row


async def remind(ctx: Ctx, before: Row, command: LiabilityRetentionRemind, *, at: datetime) -> Row:
    """
    Remind of a check; a timer then takes silence for agreement.

    Raises:
        RetentionNotDue: there is still time for it.
    """
    if at < before["step_due_at"]:
        raise RetentionNotDue(step_due_at=before["step_due_at"])
    entry = Entry(kind=RetentionEntryKind.REMINDED, at=at, note=command.note)
    row = await _moved(ctx, before, RetentionStatus.REMINDED, [entry], at=at)
    await ctx.timers.set(rows.STEP_TIMER, row["id"], due_at=row["step_due_at"])
    await ctx.emit(LiabilityRetentionReminded(**rows.told(row), step_due_at=row["step_due_at"]))
    return row


async def check(ctx: Ctx, before: Row, command: LiabilityRetentionCheck, *, at: datetime) -> Row:
    """
    Record what came out of the check, and deduct what is not released.

    Raises:
        Invalid: what is to be deducted is not more than zero, or in another currency.
        RetentionInsufficient: not so much is held back.
    """
    standing = before
    if command.deduct is not None:
        require_deductible(command.deduct, before, pointer="/deduct")
        reason = command.reason or _DEDUCTED
        deduction = Deduction(amount_minor=command.deduct.amount_minor, at=at, reason=reason)
        standing = await rows.deduct(ctx, before, deduction)
    checked = Entry(kind=RetentionEntryKind.CHECKED, at=at, reason=command.reason, note=command.note)
    if command.result is CheckResult.AGREE:
        row = await agree(ctx, standing, [checked], at=at, given_by=AnsweredBy.STAFF)
    else:
        objected = Entry(kind=RetentionEntryKind.OBJECTED, at=at, reason=command.reason)
        row = await _moved(ctx, standing, RetentionStatus.OBJECTED, [checked, objected], at=at)
        await ctx.emit(LiabilityRetentionObjected(**rows.told(row), reason=command.reason))
    if before["status"] == RetentionStatus.REMINDED:
        await ctx.timers.cancel(rows.STEP_TIMER, row["id"])
    return row


async def agree(ctx: Ctx, before: Row, entries: list[Entry], *, at: datetime, given_by: AnsweredBy) -> Row:
    """Let a locked retention be released by somebody's word, or by silence; it is to be paid from then on."""
    agreed = Entry(kind=RetentionEntryKind.AGREED, at=at, given_by=given_by)
    row = await _moved(ctx, before, RetentionStatus.AGREED, [*entries, agreed], at=at)
    await ctx.emit(LiabilityRetentionAgreed(**rows.told(row), given_by=given_by.value))
    return row


async def pay(ctx: Ctx, before: Row, command: LiabilityRetentionPay, *, at: datetime) -> Row:
    """Pay the whole balance of a locked retention."""
    entry = Entry(
        kind=RetentionEntryKind.PAID,
        at=at,
        amount_minor=before["balance_minor"],
        reference=command.reference,
        note=command.note,
    )
    changes = {"status": RetentionStatus.PAID.value, "step_due_at": None, "balance_minor": 0}
    row = await rows.change(ctx, before, changes, [entry])
    await ctx.emit(LiabilityRetentionPaid(**rows.told(row), amount=rows.balance_of(before)))
    return row


async def _moved(ctx: Ctx, before: Row, status: RetentionStatus, entries: list[Entry], *, at: datetime) -> Row:
    due_at = step_due_at(status, at=at, step_days=ctx.terms(LiabilityTerms).retention.step_days)
    return await rows.change(ctx, before, {"status": status.value, "step_due_at": due_at}, entries)


async def _day_at_site(ctx: Ctx, row: Row, at: datetime) -> date:
    site = await queries.site(ctx, row["project_id"])
    return local_day(at, time_zone=site.time_zone)
