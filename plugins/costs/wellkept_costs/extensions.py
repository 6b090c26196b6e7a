"""What is added to tickets: what they come to."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from wellkept_costs.permissions import READ
from wellkept_costs.queries.sums import totals_of
from wellkept_costs.terms import CostsTerms
from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Clause, Row
from wellkept_sdk.money import Money

#: What a ticket comes to before its first line.
_NOTHING: Final[Row] = {"cost_minor": 0, "price_minor": 0, "chargeable_minor": 0}


class CostsTicket(Struct, frozen=True, kw_only=True):
    """
    What a ticket comes to, reversals included.

    Args:
        cost: what it costs us; customers are not told.
        price: what it is priced at; customers are not told.
        chargeable: what the customer pays.
    """

    cost: Money | UnsetType = UNSET
    price: Money | UnsetType = UNSET
    chargeable: Money


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, CostsTicket]:
    """Return what tickets show, in one statement."""
    found = await totals_of(ctx, ids)
    nothing: Row = {**_NOTHING, "currency": ctx.terms(CostsTerms).currency}
    return {each: _shown(found.get(each, nothing), is_outside=ctx.actor.is_outside) for each in ids}


def is_charged(value: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    """Return the condition that the customer pays something for a ticket, or nothing."""
    found = Clause(
        "EXISTS (SELECT 1 FROM costs_ticket account WHERE account.id = ticket.id AND account.chargeable_minor > 0)"
    )
    return found if value else ~found


def _shown(row: Row, *, is_outside: bool) -> CostsTicket:
    return CostsTicket(
        cost=UNSET if is_outside else _money(row, "cost_minor"),
        price=UNSET if is_outside else _money(row, "price_minor"),
        chargeable=_money(row, "chargeable_minor"),
    )


def _money(row: Row, name: str) -> Money:
    return Money(amount_minor=row[name], currency=row["currency"])


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=CostsTicket,
        load=load_tickets,
        filters={
            "chargeable": ExtensionFilter(
                type=bool, where=is_charged, description="The customer pays something for the ticket, or nothing."
            )
        },
        permission=READ.name,
        shown_outside=True,
        hidden_from=frozenset({Role.PARTNER}),
    ),
)
