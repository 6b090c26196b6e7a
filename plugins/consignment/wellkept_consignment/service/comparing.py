"""Laying a supplier's own list beside a statement, and answering by it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wellkept_consignment.errors import PriceCurrency
from wellkept_consignment.queries import statements as queries
from wellkept_consignment.rules import comparison as rule
from wellkept_consignment.rules.answers import Answer, Outcome
from wellkept_consignment.rules.comparison import Comparison, OurLine, Pair, TheirLine
from wellkept_consignment.schemas.answers import (
    ConsignmentComparison,
    ConsignmentComparisonCreate,
    ConsignmentOurLine,
    ConsignmentPair,
    ConsignmentTheirLine,
)
from wellkept_consignment.service import statement_rows as rows
from wellkept_consignment.service.answering import answerable, require_evidence, written
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import refuse
from wellkept_sdk.local_days import local_day
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import decimal_of, milli_of
from wellkept_sdk.services.inventory import INVENTORY


async def compare(ctx: Ctx, statement_id: UUID, data: ConsignmentComparisonCreate) -> ConsignmentComparison:
    """
    Return what is equal, what differs and what only one side has; on request answer by it at once.

    Raises:
        StatementNotFound: there is no such statement that the caller may see.
        StatementWrongState: it is to be answered, and is not issued or agreed already.
        Invalid: an amount has another currency, or evidence is missing.
    """
    async with ctx.db.transaction():
        row = await (answerable(ctx, statement_id) if data.answer else queries.visible(ctx, statement_id))
        if data.answer:
            await require_evidence(ctx, data.evidence)
        refuse(
            [
                PriceCurrency.at(f"/lines/{position}/amount/currency")
                for position, line in enumerate(data.lines)
                if line.amount.currency != row["currency"]
            ]
        )
        places = await queries.places(ctx, statement_id)
        found = rule.compare(await _ours(ctx, row, places), _theirs(data))
        if data.answer:
            await _answer(ctx, row, places, found, data)
        return _shown(found, row["currency"])


async def _ours(ctx: Ctx, row: Row, places: Sequence[Row]) -> list[OurLine]:
    agreement = await rows.agreement_of(ctx, row["agreement_id"])
    part_ids = sorted({place["part_id"] for place in places if place["part_id"] is not None})
    parts = await ctx.service(INVENTORY).parts(part_ids)
    return [
        OurLine(
            id=place["on_id"],
            part=parts[place["part_id"]].code if place["part_id"] in parts else None,
            day=local_day(place["occurred_at"], time_zone=agreement["time_zone"]),
            quantity_milli=place["quantity_milli"],
            amount_minor=place["amount_minor"],
        )
        for place in places
    ]


def _theirs(data: ConsignmentComparisonCreate) -> list[TheirLine]:
    return [
        TheirLine(
            reference=line.reference,
            part=line.part_code,
            day=line.occurred_on,
            quantity_milli=milli_of(line.quantity),
            amount_minor=line.amount.amount_minor,
        )
        for line in data.lines
    ]


async def _answer(
    ctx: Ctx, row: Row, places: Sequence[Row], found: Comparison, data: ConsignmentComparisonCreate
) -> None:
    """Confirm what matches and dispute what differs; what was agreed by a correction is left as it is."""
    said: dict[UUID, dict[str, Any]] = {pair.ours.id: _confirmed() for pair in found.matched}
    said |= {pair.ours.id: _disputed(pair) for pair in found.differing}
    open_places = [place for place in places if place["on_id"] in said and place["on_outcome"] != Outcome.CONCEDED]
    await written(ctx, row, said, places=open_places, evidence=data.evidence)


def _confirmed() -> dict[str, Any]:
    return {
        "answer": Answer.CONFIRMED.value,
        "reason": None,
        "party_quantity_milli": None,
        "party_amount_minor": None,
    }


def _disputed(pair: Pair) -> dict[str, Any]:
    return {
        "answer": Answer.DISPUTED.value,
        "reason": f"{pair.theirs.reference} ({pair.theirs.day.isoformat()})",
        "party_quantity_milli": pair.theirs.quantity_milli,
        "party_amount_minor": pair.theirs.amount_minor,
    }


def _shown(found: Comparison, currency: str) -> ConsignmentComparison:
    def our(line: OurLine) -> ConsignmentOurLine:
        amount = None if line.amount_minor is None else Money(amount_minor=line.amount_minor, currency=currency)
        return ConsignmentOurLine(
            statement_line_id=line.id,
            part_code=line.part,
            quantity=decimal_of(line.quantity_milli),
            amount=amount,
            occurred_on=line.day,
        )

    def their(line: TheirLine) -> ConsignmentTheirLine:
        return ConsignmentTheirLine(
            reference=line.reference,
            part_code=line.part,
            quantity=decimal_of(line.quantity_milli),
            amount=Money(amount_minor=line.amount_minor, currency=currency),
            occurred_on=line.day,
        )

    def pair(both: Pair) -> ConsignmentPair:
        return ConsignmentPair(ours=our(both.ours), theirs=their(both.theirs))

    return ConsignmentComparison(
        matched=[pair(both) for both in found.matched],
        differing=[pair(both) for both in found.differing],
        only_ours=[our(line) for line in found.only_ours],
        only_theirs=[their(line) for line in found.only_theirs],
    )
