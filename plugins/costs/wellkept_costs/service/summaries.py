"""What a ticket comes to, by kind and by who bears it."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import UNSET, UnsetType

from wellkept_costs.queries.sums import account_of, groups_of
from wellkept_costs.schemas.summaries import CostsApprovalState, CostsSum, CostsSummary
from wellkept_costs.terms import CostsTerms
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Row
from wellkept_sdk.money import Money
from wellkept_sdk.services.costs import CostKind, CoveredBy


async def summary(ctx: Ctx, ticket_id: UUID) -> CostsSummary:
    """Return what a ticket comes to; a partner is told what its own part of it costs."""
    terms = ctx.terms(CostsTerms)
    account = await account_of(ctx, ticket_id) or {}
    teller = _Teller(ctx, currency=account.get("currency") or terms.currency)
    groups = await groups_of(ctx, ticket_id)
    whole = teller.sum_of(groups)
    charged_minor = _total(_charged(groups), "price_minor")
    return CostsSummary(
        currency=teller.currency,
        cost=whole.cost,
        price=whole.price,
        chargeable=teller.price(charged_minor),
        by_kind={kind: teller.sum_of(row for row in groups if row["kind"] == kind) for kind in CostKind},
        by_coverage={each: teller.sum_of(row for row in groups if row["covered_by"] == each) for each in CoveredBy},
        approval=UNSET if teller.hides_price else _approval(teller, terms, account, charged_minor=charged_minor),
    )


class _Teller:
    """Says amounts in one currency, as far as the caller is told."""

    def __init__(self, ctx: Ctx, *, currency: str) -> None:
        self.currency = currency
        self.hides_cost, self.hides_price = ctx.actor.role is Role.CUSTOMER, ctx.actor.role is Role.PARTNER

    def money(self, amount_minor: int) -> Money:
        return Money(amount_minor=amount_minor, currency=self.currency)

    def price(self, amount_minor: int) -> Money | UnsetType:
        return UNSET if self.hides_price else self.money(amount_minor)

    def sum_of(self, rows: Iterable[Row]) -> CostsSum:
        found = list(rows)
        cost = UNSET if self.hides_cost else self.money(_total(found, "cost_minor"))
        return CostsSum(cost=cost, price=self.price(_total(found, "price_minor")))


def _approval(teller: _Teller, terms: CostsTerms, account: Row, *, charged_minor: int) -> CostsApprovalState:
    threshold, approved_minor = terms.approval_threshold, account.get("approved_minor")
    asks = threshold is not None and threshold.currency == teller.currency
    most_minor = max(threshold.amount_minor if threshold else 0, approved_minor or 0)
    return CostsApprovalState(
        threshold=teller.money(threshold.amount_minor) if threshold and asks else None,
        approved=None if approved_minor is None else teller.money(approved_minor),
        left=teller.money(most_minor - charged_minor) if asks else None,
    )


def _charged(groups: Iterable[Row]) -> list[Row]:
    return [row for row in groups if row["covered_by"] == CoveredBy.CHARGEABLE]


def _total(rows: Iterable[Row], name: str) -> int:
    return sum(int(row[name]) for row in rows)
