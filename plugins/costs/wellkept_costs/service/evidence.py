"""How the customer's word reached us."""

from typing import Final

from wellkept_costs.schemas.approvals import CostsEvidence
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import TRUE, Clause, all_of
from wellkept_sdk.errors import Invalid, invalid, unknown_reference
from wellkept_sdk.ids import AttachmentId
from wellkept_sdk.records.tickets import Visibility

_FILE: Final = (
    "SELECT file.id FROM ticket_attachment file JOIN ticket ON ticket.id = file.ticket_id WHERE file.id = ? AND {where}"
)


async def evidence_mistakes(ctx: Ctx, evidence: CostsEvidence | None, *, of: Clause, required: bool) -> list[Invalid]:
    """
    Return what is wrong with the evidence of somebody's word.

    Args:
        ctx: whose actor tells it.
        evidence: what was given.
        of: the condition on the tickets whose files may be named.
        required: whether everybody but the customer itself has to give some.
    """
    if evidence is None:
        is_missing = required and ctx.actor.role is not Role.CUSTOMER
        message = "Who speaks for the customer has to say how it was told."
        return [invalid("/evidence", "required", message)] if is_missing else []
    if evidence.attachment_id is None or await _is_file(ctx, evidence.attachment_id, of=of):
        return []
    return [unknown_reference("/evidence/attachment_id", "attachment")]


async def _is_file(ctx: Ctx, attachment_id: AttachmentId, *, of: Clause) -> bool:
    """Return whether these tickets have such a file that the caller may see."""
    seen = Clause("file.visibility = ?", (Visibility.CUSTOMER.value,)) if ctx.actor.is_outside else TRUE
    where = all_of(of, seen)
    return await ctx.db.fetch_one(_FILE.format(where=where.sql), attachment_id, *where.args) is not None
