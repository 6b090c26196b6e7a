"""Agreements and their items."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_consignment.errors import AgreementNotFound
from wellkept_consignment.rules.agreements import Agreement, AgreementStatus, Item
from wellkept_consignment.schemas.agreements import ConsignmentAgreementRead, ConsignmentItemRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import FALSE, TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of
from wellkept_sdk.http import Page, PageRequest

_agreements = ListDeclaration(
    select="SELECT agreement.* FROM consignment_agreement agreement",
    sorts={"number": Sort("agreement.number", str)},
    sort_default="number",
    id_column="agreement.id",
)
_KNOWN: Final = (
    "SELECT agreement.id, agreement.party_id, agreement.status, agreement.currency, agreement.time_zone,"
    " agreement.starts_on, agreement.ends_on, agreement.loss_rule, item.part_id, item.location_id,"
    " item.minimum_milli, item.maximum_milli FROM consignment_agreement agreement"
    " LEFT JOIN consignment_item item ON item.agreement_id = agreement.id"
)


class AgreementFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    party_id: UUID | None = None
    status: AgreementStatus | None = None
    part_id: UUID | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        of_part = (
            "EXISTS (SELECT 1 FROM consignment_item item WHERE item.agreement_id = agreement.id AND item.part_id = ?)"
        )
        return all_of(
            TRUE if self.party_id is None else Clause("agreement.party_id = ?", (self.party_id,)),
            TRUE if self.status is None else Clause("agreement.status = ?", (self.status.value,)),
            TRUE if self.part_id is None else Clause(of_part, (self.part_id,)),
        )


def own(actor: Actor, column: str) -> Clause:
    """Return the condition that the caller may see what belongs to a party: a partner its own, our house all."""
    if not actor.is_outside:
        return TRUE
    return FALSE if actor.party_id is None else Clause(f"{column} = ?", (actor.party_id,))


async def agreement_page(ctx: Ctx, page: PageRequest, *, filters: AgreementFilters) -> Page[ConsignmentAgreementRead]:
    """Return one page of the agreements that the caller may see, by number."""
    where = all_of(_seen(ctx.actor), filters.clause())
    found = await ctx.db.page(_agreements, page, where=where, filters=msgspec.to_builtins(filters))
    return Page(items=await _read(ctx, found.items), next_cursor=found.next_cursor)


async def agreement(ctx: Ctx, agreement_id: UUID) -> ConsignmentAgreementRead:
    """
    Return one agreement that the caller may see.

    Raises:
        AgreementNotFound: there is none.
    """
    where = all_of(Clause("agreement.id = ?", (agreement_id,)), _seen(ctx.actor))
    row = await ctx.db.fetch_one(f"{_agreements.select} WHERE {where.sql}", *where.args)
    if row is None:
        raise AgreementNotFound
    [read] = await _read(ctx, [row])
    return read


async def require_seen(ctx: Ctx, agreement_id: UUID) -> None:
    """
    Make sure that there is an agreement, and that the caller may see it.

    Raises:
        AgreementNotFound: there is none.
    """
    where = all_of(Clause("agreement.id = ?", (agreement_id,)), _seen(ctx.actor))
    found = await ctx.db.fetch_one(
        f"SELECT 1 AS one FROM consignment_agreement agreement WHERE {where.sql}", *where.args
    )
    if found is None:
        raise AgreementNotFound


async def known(
    ctx: Ctx, where: Clause, *, part_ids: Collection[UUID] | None = None, shared: bool = False
) -> list[Agreement]:
    """
    Return agreements as stock movements need them; one statement.

    Args:
        ctx: in whose transaction.
        where: a condition on `agreement`.
        part_ids: of which parts the items are wanted; None for all.
        shared: whether nobody may change prices or draw up statements before the transaction ends.
    """
    items = TRUE if part_ids is None else ctx.db.any_of("item.part_id", part_ids)
    lock = " FOR SHARE OF agreement" if shared and ctx.db.dialect is Dialect.POSTGRES else ""
    rows = await ctx.db.fetch(
        f"{_KNOWN} AND {items.sql} WHERE {where.sql} ORDER BY agreement.id{lock}", *items.args, *where.args
    )
    grouped: dict[UUID, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["id"], []).append(row)
    return [_known(rows) for rows in grouped.values()]


async def of_parties(
    ctx: Ctx, party_ids: Collection[UUID], *, part_ids: Collection[UUID] | None = None, shared: bool = False
) -> dict[UUID, list[Agreement]]:
    """Return the agreements of parties, drafts too; one statement. See `known`."""
    found: dict[UUID, list[Agreement]] = {}
    where = ctx.db.any_of("agreement.party_id", party_ids)
    for each in await known(ctx, where, part_ids=part_ids, shared=shared):
        found.setdefault(each.party_id, []).append(each)
    return found


async def one(ctx: Ctx, agreement_id: UUID) -> Agreement | None:
    """Return an agreement with all its items, whoever asks."""
    found = await known(ctx, Clause("agreement.id = ?", (agreement_id,)))
    return found[0] if found else None


async def is_number_taken(ctx: Ctx, number: str) -> bool:
    """Return whether an agreement has this number."""
    return await ctx.db.fetch_one("SELECT 1 AS one FROM consignment_agreement WHERE number = ?", number) is not None


def _seen(actor: Actor) -> Clause:
    """Return the condition that the caller may see an agreement: suppliers not while it is being written."""
    stands = Clause("agreement.status <> 'draft'") if actor.is_outside else TRUE
    return all_of(own(actor, "agreement.party_id"), stands)


async def _read(ctx: Ctx, rows: Sequence[Row]) -> list[ConsignmentAgreementRead]:
    where = ctx.db.any_of("agreement_id", [row["id"] for row in rows])
    items = await ctx.db.fetch(
        f"SELECT * FROM consignment_item WHERE {where.sql} ORDER BY part_id, location_id", *where.args
    )
    found: dict[UUID, list[ConsignmentItemRead]] = {}
    for item in items:
        found.setdefault(item["agreement_id"], []).append(ConsignmentItemRead.of(item))
    is_outside = ctx.actor.is_outside
    return [ConsignmentAgreementRead.of(row, found.get(row["id"], []), is_outside=is_outside) for row in rows]


def _known(rows: Sequence[Row]) -> Agreement:
    items = [msgspec.convert(row, Item) for row in rows if row["part_id"] is not None]
    return msgspec.convert({**rows[0], "items": items}, Agreement)
