"""Recording what is owed."""

from collections.abc import Sequence

from msgspec.structs import asdict

from wellkept_consignment.events import ConsignmentLineRecorded
from wellkept_consignment.rules.lines import LineDraft
from wellkept_consignment.tables import ConsignmentLine
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.services.consignment import LineKind


async def record(ctx: Ctx, drafts: Sequence[LineDraft]) -> list[Row]:
    """
    Record lines in the caller's transaction, announce each, and return them as they are stored.

    Args:
        ctx: its moment is that of the recording, its actor who has caused it.
        drafts: in the order in which they are recorded; without any nothing happens.

    Raises:
        Conflict: a move, or a back-charge, has its line already.
    """
    if not drafts:
        return []
    rows = await ctx.db.insert_many(
        ConsignmentLine,
        [
            {
                **asdict(draft),
                "kind": draft.kind.value,
                "evidence": list(draft.evidence),
                "recorded_at": ctx.at,
                "actor_id": ctx.actor.id,
            }
            for draft in drafts
        ],
    )
    for row in rows:
        await ctx.emit(
            ConsignmentLineRecorded(
                line_id=row["id"],
                agreement_id=row["agreement_id"],
                party_id=PartyId(row["party_id"]),
                kind=LineKind(row["kind"]),
                amount=amount_of(row),
            )
        )
    return rows


def amount_of(row: Row) -> Money | None:
    """Return what a line is worth; None until it has a price."""
    if row["amount_minor"] is None:
        return None
    return Money(amount_minor=row["amount_minor"], currency=row["currency"])
