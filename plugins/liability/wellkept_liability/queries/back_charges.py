"""What parties owe us of cases."""

from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.errors import BackChargeNotFound
from wellkept_liability.rules.back_charges import BackChargeStatus
from wellkept_liability.schemas.back_charges import LiabilityBackChargeRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest

_SELECT: Final = (
    "SELECT charge.*, liability_case.number AS case_number, liability_case.ticket_id FROM liability_back_charge charge"
    " JOIN liability_case ON liability_case.id = charge.case_id"
)
_back_charges = ListDeclaration(
    select=_SELECT, sorts={"id": Sort("charge.id", UUID)}, sort_default="-id", id_column="charge.id"
)


class BackChargeFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    party_id: UUID | None = None
    status: BackChargeStatus | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        return all_of(
            equal("charge.party_id", self.party_id),
            equal("charge.status", None if self.status is None else self.status.value),
        )


async def back_charge_page(ctx: Ctx, page: PageRequest, *, filters: BackChargeFilters) -> Page[LiabilityBackChargeRead]:
    """Return one page of the back-charges that the caller may see, the latest first; one statement."""
    where = all_of(filters.clause(), await _seen(ctx))
    found = await ctx.db.page(_back_charges, page, where=where, filters=msgspec.to_builtins(filters))
    return Page(items=[LiabilityBackChargeRead.of(row) for row in found.items], next_cursor=found.next_cursor)


async def visible(ctx: Ctx, back_charge_id: UUID) -> Row:
    """
    Return the row of a back-charge that the caller may see, with the number and the ticket of its case.

    Raises:
        BackChargeNotFound: there is none.
    """
    where = all_of(Clause("charge.id = ?", (back_charge_id,)), await _seen(ctx))
    row = await ctx.db.fetch_one(f"{_SELECT} WHERE {where.sql}", *where.args)
    if row is None:
        raise BackChargeNotFound
    return row


async def _seen(ctx: Ctx) -> Clause:
    """Return the condition that the caller may see a back-charge: a partner its own, once it was issued."""
    return all_of(
        _own(ctx),
        ctx.active_tickets("liability_case.ticket_id"),
        await ctx.seen_tickets("liability_case.ticket_id"),
    )


def _own(ctx: Ctx) -> Clause:
    if not ctx.actor.is_outside:
        return TRUE
    if ctx.actor.role is not Role.PARTNER or ctx.actor.party_id is None:
        return FALSE
    return Clause("charge.party_id = ? AND charge.issued_at IS NOT NULL", (ctx.actor.party_id,))
