"""What is wrong with the terms of a plan or contract."""

from collections.abc import Iterator

import msgspec

from wellkept_costs.errors import CurrencyMismatch, TermsRefused
from wellkept_costs.terms import CostsTerms, CostsUnitAmount
from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_sdk.quantity import milli_of


async def faults(ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
    """Tell which amounts are in another currency than the rest, and which allowances include nothing."""
    document = event.plugins.get(ctx.plugin)
    if document is None:
        return None
    terms = msgspec.convert(document, CostsTerms)
    items = [*_foreign(terms), *_empty(terms)]
    return TermsFaults(items=items) if items else None


def _foreign(terms: CostsTerms) -> Iterator[FieldError]:
    amounts: dict[str, CostsUnitAmount | None] = {
        "/approval_threshold": terms.approval_threshold,
        "/goodwill_limit": terms.goodwill_limit,
    }
    for kind, rate in terms.rates.items():
        amounts[f"/rates/{kind}/unit_cost"] = rate.unit_cost
        amounts[f"/rates/{kind}/unit_price"] = rate.unit_price
    for pointer, amount in amounts.items():
        if amount is not None and amount.currency != terms.currency:
            yield FieldError(f"{pointer}/currency", CurrencyMismatch.code, "All amounts are in the terms' currency.")


def _empty(terms: CostsTerms) -> Iterator[FieldError]:
    for code, allowance in terms.allowances.items():
        if milli_of(allowance.quantity) == 0:
            yield FieldError(f"/allowances/{code}/quantity", TermsRefused.code, "An allowance is more than zero.")
