"""A supplier's own part was faulty: its use is not owed, or not wholly."""

from typing import Final
from uuid import UUID

from msgspec.structs import replace

from wellkept_consignment.errors import ClaimExceedsLine, ClaimNotClaimable, LineNotFound
from wellkept_consignment.queries import lines as queries
from wellkept_consignment.rules.amounts import WHOLE_PERCENT
from wellkept_consignment.rules.changes import adjustment
from wellkept_consignment.rules.groups import Group
from wellkept_consignment.schemas.lines import ConsignmentClaimCreate, ConsignmentLineRead
from wellkept_consignment.service import lines
from wellkept_consignment.service.agreement_rows import locked
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, NotFound, refuse, unknown_reference
from wellkept_sdk.ids import AttachmentId
from wellkept_sdk.quantity import milli_of
from wellkept_sdk.services.consignment import LineKind

_MILLI_PER_PERCENT: Final = 10


async def claim(ctx: Ctx, line_id: UUID, data: ConsignmentClaimCreate) -> ConsignmentLineRead:
    """
    Take a share off what a use costs.

    Raises:
        LineNotFound: there is no such line.
        Invalid: an attachment is unknown.
        ClaimNotClaimable: the line has no price yet, or is not the use of stock.
        ClaimExceedsLine: more than the whole would be claimed.
    """
    percent = milli_of(data.share) // _MILLI_PER_PERCENT
    async with ctx.db.transaction():
        group = await _group(ctx, line_id)
        claimed = sum(group.shares_percent)
        if claimed + percent > WHOLE_PERCENT:
            raise ClaimExceedsLine(claimed=_share(claimed), left=_share(WHOLE_PERCENT - claimed))
        await _require_attachments(ctx, data.attachment_ids)
        due = group.claim_due(group.net_minor, more_percent=[percent])
        draft = replace(
            adjustment(group.use, LineKind.CLAIM, due, at=ctx.at, share_percent=percent),
            reason=data.reason,
            evidence=[str(attachment_id) for attachment_id in data.attachment_ids],
        )
        [row] = await lines.record(ctx, [draft])
        await ctx.audit(
            "consignment.line.claimed",
            subject=f"consignment/lines/{line_id}",
            after={"claim_line_id": row["id"], "share": data.share, "reason": data.reason, "amount_minor": due},
        )
        return ConsignmentLineRead.of(row, is_outside=ctx.actor.is_outside)


async def _group(ctx: Ctx, line_id: UUID) -> Group:
    """Return the group of a use that nobody else prices, takes back or claims before the transaction ends."""
    line = await queries.stored(ctx, line_id)
    if line is None:
        raise LineNotFound
    await locked(ctx, line.agreement_id)
    group = next((each for each in await queries.groups_with(ctx, [line]) if each.use.id == line_id), None)
    if line.kind is not LineKind.WITHDRAWAL or group is None or group.is_unpriced:
        raise ClaimNotClaimable
    return group


async def _require_attachments(ctx: Ctx, attachment_ids: list[AttachmentId]) -> None:
    mistakes: list[Invalid] = []
    for place, attachment_id in enumerate(attachment_ids):
        try:
            await ctx.attachments.sha256(attachment_id)
        except NotFound:
            mistakes.append(unknown_reference(f"/attachment_ids/{place}", "attachment"))
    refuse(mistakes)


def _share(percent: int) -> str:
    return f"{percent // WHOLE_PERCENT}.{percent % WHOLE_PERCENT:02d}"
