"""Who bears what is put on an account: the questions to warranties and allowances that the rules need answered."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from wellkept_costs.rules.allowances import period_start
from wellkept_costs.rules.coverage import AllowanceKey, Cover, Rest, cover_of, settled_cover
from wellkept_costs.service.accounts import Account
from wellkept_costs.terms import AllowanceTerms
from wellkept_sdk import Ctx
from wellkept_sdk.ids import uuid7
from wellkept_sdk.quantity import milli_of
from wellkept_sdk.services.costs import CostKind, CoveredBy
from wellkept_sdk.services.liability import LIABILITY, Covered

#: Stores what nobody has used of yet, and locks all of it, in the order of the keys.
_LOCK: Final = (
    "INSERT INTO costs_allowance_use (id, contract_id, code, period_starts_on, used_milli) VALUES {rows}"
    " ON CONFLICT (contract_id, code, period_starts_on) DO UPDATE SET used_milli = costs_allowance_use.used_milli"
    " RETURNING contract_id, code, period_starts_on, used_milli"
)


class Wish(Struct, frozen=True, kw_only=True):
    """Something that is to be covered."""

    kind: CostKind
    unit: str
    occurred_on: date
    given: CoveredBy | None = None


class Coverings(Struct, frozen=True, kw_only=True):
    """
    What was asked for an account.

    Args:
        warranties: by day, why a warranty covers what occurs on it; None where none does.
        allowances: by kind and unit and day, in which allowances it falls.
    """

    warranties: dict[date, str | None]
    allowances: dict[Wish, list[AllowanceKey]]


async def asked(
    ctx: Ctx, account: Account, wishes: Collection[Wish], *, given_back: Iterable[AllowanceKey] = ()
) -> Coverings:
    """
    Return the answers for wishes, with the allowances in question held until the transaction ends.

    Args:
        ctx: joins its transaction.
        account: of which ticket; gets what is left of each allowance.
        wishes: what is to be covered.
        given_back: allowances of lines that are taken back in the same transaction.

    Raises:
        PenaltyNotChargeable: what we owe the customer would be charged to it.
    """
    open_wishes = [wish for wish in wishes if settled_cover(wish.kind, given=wish.given) is None]
    warranties = {day: await _warranty(ctx, account, day) for day in sorted({wish.occurred_on for wish in open_wishes})}
    in_question = [wish for wish in open_wishes if warranties[wish.occurred_on] is None]
    allowances = await _allowances(ctx, account, in_question)
    await lock_allowances(ctx, account, {*given_back, *(key for keys in allowances.values() for key in keys)})
    return Coverings(warranties=warranties, allowances=allowances)


def cover(account: Account, wish: Wish, found: Coverings) -> Cover:
    """Return who bears something, with what is left of allowances by now."""
    settled = settled_cover(wish.kind, given=wish.given)
    if settled is not None:
        return settled
    rests = (Rest(key, account.rests[key]) for key in found.allowances.get(wish, ()))
    return cover_of(
        warranty_code=found.warranties[wish.occurred_on],
        rest=next((rest for rest in rests if rest.milli > 0), None),
        default=account.terms.coverage_default,
    )


async def lock_allowances(ctx: Ctx, account: Account, keys: Collection[AllowanceKey]) -> None:
    """Hold what is used of allowances until the transaction ends, and tell the account what is left of each."""
    if not keys:
        return
    values = [(uuid7(), key.contract_id, key.code, key.starts_on, 0) for key in sorted(keys)]
    statement = _LOCK.format(rows=", ".join(["(?, ?, ?, ?, ?)"] * len(values)))
    for row in await ctx.db.fetch(statement, *(value for each in values for value in each)):
        key = AllowanceKey(row["contract_id"], row["code"], row["period_starts_on"])
        terms = account.terms.allowances.get(key.code)
        included = 0 if terms is None else milli_of(terms.quantity)
        account.rests[key] = included - row["used_milli"]


async def _warranty(ctx: Ctx, account: Account, day: date) -> str | None:
    liability = ctx.service_or_none(LIABILITY)
    if liability is None:
        return None
    found = await liability.coverage(account.ticket_id, on=day)
    return found.code.value if found.covered is Covered.COVERED and found.code is not None else None


async def _allowances(ctx: Ctx, account: Account, wishes: Collection[Wish]) -> dict[Wish, list[AllowanceKey]]:
    """Return the allowances of each wish, in the order of their codes; the contract is asked for only if it matters."""
    matching = {wish: list(_matching(account, wish)) for wish in wishes}
    if account.contract_id is None or not any(matching.values()):
        return {}
    starts_on = await ctx.tickets.contract_starts_on(account.ticket_id)
    assert starts_on is not None, "a ticket's contract is never deleted"
    found: dict[Wish, list[AllowanceKey]] = {}
    for wish, allowances in matching.items():
        periods = [
            (code, period_start(terms.period, contract_starts_on=starts_on, on=wish.occurred_on))
            for code, terms in allowances
        ]
        found[wish] = [AllowanceKey(account.contract_id, code, start) for code, start in periods if start is not None]
    return found


def _matching(account: Account, wish: Wish) -> Iterator[tuple[str, AllowanceTerms]]:
    for code, terms in sorted(account.terms.allowances.items()):
        if (terms.kind_of_cost, terms.unit) == (wish.kind, wish.unit):
            yield code, terms
