"""The account of a ticket: what it comes to, held while it changes, and written once at the end."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_costs.errors import AmountTooLarge
from wellkept_costs.rules.coverage import AllowanceKey
from wellkept_costs.rules.limits import Extent, Limits, require_within
from wellkept_costs.rules.lines import Line, Sums
from wellkept_costs.service.line_rows import insert_lines
from wellkept_costs.terms import CostsTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import TicketId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.money import AMOUNT_MINOR_MAX
from wellkept_sdk.records.tickets import TicketStatus

#: Of a ticket with its account, as far as there is one.
_ACCOUNT: Final = (
    "SELECT ticket.customer_id, ticket.contract_id, ticket.status,"
    " COALESCE(project.time_zone, customer.time_zone) AS time_zone, account.currency, account.cost_minor,"
    " account.price_minor, account.chargeable_minor, account.approved_minor FROM ticket"
    " JOIN project ON project.id = ticket.project_id JOIN customer ON customer.id = project.customer_id"
    " LEFT JOIN costs_ticket account ON account.id = ticket.id WHERE ticket.id = ?"
)
_GOODWILL: Final = (
    "SELECT SUM(price_minor) AS goodwill_minor FROM costs_line WHERE ticket_id = ? AND covered_by = 'goodwill'"
)
_STORE: Final = (
    "INSERT INTO costs_ticket (id, ticket_id, customer_id, currency, cost_minor, price_minor, chargeable_minor,"
    " approved_minor) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET customer_id ="
    " excluded.customer_id, cost_minor = excluded.cost_minor, price_minor = excluded.price_minor,"
    " chargeable_minor = excluded.chargeable_minor, approved_minor = excluded.approved_minor"
)


class Account(Struct, kw_only=True):
    """
    What a ticket comes to, as it changes.

    Args:
        today: in the days of the site.
        approved_minor: up to what the customer's latest approval goes.
        sums: with all lines of the account.
        rests: what is left of the allowances that were asked for.
        taken: how much more of each allowance is used than before; less, where it is negative.
        lines: that are to be recorded, in this order.
    """

    ticket_id: TicketId
    customer_id: UUID
    contract_id: UUID | None
    is_cancelled: bool
    today: date
    currency: str
    terms: CostsTerms
    approved_minor: int | None
    sums: Sums
    rests: dict[AllowanceKey, int] = {}
    taken: dict[AllowanceKey, int] = {}
    lines: list[Line] = []

    @property
    def limits(self) -> Limits:
        """Return how far the ticket may go; limits in another currency say nothing of it."""
        threshold, goodwill = self.terms.approval_threshold, self.terms.goodwill_limit
        return Limits(
            currency=self.currency,
            threshold_minor=threshold.amount_minor if threshold and threshold.currency == self.currency else None,
            approved_minor=self.approved_minor,
            goodwill_minor=goodwill.amount_minor if goodwill and goodwill.currency == self.currency else None,
        )

    def copied(self) -> "Account":
        """Return an account of its own, on which something can be tried."""
        return replace(self, rests=self.rests.copy(), taken=self.taken.copy(), lines=self.lines.copy())

    def record(self, lines: Sequence[Line], *, since: Sums | None = None) -> None:
        """
        Put lines on the account, all of them or none.

        Args:
            lines: in the order of recording.
            since: the sums before the change that these lines end, which is judged as a whole; of now, if absent.

        Raises:
            ApprovalNeeded: the customer has not approved so much.
            GoodwillExceeded: the goodwill would be more than the terms allow.
            AmountTooLarge: the ticket would come to more than can be told.
        """
        after = self.sums.plus(lines)
        require_within(self.limits, before=_extent(since or self.sums), after=_extent(after))
        if max(map(abs, (after.cost_minor, after.price_minor, after.chargeable_minor))) > AMOUNT_MINOR_MAX:
            raise AmountTooLarge.at("/quantity")
        self.sums = after
        self.lines.extend(lines)
        for line in lines:
            key = line.allowance
            if key is not None:
                self.taken[key] = self.taken.get(key, 0) + line.quantity_milli
                self.rests[key] = self.rests.get(key, 0) - line.quantity_milli


async def held(ctx: Ctx, ticket_id: UUID) -> Account:
    """
    Return the account of a ticket, which nobody else changes before the running transaction ends.

    Raises:
        NotFound: there is no such ticket.
    """
    # Core locks a ticket before it tells plugins, so whoever takes an account does the same first.
    if ctx.db.dialect is Dialect.POSTGRES:
        await ctx.db.fetch("SELECT id FROM ticket WHERE id = ? FOR NO KEY UPDATE", ticket_id)
    row = await ctx.db.fetch_one(_ACCOUNT, ticket_id)
    if row is None:
        raise NotFound
    terms = ctx.terms(CostsTerms)
    goodwill_minor = 0
    if terms.goodwill_limit is not None:
        found = await ctx.db.fetch_one(_GOODWILL, ticket_id) or {}
        goodwill_minor = int(found["goodwill_minor"] or 0)
    return Account(
        ticket_id=TicketId(ticket_id),
        customer_id=row["customer_id"],
        contract_id=row["contract_id"],
        is_cancelled=row["status"] == TicketStatus.CANCELLED,
        today=local_day(ctx.at, time_zone=row["time_zone"]),
        # What a ticket has been counted in, it stays counted in.
        currency=row["currency"] or terms.currency,
        terms=terms,
        approved_minor=row["approved_minor"],
        sums=Sums(
            cost_minor=row["cost_minor"] or 0,
            price_minor=row["price_minor"] or 0,
            chargeable_minor=row["chargeable_minor"] or 0,
            goodwill_minor=goodwill_minor,
        ),
        rests={},
        taken={},
        lines=[],
    )


async def written(ctx: Ctx, account: Account) -> list[Row]:
    """Record what was put on a held account, announce it, and return the new lines as they are stored."""
    rows = await insert_lines(ctx, account.lines)
    await _use_allowances(ctx, account)
    await store(ctx, account)
    # The ticket shows its sums.
    await ctx.raise_version(RecordName.TICKET, account.ticket_id)
    return rows


async def store(ctx: Ctx, account: Account) -> None:
    """Keep the sums and the approval of a held account."""
    sums = account.sums
    await ctx.db.execute(
        _STORE,
        *(account.ticket_id, account.ticket_id, account.customer_id, account.currency),
        *(sums.cost_minor, sums.price_minor, sums.chargeable_minor, account.approved_minor),
    )


async def _use_allowances(ctx: Ctx, account: Account) -> None:
    changes = sorted((key, milli) for key, milli in account.taken.items() if milli)
    if changes:
        await ctx.db.execute_many(
            "UPDATE costs_allowance_use SET used_milli = used_milli + ?"
            " WHERE contract_id = ? AND code = ? AND period_starts_on = ?",
            [(milli, key.contract_id, key.code, key.starts_on) for key, milli in changes],
        )


def _extent(sums: Sums) -> Extent:
    return Extent(chargeable_minor=sums.chargeable_minor, goodwill_minor=sums.goodwill_minor)
