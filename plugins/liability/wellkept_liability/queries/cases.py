"""Cases with their shares and answers, and who sees them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.errors import CaseNotFound
from wellkept_liability.rules.case_states import CaseStatus
from wellkept_liability.schemas.cases import LiabilityCaseRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import FALSE, TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of, given
from wellkept_sdk.http import Page, PageRequest

#: A share with its answer, if there is one.
SAID: Final = (
    "share.id AS share_id, share.version_id, share.role, share.party_id, share.scope, share.share_bp, share.note,"
    " answer.answer AS said_answer, answer.reason AS said_reason, answer.counter_shares AS said_counter_shares,"
    " answer.given_by AS said_given_by, answer.evidence AS said_evidence, answer.occurred_at AS said_occurred_at"
)
WITH_ANSWERS: Final = (
    " JOIN liability_share share ON share.version_id = version.id"
    " LEFT JOIN liability_answer answer ON answer.share_id = share.id"
)
_cases = ListDeclaration(
    select="SELECT own.* FROM liability_case own",
    sorts={"id": Sort("own.id", UUID)},
    sort_default="-id",
    id_column="own.id",
)
_CURRENT: Final = (
    f"SELECT own.id AS case_id, version.cause, version.basis, version.basis_text, version.decided_by, version.decision,"
    f" {SAID} FROM liability_case own JOIN liability_version version"
    f" ON version.case_id = own.id AND version.version = own.current_version{WITH_ANSWERS}"
)
#: Pairs of case and version in which a party bears a share.
_BORNE: Final = (
    "(SELECT borne.case_id, borne.version FROM liability_share mine JOIN liability_version borne"
    " ON borne.id = mine.version_id WHERE mine.party_id = ?)"
)
#: That somebody was told a version of a case.
_TOLD: Final = (
    "SELECT 1 AS found FROM liability_case_step step WHERE step.case_id = ? AND step.action IN ('propose', 'arbitrate')"
)
_IN_VERSION: Final = (
    " AND EXISTS (SELECT 1 FROM liability_version told JOIN liability_share mine ON mine.version_id = told.id"
    " WHERE told.case_id = step.case_id AND told.version = step.version AND mine.party_id = ?)"
)


class CaseFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed; a party bears a share of the version that holds."""

    status: CaseStatus | None = None
    party_id: UUID | None = None
    customer_id: UUID | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        return all_of(
            given("own.status = ?", None if self.status is None else self.status.value),
            given(f"(own.id, own.current_version) IN {_BORNE}", self.party_id),
            given("own.ticket_id IN (SELECT ticket.id FROM ticket WHERE ticket.customer_id = ?)", self.customer_id),
        )


async def case_page(ctx: Ctx, page: PageRequest, *, filters: CaseFilters) -> Page[LiabilityCaseRead]:
    """Return one page of the cases that the caller may see, the latest first; two statements."""
    where = all_of(
        seen(ctx.actor),
        _asked(ctx.actor, filters),
        ctx.active_tickets("own.ticket_id"),
        await ctx.seen_tickets("own.ticket_id"),
    )
    found = await ctx.db.page(_cases, page, where=where, filters=msgspec.to_builtins(filters))
    shares = await _current(ctx, ctx.db.any_of("own.id", [row["id"] for row in found.items]))
    by_case: dict[UUID, list[Row]] = {}
    for share in shares:
        by_case.setdefault(share["case_id"], []).append(share)
    items = [LiabilityCaseRead.of(row, by_case[row["id"]], actor=ctx.actor) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def case(ctx: Ctx, ticket_id: UUID) -> LiabilityCaseRead:
    """
    Return the case of a ticket as the caller sees it; two statements.

    Raises:
        CaseNotFound: there is none that the caller may see.
    """
    return await read(ctx, await visible(ctx, ticket_id))


async def visible(ctx: Ctx, ticket_id: UUID) -> Row:
    """
    Return the row of a ticket's case.

    Raises:
        CaseNotFound: there is none that the caller may see.
    """
    where = all_of(Clause("own.ticket_id = ?", (ticket_id,)), seen(ctx.actor))
    row = await ctx.db.fetch_one(f"{_cases.select} WHERE {where.sql}", *where.args)
    if row is None:
        raise CaseNotFound
    return row


async def locked(ctx: Ctx, ticket_id: UUID) -> Row:
    """
    Return the row of a ticket's case that nobody else changes before the transaction ends, whoever asks.

    Raises:
        CaseNotFound: there is none.
    """
    lock = " FOR UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
    row = await ctx.db.fetch_one(f"{_cases.select} WHERE own.ticket_id = ?{lock}", ticket_id)
    if row is None:
        raise CaseNotFound
    return row


async def read(ctx: Ctx, row: Row) -> LiabilityCaseRead:
    """Return a stored case as the caller sees it; one statement."""
    return LiabilityCaseRead.of(row, await shares_of(ctx, row["id"]), actor=ctx.actor)


async def shares_of(ctx: Ctx, case_id: UUID) -> Sequence[Row]:
    """Return the shares of a case's current version in order, with their answers and what the version says."""
    return await _current(ctx, Clause("own.id = ?", (case_id,)))


async def was_told(ctx: Ctx, case_id: UUID) -> bool:
    """Return whether any version of a case, which need not hold any more, was shown to the caller from outside."""
    if ctx.actor.role is Role.CUSTOMER:
        return await ctx.db.fetch_one(f"{_TOLD} LIMIT 1", case_id) is not None
    return await ctx.db.fetch_one(f"{_TOLD}{_IN_VERSION} LIMIT 1", case_id, ctx.actor.party_id) is not None


def seen(actor: Actor) -> Clause:
    """
    Return the condition that the caller may see a case, `own`.

    Customers and partners see it as long as its shares are proposed or binding, partners only with a share of theirs.
    """
    if not actor.is_outside:
        return TRUE
    told = Clause("own.status <> 'provisional'")
    if actor.role is Role.CUSTOMER:
        return told
    return all_of(told, Clause(f"(own.id, own.current_version) IN {_BORNE}", (actor.party_id,)))


def _asked(actor: Actor, filters: CaseFilters) -> Clause:
    """Return the condition of the filters; from outside nobody learns where others bear shares."""
    if actor.is_outside and filters.party_id not in {None, actor.party_id}:
        return FALSE
    return filters.clause()


async def _current(ctx: Ctx, where: Clause) -> Sequence[Row]:
    return await ctx.db.fetch(f"{_CURRENT} WHERE {where.sql} ORDER BY own.id, share.position", *where.args)
