"""What is added to tickets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx, Extension, ExtensionFilter, ExtensionSort, RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Clause
from wellkept_sdk.services.sla import Holder
from wellkept_sla.queries.tickets import shown


class SlaTicket(Struct, frozen=True, kw_only=True):
    """
    The times that the customer was promised, and whose turn it is; a due is null while nothing runs towards it.

    Args:
        first_due_at: the least due of the running clocks.
        first_due_clock: the code of that clock.
        response_due_at: of the first answer.
        resolution_due_at: of the end of the matter.
        breached: whether a promise was broken.
        paused: whether a clock waits.
        holder: who has the matter in hand; null for nobody.
    """

    first_due_at: datetime | None
    first_due_clock: str | None
    response_due_at: datetime | None
    resolution_due_at: datetime | None
    breached: bool
    paused: bool
    holder: Holder | None


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, SlaTicket]:
    """Return what tickets show."""
    return msgspec.convert(await shown(ctx, ids), dict[UUID, SlaTicket])


def is_breached(value: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    """Return the condition that a promise was broken, or none was."""
    return _where("breached", value)


def is_paused(value: bool) -> Clause:  # noqa: FBT001 - as above
    """Return the condition that a clock waits, or none does."""
    return _where("paused", value)


def is_due_before(value: datetime) -> Clause:
    """Return the condition that a running clock is due before a moment."""
    return Clause("ticket.id IN (SELECT ticket_id FROM sla_ticket WHERE first_due_at < ?)", (value,))


def _where(column: str, value: bool) -> Clause:  # noqa: FBT001 - as above
    found = Clause(f"ticket.id IN (SELECT ticket_id FROM sla_ticket WHERE {column})")
    return found if value else ~found


EXTENSIONS: Final[tuple[Extension[SlaTicket, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=SlaTicket,
        load=load_tickets,
        filters={
            "breached": ExtensionFilter(
                type=bool, where=is_breached, description="A time that the customer was promised has passed."
            ),
            "paused": ExtensionFilter(type=bool, where=is_paused, description="A clock waits for somebody else."),
            "due_before": ExtensionFilter(
                type=datetime, where=is_due_before, description="A running clock is due before this moment."
            ),
        },
        sorts={
            "first_due_at": ExtensionSort(
                type=datetime,
                expression="(SELECT first_due_at FROM sla_ticket WHERE sla_ticket.ticket_id = ticket.id)",
            )
        },
        shown_outside=True,
        # To partners these times were not promised.
        hidden_from=frozenset({Role.PARTNER}),
    ),
)
