"""Adding, reversing and correcting lines."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from wellkept_costs.errors import CurrencyMismatch, LineInFuture, LineNotFound, TicketCancelled
from wellkept_costs.queries import lines as queries
from wellkept_costs.rules.drafts import Spent, given_again, lines_of, priced_again, quantity_mistakes
from wellkept_costs.rules.lines import MANUAL, Line, require_reversible, reversal_of
from wellkept_costs.rules.pricing import NO_RATE, Rate, Said, priced
from wellkept_costs.schemas.lines import (
    CostsCorrection,
    CostsLineCorrect,
    CostsLineCreate,
    CostsLineRead,
    CostsLineReverse,
)
from wellkept_costs.service.accounts import Account, held, written
from wellkept_costs.service.covering import Wish, asked, cover, lock_allowances
from wellkept_costs.service.references import reference_mistakes
from wellkept_costs.terms import CostsUnitAmount
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, Invalid, refuse
from wellkept_sdk.ids import uuid7
from wellkept_sdk.quantity import milli_of


class Added(Struct, frozen=True, kw_only=True):
    """A line, and whether it is new or was known under its key."""

    row: Row
    is_new: bool


async def add(ctx: Ctx, ticket_id: UUID, data: CostsLineCreate, *, source: str = MANUAL) -> Added:
    """
    Record something that was spent; a known key answers with the line that has it.

    Args:
        ctx: of the ticket.
        ticket_id: on which ticket.
        data: what it was.
        source: who tells it: `manual`, or a plugin.

    Raises:
        NotFound: there is no such ticket.
        CodeTaken: the key is that of a line of another ticket.
        TicketCancelled: the ticket takes only reversals.
        Invalid: something is wrong with the line, or nothing says what it costs or is priced at.
        ApprovalNeeded: the customer has not approved so much.
        GoodwillExceeded: the goodwill would be more than the terms allow.
    """
    async with ctx.db.transaction():
        account = await held(ctx, ticket_id)
        if data.source_key is not None:
            found = await queries.known(ctx, source=source, source_key=data.source_key)
            if found is not None:
                return Added(row=_of_ticket(found, ticket_id), is_new=False)
        require_open(account)
        occurred_on = data.occurred_on or account.today
        unknown = await reference_mistakes(ctx, ticket_id, party_id=data.party_id, visit_id=data.visit_id)
        refuse([*_mistakes(account, data, occurred_on=occurred_on), *unknown])
        spent = Spent(
            ticket_id=account.ticket_id,
            currency=account.currency,
            kind=data.kind,
            description=data.description,
            unit=data.unit,
            occurred_on=occurred_on,
            party_id=data.party_id,
            visit_id=data.visit_id,
            source=source,
            source_key=data.source_key,
            note=data.note,
        )
        said = Said(
            quantity_milli=milli_of(data.quantity),
            unit_cost_minor=_minor(data.unit_cost),
            unit_price_minor=_minor(data.unit_price),
        )
        found = priced(said, rate_of(account, spent))
        wish = Wish(kind=data.kind, unit=data.unit, occurred_on=occurred_on, given=data.covered_by)
        answers = await asked(ctx, account, [wish])
        account.record(lines_of(spent, found, cover(account, wish, answers), new_id=uuid7))
        rows = await written(ctx, account)
        return Added(row={**rows[0], "rest_line_id": rows[1]["id"] if len(rows) > 1 else None}, is_new=True)


async def reverse(ctx: Ctx, ticket_id: UUID, line_id: UUID, data: CostsLineReverse) -> CostsLineRead:
    """
    Take a line back by its exact negative; on a cancelled ticket too.

    Raises:
        LineNotFound: the ticket has no such line.
        IsReversal: it takes another one back itself.
        AlreadyReversed: it has been taken back.
    """
    async with ctx.db.transaction():
        account = await held(ctx, ticket_id)
        line = await _reversible(ctx, ticket_id, line_id)
        if line.allowance is not None:
            await lock_allowances(ctx, account, [line.allowance])
        account.record([_negative(account, line, note=data.reason)])
        [row] = await written(ctx, account)
        return CostsLineRead.of(row, actor=ctx.actor)


async def correct(ctx: Ctx, ticket_id: UUID, line_id: UUID, data: CostsLineCorrect) -> CostsCorrection:
    """
    Take a line back and record what it should have been, in one transaction.

    Raises:
        LineNotFound: the ticket has no such line.
        IsReversal: it takes another one back itself.
        AlreadyReversed: it has been taken back.
        TicketCancelled: the ticket takes only reversals.
        Invalid: something is wrong with the correction.
        ApprovalNeeded: the customer has not approved so much.
        GoodwillExceeded: the goodwill would be more than the terms allow.
    """
    async with ctx.db.transaction():
        account = await held(ctx, ticket_id)
        line = await _reversible(ctx, ticket_id, line_id)
        require_open(account)
        occurred_on = data.occurred_on or line.occurred_on
        refuse(_mistakes(account, data, occurred_on=occurred_on))
        found = priced_again(
            line,
            quantity_milli=None if data.quantity is None else milli_of(data.quantity),
            unit_cost_minor=_minor(data.unit_cost),
            unit_price_minor=_minor(data.unit_price),
        )
        spent = Spent(
            ticket_id=account.ticket_id,
            currency=account.currency,
            kind=line.kind,
            description=data.description or line.description,
            unit=line.unit,
            occurred_on=occurred_on,
            party_id=line.party_id,
            visit_id=line.visit_id,
            source=MANUAL,
            corrects_line_id=line.id,
            note=line.note,
        )
        given = data.covered_by or given_again(line)
        wish = Wish(kind=line.kind, unit=line.unit, occurred_on=occurred_on, given=given)
        before = account.sums
        answers = await asked(ctx, account, [wish], given_back=[] if line.allowance is None else [line.allowance])
        account.record([_negative(account, line, note=data.reason)])
        account.record(lines_of(spent, found, cover(account, wish, answers), new_id=uuid7), since=before)
        rows = await written(ctx, account)
        rest_id = rows[2]["id"] if len(rows) > 2 else None  # noqa: PLR2004 - the reversal and a split line
        return CostsCorrection(
            reversal=CostsLineRead.of(rows[0], actor=ctx.actor),
            line=CostsLineRead.of({**rows[1], "rest_line_id": rest_id}, actor=ctx.actor),
        )


def require_open(account: Account) -> None:
    """
    Make sure that a ticket takes new lines.

    Raises:
        TicketCancelled: it takes only reversals.
    """
    if account.is_cancelled:
        raise TicketCancelled


def rate_of(account: Account, spent: Spent) -> Rate:
    """Return what the terms say of one unit; nothing where they say it of another unit, or in another currency."""
    terms = account.terms.rates.get(spent.kind)
    if terms is None or terms.unit != spent.unit:
        return NO_RATE
    cost, price = (
        None if amount is None or amount.currency != account.currency else amount.amount_minor
        for amount in (terms.unit_cost, terms.unit_price)
    )
    return Rate(unit_cost_minor=cost, unit_price_minor=price)


async def _reversible(ctx: Ctx, ticket_id: UUID, line_id: UUID) -> Line:
    found = await queries.stored(ctx, ticket_id, line_id)
    if not found:
        raise LineNotFound
    require_reversible(found[0])
    return found[0]


def _negative(account: Account, line: Line, *, note: str) -> Line:
    return reversal_of(line, line_id=uuid7(), on=account.today, source=MANUAL, note=note)


def _of_ticket(row: Row, ticket_id: UUID) -> Row:
    if row["ticket_id"] != ticket_id:
        raise CodeTaken
    return row


def _mistakes(account: Account, data: CostsLineCreate | CostsLineCorrect, *, occurred_on: date) -> list[Invalid]:
    mistakes = [] if data.quantity is None else quantity_mistakes(milli_of(data.quantity))
    for name, amount in (("unit_cost", data.unit_cost), ("unit_price", data.unit_price)):
        if amount is not None and amount.currency != account.currency:
            mistakes.append(CurrencyMismatch.at(f"/{name}/currency"))
    if occurred_on > account.today:
        mistakes.append(LineInFuture.at("/occurred_on"))
    return mistakes


def _minor(amount: CostsUnitAmount | None) -> int | None:
    return None if amount is None else amount.amount_minor
