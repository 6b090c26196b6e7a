"""Taking in what plugins charge: new, changed and ended charges become lines, corrections and reversals."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_costs.errors import CurrencyMismatch, LineInFuture, TicketCancelled
from wellkept_costs.queries import lines as queries
from wellkept_costs.rules.charges import ChargeKey, Stated, Taken, ended_charges, key_of, taken_charges
from wellkept_costs.rules.drafts import Spent, lines_of, quantity_mistakes
from wellkept_costs.rules.lines import Line, reversal_of
from wellkept_costs.rules.pricing import Priced, Said, priced_at_cost
from wellkept_costs.schemas.collecting import CostsCollected, CostsSkipped
from wellkept_costs.service.accounts import Account, held, written
from wellkept_costs.service.covering import Coverings, Wish, asked, cover
from wellkept_costs.service.lines import rate_of
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict, Invalid, invalid, refuse
from wellkept_sdk.hooks import TicketHooks
from wellkept_sdk.hooks.ticket_questions import Charge, ChargesQuestion
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_sdk.ids import uuid7
from wellkept_sdk.money import Money
from wellkept_sdk.records.tickets import Action

#: After them a ticket's costs are as complete as they can be.
_COMPLETING: Final = frozenset({Action.RESOLVE, Action.CLOSE})
_DESCRIPTION_MAX: Final = 500


class Pending(Struct, frozen=True, kw_only=True):
    """A charge that is new or has changed, with what was made of it before."""

    key: ChargeKey
    spent: Spent
    priced: Priced
    taken: Taken | None

    @property
    def wish(self) -> Wish:
        """Return what is to be covered."""
        return Wish(kind=self.spent.kind, unit=self.spent.unit, occurred_on=self.spent.occurred_on)

    @property
    def standing(self) -> Sequence[Line]:
        """Return the lines that it takes back."""
        return () if self.taken is None else self.taken.standing


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Take in what is charged when a ticket is resolved, and again when it is closed."""
    if event.action in _COMPLETING:
        await collect(ctx, event.ticket.id)


async def collect(ctx: Ctx, ticket_id: UUID) -> CostsCollected:
    """
    Take in what plugins charge for a ticket; what cannot become a line is named, and stops nothing else.

    Raises:
        NotFound: there is no such ticket.
    """
    async with ctx.db.transaction():
        account = await held(ctx, ticket_id)
        replies = await ctx.collect(TicketHooks.ticket_charges, ChargesQuestion(ticket_id=account.ticket_id))
        taken = taken_charges(await queries.stored(ctx, ticket_id))
        round_ = _Round(account, taken)
        for reply in replies:
            for charge in reply.value.items:
                round_.look_at(ChargeKey(reply.plugin, charge.source_key), charge)
        ended = ended_charges(taken, stated=round_.seen, answered={reply.plugin for reply in replies})
        answers = await _asked(ctx, account, round_.pending, ended=[taken[key] for key in ended])
        for key in ended:
            round_.account.record(_reversals(account, taken[key].standing, source=key.source))
        for pending in round_.pending:
            round_.take(pending, answers)
        if round_.account.lines:
            await written(ctx, round_.account)
        return CostsCollected(
            added=round_.added,
            corrected=round_.corrected,
            unchanged=round_.unchanged,
            reversed=len(ended),
            skipped=round_.skipped,
        )


