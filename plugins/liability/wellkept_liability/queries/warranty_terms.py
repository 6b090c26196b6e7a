"""Questions about warranties."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.errors import WarrantyTermNotFound
from wellkept_liability.queries import sites
from wellkept_liability.rules.scheduling import TermFacts
from wellkept_liability.schemas.warranty import LiabilityWarrantyTermRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope

SELECT: Final = "SELECT term.* FROM liability_warranty_term term"
_terms = ListDeclaration(select=SELECT, sorts={"id": Sort("term.id", UUID)}, sort_default="id", id_column="term.id")


class TermFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which warranties a list shows."""

    scope: PartyScope | None = None
    side: WarrantySide | None = None
    equipment_id: UUID | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(*(equal(f"term.{name}", getattr(self, name)) for name in self.__struct_fields__))


async def term_page(
    ctx: Ctx, project_id: UUID, page: PageRequest, *, filters: TermFilters
) -> Page[LiabilityWarrantyTermRead]:
    """Return one page of a project's warranties in the order of recording; two statements."""
    where = all_of(Clause("term.project_id = ?", (project_id,)), filters.clause(), seen(ctx.actor))
    found = await ctx.db.page(_terms, page, where=where, filters=msgspec.to_builtins(filters))
    place = await sites.site(ctx, project_id)
    return Page(items=shown(ctx, found.items, place), next_cursor=found.next_cursor)


def shown(ctx: Ctx, rows: Sequence[Row], place: sites.Site) -> list[LiabilityWarrantyTermRead]:
    """Return stored warranties of a site as the caller sees them today."""
    today, is_outside = place.today(ctx), ctx.actor.is_outside
    return [LiabilityWarrantyTermRead.of(row, today=today, is_outside=is_outside) for row in rows]


def seen(actor: Actor) -> Clause:
    """Return which warranties a caller sees: a customer what we gave, a partner what its party has promised."""
    if actor.role is Role.CUSTOMER:
        return Clause("term.side = 'given'")
    if actor.role is not Role.PARTNER:
        return TRUE
    return FALSE if actor.party_id is None else Clause("term.obligor_party_id = ?", (actor.party_id,))


async def stored(ctx: Ctx, project_id: UUID, term_id: UUID) -> Row:
    """
    Return a warranty of a project as it is stored.

    Raises:
        WarrantyTermNotFound: there is none.
    """
    row = await ctx.db.fetch_one(f"{SELECT} WHERE term.id = ? AND term.project_id = ?", term_id, project_id)
    if row is None:
        raise WarrantyTermNotFound
    return row


async def unrevoked(ctx: Ctx, project_id: UUID) -> list[Row]:
    """Return the warranties of a project that may cover something, in the order of recording; one statement."""
    return await ctx.db.fetch(
        f"{SELECT} WHERE term.project_id = ? AND term.revoked_at IS NULL ORDER BY term.id", project_id
    )


def facts_of(row: Row) -> TermFacts:
    """Return what was said about a stored warranty."""
    return msgspec.convert(row, TermFacts)
