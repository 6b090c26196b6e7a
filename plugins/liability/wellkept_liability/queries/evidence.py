"""The evidence of cases, and what of it who may see."""

from typing import Final
from uuid import UUID

from wellkept_liability.queries.cases import visible
from wellkept_liability.schemas.evidence import LiabilityEvidenceRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Sort, all_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import Visibility

_evidence = ListDeclaration(
    select="SELECT evidence.* FROM liability_evidence evidence",
    sorts={"id": Sort("evidence.id", UUID)},
    sort_default="id",
    id_column="evidence.id",
)
_VISIBLE: Final = {
    Role.CUSTOMER: frozenset({Visibility.CUSTOMER}),
    Role.PARTNER: frozenset({Visibility.CUSTOMER, Visibility.PARTNER}),
}


async def evidence_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[LiabilityEvidenceRead]:
    """
    Return one page of the evidence of a ticket's case, oldest first.

    Customers and partners see the files and the lines of the service record that they may read, and nothing else.

    Raises:
        CaseNotFound: the ticket has no case that the caller may see.
    """
    case = await visible(ctx, ticket_id)
    where = all_of(Clause("evidence.case_id = ?", (case["id"],)), await _seen(ctx, TicketId(ticket_id)))
    found = await ctx.db.page(_evidence, page, where=where, filters={"case_id": str(case["id"])})
    items = [LiabilityEvidenceRead.of(row, actor=ctx.actor) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def all_evidence(ctx: Ctx, case_id: UUID, ticket_id: TicketId) -> list[LiabilityEvidenceRead]:
    """Return all evidence of a case that the caller may see, oldest first."""
    where = all_of(Clause("evidence.case_id = ?", (case_id,)), await _seen(ctx, ticket_id))
    rows = await ctx.db.fetch(f"{_evidence.select} WHERE {where.sql} ORDER BY evidence.id", *where.args)
    return [LiabilityEvidenceRead.of(row, actor=ctx.actor) for row in rows]


async def digests(ctx: Ctx, case_id: UUID) -> list[tuple[UUID, str]]:
    """Return id and SHA-256 of all evidence of a case, whoever asks; one statement."""
    rows = await ctx.db.fetch("SELECT id, sha256 FROM liability_evidence WHERE case_id = ?", case_id)
    return [(row["id"], row["sha256"]) for row in rows]


def may_read(ctx: Ctx, visibility: Visibility) -> bool:
    """Return whether the caller may read files and lines of the service record with this visibility."""
    return not ctx.actor.is_outside or visibility in _VISIBLE[ctx.actor.role]


async def _seen(ctx: Ctx, ticket_id: TicketId) -> Clause:
    if not ctx.actor.is_outside:
        return TRUE
    files, entries = await ctx.tickets.files([ticket_id]), await ctx.tickets.log_entries([ticket_id])
    readable = [each.id for each in (*files[ticket_id], *entries[ticket_id]) if may_read(ctx, each.visibility)]
    return ctx.db.any_of("evidence.ref_id", readable)