class _Round:
    """The charges of a ticket, one after the other."""

    def __init__(self, account: Account, taken: Mapping[ChargeKey, Taken]) -> None:
        self.account = account
        self.pending: list[Pending] = []
        self.seen: set[ChargeKey] = set()
        self.skipped: list[CostsSkipped] = []
        self.added = self.corrected = self.unchanged = 0
        self._taken = taken

    def look_at(self, key: ChargeKey, charge: Charge) -> None:
        """Find out whether a charge is new, has changed, or is as it was."""
        try:
            if key in self.seen:
                raise invalid("/source_key", "duplicate", "The charge is stated twice.")
            self.seen.add(key)
            taken = self._taken.get(key)
            spent, priced = _priced(self.account, charge, source=key.source)
            if taken is not None and taken.is_still(_stated(spent, priced)):
                self.unchanged += 1
                return
            if self.account.is_cancelled:
                raise TicketCancelled
            self.pending.append(Pending(key=key, spent=spent, priced=priced, taken=taken))
        except (Invalid, Conflict) as failure:
            self._skip(key, failure)

    def take(self, pending: Pending, answers: Coverings) -> None:
        """Put a charge on the account, or nothing of it."""
        account, taken = self.account.copied(), pending.taken
        before = account.sums
        try:
            account.record(_reversals(account, pending.standing, source=pending.key.source))
            spent = _keyed(pending)
            found = cover(account, pending.wish, answers)
            account.record(lines_of(spent, pending.priced, found, new_id=uuid7), since=before)
        except (Invalid, Conflict) as failure:
            self._skip(pending.key, failure)
            return
        self.account = account
        if taken is None or taken.ended:
            self.added += 1
        else:
            self.corrected += 1

    def _skip(self, key: ChargeKey, failure: Invalid | Conflict) -> None:
        self.skipped.append(CostsSkipped(source=key.source, source_key=key.source_key, code=failure.code))


async def _asked(ctx: Ctx, account: Account, pending: Sequence[Pending], *, ended: Sequence[Taken]) -> Coverings:
    standing = [line for each in pending for line in each.standing] + [line for each in ended for line in each.standing]
    back = [line.allowance for line in standing if line.allowance is not None]
    return await asked(ctx, account, [each.wish for each in pending], given_back=back)


def _priced(account: Account, charge: Charge, *, source: str) -> tuple[Spent, Priced]:
    """
    Return what is charged, and what it comes to.

    Raises:
        Invalid: it cannot be a line.
    """
    refuse(quantity_mistakes(charge.quantity.milli))
    if charge.occurred_on > account.today:
        raise LineInFuture.at("/occurred_on")
    spent = Spent(
        ticket_id=account.ticket_id,
        currency=account.currency,
        kind=charge.kind,
        description=charge.description[:_DESCRIPTION_MAX],
        unit=charge.quantity.unit,
        occurred_on=charge.occurred_on,
        party_id=charge.party_id,
        visit_id=charge.visit_id,
        source=source,
        collected=True,
    )
    said = Said(
        quantity_milli=charge.quantity.milli,
        unit_cost_minor=_minor(account, charge.unit_cost, "unit_cost"),
        unit_price_minor=_minor(account, charge.unit_price, "unit_price"),
        cost_minor=_minor(account, charge.cost, "cost"),
    )
    return spent, priced_at_cost(said, rate_of(account, spent))


def _stated(spent: Spent, priced: Priced) -> Stated:
    return Stated(
        kind=spent.kind,
        quantity_milli=priced.quantity_milli,
        unit=spent.unit,
        unit_cost_minor=priced.unit_cost_minor,
        cost_minor=priced.cost_minor,
        price_minor=priced.price_minor,
        occurred_on=spent.occurred_on,
    )


def _keyed(pending: Pending) -> Spent:
    """Return what is charged under the key of its new line, which follows the one before."""
    taken = pending.taken
    return replace(
        pending.spent,
        source_key=key_of(pending.key, taken),
        corrects_line_id=None if taken is None else taken.latest[0].id,
    )


def _reversals(account: Account, standing: Sequence[Line], *, source: str) -> list[Line]:
    return [reversal_of(line, line_id=uuid7(), on=account.today, source=source, note=None) for line in standing]


def _minor(account: Account, amount: Money | None, name: str) -> int | None:
    if amount is None:
        return None
    if amount.currency != account.currency:
        raise CurrencyMismatch.at(f"/{name}/currency")
    if amount.amount_minor < 0:
        raise invalid(f"/{name}/amount_minor", "too_small", "An amount is zero or more.")
    return amount.amount_minor
