"""Recording prices, and what they change of what is owed already."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_consignment.errors import PriceCurrency, PriceEmptySpan
from wellkept_consignment.events import ConsignmentLinePriced
from wellkept_consignment.events import ConsignmentPriceRecorded as PriceRecordedEvent
from wellkept_consignment.queries.lines import groups_between
from wellkept_consignment.rules.changes import Pricing, repriced
from wellkept_consignment.rules.lines import LineDraft
from wellkept_consignment.rules.pricing import Price
from wellkept_consignment.schemas.prices import ConsignmentPriceCreate, ConsignmentPriceRecorded
from wellkept_consignment.service import lines
from wellkept_consignment.service.agreement_rows import locked, subject
from wellkept_consignment.tables import ConsignmentPrice
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Money
from wellkept_sdk.services.consignment import LineKind
from wellkept_sdk.services.inventory import INVENTORY

#: Lines get their first price once: whoever comes second changes nothing.
_PRICE: Final = (
    "UPDATE consignment_line SET price_id = ?, price_version = ?, unit_price_minor = ?, amount_minor = ?"
    " WHERE id = ? AND amount_minor IS NULL"
)


class Changed(Struct, frozen=True):
    """How many lines a price has corrected, and how many it has priced."""

    corrections: int
    priced: int


async def record(ctx: Ctx, agreement_id: UUID, draft: ConsignmentPriceCreate) -> ConsignmentPriceRecorded:
    """
    Record a price, and correct in the same transaction what was used on its days.

    Raises:
        AgreementNotFound: there is no such agreement.
        Invalid: the currency is another, the span is empty, the part is unknown, or a use would cost too much to keep.
    """
    async with ctx.db.transaction():
        agreement = await locked(ctx, agreement_id)
        price, changed = await recorded(ctx, agreement, draft, pointer="")
        return ConsignmentPriceRecorded(
            id=price.id,
            agreement_id=agreement_id,
            part_id=price.part_id,
            version=price.version,
            unit_price=Money(amount_minor=price.unit_price_minor, currency=agreement["currency"]),
            valid_from=price.valid_from,
            valid_to=price.valid_to,
            reason=draft.reason,
            recorded_at=ctx.at,
            corrections=changed.corrections,
            priced=changed.priced,
        )


async def recorded(ctx: Ctx, agreement: Row, draft: ConsignmentPriceCreate, *, pointer: str) -> tuple[Price, Changed]:
    """
    Do the same in the caller's transaction, which has locked the agreement or made it.

    Args:
        ctx: in whose transaction.
        agreement: its row.
        draft: the price.
        pointer: where the request gave it.

    Raises:
        Invalid: the currency is another, the span is empty, the part is unknown, or a use would cost too much to keep.
    """
    await _require_sound(ctx, agreement, draft, pointer)
    price = await _stored(ctx, agreement, draft)
    changed = await _changed(ctx, price, pointer)
    await ctx.audit(
        "consignment.price.recorded",
        subject=subject(agreement["id"]),
        after={**msgspec.to_builtins(price), "reason": draft.reason},
    )
    await ctx.emit(
        PriceRecordedEvent(
            agreement_id=agreement["id"],
            number=agreement["number"],
            party_id=PartyId(agreement["party_id"]),
            part_id=price.part_id,
            version=price.version,
            valid_from=price.valid_from,
            valid_to=price.valid_to,
            unit_price=Money(amount_minor=price.unit_price_minor, currency=agreement["currency"]),
            corrections=changed.corrections,
        )
    )
    return price, changed


async def _require_sound(ctx: Ctx, agreement: Row, draft: ConsignmentPriceCreate, pointer: str) -> None:
    mistakes: list[Invalid] = []
    if draft.unit_price.currency != agreement["currency"]:
        mistakes.append(PriceCurrency.at(f"{pointer}/unit_price/currency"))
    if draft.valid_to is not None and draft.valid_to <= draft.valid_from:
        mistakes.append(PriceEmptySpan.at(f"{pointer}/valid_to"))
    if draft.part_id not in await ctx.service(INVENTORY).parts([draft.part_id]):
        mistakes.append(unknown_reference(f"{pointer}/part_id", "part"))
    refuse(mistakes)


async def _stored(ctx: Ctx, agreement: Row, draft: ConsignmentPriceCreate) -> Price:
    last = await ctx.db.fetch_one(
        "SELECT COALESCE(MAX(version), 0) AS version FROM consignment_price WHERE agreement_id = ? AND part_id = ?",
        agreement["id"],
        draft.part_id,
    )
    assert last is not None, "an aggregate has a row"
    row = await ctx.db.insert(
        ConsignmentPrice,
        agreement_id=agreement["id"],
        part_id=draft.part_id,
        version=last["version"] + 1,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        unit_price_minor=draft.unit_price.amount_minor,
        reason=draft.reason,
        actor_id=ctx.actor.id,
        recorded_at=ctx.at,
    )
    return msgspec.convert(row, Price)


async def _changed(ctx: Ctx, price: Price, pointer: str) -> Changed:
    groups = await groups_between(
        ctx, price.agreement_id, price.part_id, starts_on=price.valid_from, ends_on=price.valid_to
    )
    changes = [repriced(group, price, at=ctx.at) for group in groups]
    priced = [pricing for change in changes for pricing in change.priced]
    added: list[LineDraft] = [draft for change in changes for draft in change.added]
    if any(abs(each.amount_minor or 0) > AMOUNT_MINOR_MAX for each in (*priced, *added)):
        raise invalid(f"{pointer}/unit_price/amount_minor", "too_large", "A use would cost more than can be kept.")
    await _priced(ctx, price, priced)
    await lines.record(ctx, added)
    return Changed(
        corrections=sum(1 for draft in added if draft.kind is LineKind.CORRECTION),
        priced=len(priced),
    )


async def _priced(ctx: Ctx, price: Price, pricings: Sequence[Pricing]) -> None:
    said = (price.id, price.version, price.unit_price_minor)
    if pricings:
        await ctx.db.execute_many(_PRICE, [(*said, each.amount_minor, each.line.id) for each in pricings])
    for each in pricings:
        await ctx.emit(
            ConsignmentLinePriced(
                line_id=each.line.id,
                agreement_id=each.line.agreement_id,
                party_id=PartyId(each.line.party_id),
                kind=each.line.kind,
                amount=Money(amount_minor=each.amount_minor, currency=each.line.currency),
            )
        )
