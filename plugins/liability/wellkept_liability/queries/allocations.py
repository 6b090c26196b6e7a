"""What shares come to, line by line."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wellkept_liability.queries import cases
from wellkept_liability.rules.splitting import NOT_CHARGED, Part, Share
from wellkept_liability.schemas.allocations import LiabilityAllocationRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.services.liability import ShareRole

_allocations = ListDeclaration(
    select=(
        "SELECT allocation.*, share.role FROM liability_allocation allocation"
        " JOIN liability_share share ON share.id = allocation.share_id"
    ),
    sorts={"id": Sort("allocation.id", UUID)},
    sort_default="id",
    id_column="allocation.id",
)
_SHARES: Final = (
    "SELECT share.id, share.role, share.party_id, share.share_bp FROM liability_share share"
    " JOIN liability_version version ON version.id = share.version_id"
    " WHERE version.case_id = ? AND version.version = ? ORDER BY share.position"
)
_UNCLAIMED: Final = (
    "SELECT allocation.cost_line_id, allocation.amount_minor, allocation.currency, share.id, share.role,"
    " share.party_id, share.share_bp FROM liability_allocation allocation"
    " JOIN liability_share share ON share.id = allocation.share_id"
    " WHERE allocation.case_id = ? AND allocation.back_charge_id IS NULL AND share.party_id IS NOT NULL"
    f" AND share.role NOT IN ({', '.join(sorted(f'{role.value!r}' for role in NOT_CHARGED))})"
    " ORDER BY allocation.id"
)


async def allocation_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[LiabilityAllocationRead]:
    """
    Return one page of what shares come to, in the order of the splitting; a partner sees its own, a customer nothing.

    Raises:
        CaseNotFound: the ticket has no case that the caller may see.
    """
    case = await cases.visible(ctx, ticket_id)
    where = all_of(Clause("allocation.case_id = ?", (case["id"],)), _own(ctx))
    found = await ctx.db.page(_allocations, page, where=where, filters={"case_id": str(case["id"])})
    return Page(items=[shown(row) for row in found.items], next_cursor=found.next_cursor)


async def shares_of(ctx: Ctx, case: Row) -> list[Share]:
    """Return the shares of a case's current version, in order; one statement."""
    return [_share(row) for row in await ctx.db.fetch(_SHARES, case["id"], case["current_version"])]


async def split_lines(ctx: Ctx, shares: Sequence[Share]) -> set[UUID]:
    """Return the cost lines that were split over these shares; one statement."""
    rows = await ctx.db.fetch("SELECT cost_line_id FROM liability_allocation WHERE share_id = ?", shares[0].id)
    return {row["cost_line_id"] for row in rows}


async def unclaimed(ctx: Ctx, case_id: UUID) -> list[Part]:
    """Return the parts of parties that no back-charge asks for: it was withdrawn, or they came to nothing."""
    return [
        Part(
            cost_line_id=row["cost_line_id"],
            share=_share(row),
            amount_minor=row["amount_minor"],
            currency=row["currency"],
        )
        for row in await ctx.db.fetch(_UNCLAIMED, case_id)
    ]


def shown(row: Row) -> LiabilityAllocationRead:
    """Return a stored allocation with the role of its share as it is shown."""
    return LiabilityAllocationRead(
        cost_line_id=row["cost_line_id"],
        share_id=row["share_id"],
        role=ShareRole(row["role"]),
        amount=Money(amount_minor=row["amount_minor"], currency=row["currency"]),
        back_charge_id=row["back_charge_id"],
    )


def _own(ctx: Ctx) -> Clause:
    """Return the condition that an allocation is shown: what something cost us is no customer's business."""
    if not ctx.actor.is_outside:
        return TRUE
    if ctx.actor.role is not Role.PARTNER:
        return FALSE
    return Clause("share.party_id = ?", (ctx.actor.party_id,))


def _share(row: Row) -> Share:
    party_id = row["party_id"]
    return Share(
        id=row["id"],
        role=ShareRole(row["role"]),
        party_id=None if party_id is None else PartyId(party_id),
        share_bp=row["share_bp"],
    )
