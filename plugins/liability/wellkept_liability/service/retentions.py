"""Money is held back."""

from typing import Final
from uuid import UUID

from wellkept_liability.errors import RetentionAboveCap, RetentionCurrencyMismatch, RetentionTooLong
from wellkept_liability.events.money import LiabilityRetentionWithheld
from wellkept_liability.queries import retentions as queries
from wellkept_liability.rules.retention import RetentionEntryKind, RetentionStart, RetentionStatus, portion
from wellkept_liability.schemas.retentions import LiabilityRetentionCreate, LiabilityRetentionRead
from wellkept_liability.service import retention_dates as dates
from wellkept_liability.service import retention_rows as rows
from wellkept_liability.service.numbers import next_number
from wellkept_liability.service.retention_dates import Timed
from wellkept_liability.service.retention_rows import Entry
from wellkept_liability.tables import LiabilityRetention
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.money import Money
from wellkept_sdk.services.parties import PARTIES, PartyNotFound

_PREFIX: Final = "LR"


async def create(ctx: Ctx, project_id: UUID, data: LiabilityRetentionCreate) -> LiabilityRetentionRead:
    """
    Hold back a part of a project's price.

    Raises:
        RetentionAboveCap: it is more than the terms allow.
        RetentionTooLong: it is for longer than the terms allow.
        Invalid: the party is unknown; or an amount or a day is missing, unwanted or impossible.
    """
    async with ctx.db.transaction():
        refuse([*_amount_mistakes(ctx, data), *_time_mistakes(ctx, data), *await _party_mistakes(ctx, data)])
        amount_minor = _amount_minor(data)
        site = await queries.site(ctx, project_id)
        row = await ctx.db.insert(
            LiabilityRetention,
            **await next_number(ctx, "liability_retention", _PREFIX),
            project_id=project_id,
            direction=data.direction.value,
            party_id=data.party_id,
            currency=data.settlement_price.currency,
            settlement_price_minor=data.settlement_price.amount_minor,
            rate_bp=data.rate_bp,
            amount_minor=amount_minor,
            balance_minor=amount_minor,
            start_rule=data.start_rule.value,
            fixed_on=data.fixed_on,
            completion_reported_on=data.completion_reported_on,
            months=data.months,
            **dates.dates_of(ctx, Timed.of(data), site),
            status=RetentionStatus.HELD.value,
            reference=data.reference,
            actor_id=ctx.actor.id,
        )
        withheld = Entry(kind=RetentionEntryKind.WITHHELD, at=ctx.at, amount_minor=amount_minor)
        await rows.record(ctx, row["id"], [withheld])
        await dates.wait_for_start(ctx, row, site)
        await ctx.audit(
            "liability.retention.withheld",
            subject=rows.subject(row["id"]),
            after={"number": row["number"], "amount_minor": amount_minor, "rate_bp": data.rate_bp},
        )
        amount = Money(amount_minor=amount_minor, currency=row["currency"])
        await ctx.emit(LiabilityRetentionWithheld(**rows.told(row), amount=amount))
        return await queries.read(ctx, row)


def _amount_minor(data: LiabilityRetentionCreate) -> int:
    if data.amount is not None:
        return data.amount.amount_minor
    return portion(data.settlement_price.amount_minor, bp=data.rate_bp)


def _amount_mistakes(ctx: Ctx, data: LiabilityRetentionCreate) -> list[Invalid]:
    price, cap_bp = data.settlement_price, ctx.terms(LiabilityTerms).retention.cap_bp
    if price.amount_minor <= 0:
        return [invalid("/settlement_price/amount_minor", "too_small", "Must be more than zero.")]
    mistakes: list[Invalid] = []
    if data.rate_bp > cap_bp:
        mistakes.append(_above_cap("/rate_bp", cap_bp))
    if data.amount is None:
        return mistakes
    if data.amount.currency != price.currency:
        mistakes.append(RetentionCurrencyMismatch.at("/amount/currency"))
    elif data.amount.amount_minor < 0:
        mistakes.append(invalid("/amount/amount_minor", "too_small", "Must be zero or more."))
    elif data.amount.amount_minor > portion(price.amount_minor, bp=cap_bp):
        mistakes.append(_above_cap("/amount", cap_bp))
    return mistakes


def _above_cap(pointer: str, cap_bp: int) -> RetentionAboveCap:
    failure = RetentionAboveCap.at(pointer)
    failure.context["cap_bp"] = cap_bp
    return failure


def _time_mistakes(ctx: Ctx, data: LiabilityRetentionCreate) -> list[Invalid]:
    mistakes: list[Invalid] = []
    months_max = ctx.terms(LiabilityTerms).retention.months_max
    if data.months > months_max:
        failure = RetentionTooLong.at("/months")
        failure.context["months_max"] = months_max
        mistakes.append(failure)
    is_fixed = data.start_rule is RetentionStart.FIXED
    if is_fixed and data.fixed_on is None:
        mistakes.append(invalid("/fixed_on", "required", "The rule `fixed` needs a day."))
    if not is_fixed and data.fixed_on is not None:
        mistakes.append(invalid("/fixed_on", "unexpected", "Only the rule `fixed` has a day."))
    return mistakes


async def _party_mistakes(ctx: Ctx, data: LiabilityRetentionCreate) -> list[Invalid]:
    if data.party_id is None:
        return []
    try:
        await ctx.service(PARTIES).get(data.party_id)
    except PartyNotFound:
        return [unknown_reference("/party_id", "party")]
    return []
