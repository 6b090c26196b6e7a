"""What a list of tickets can be narrowed by."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.equipment.queries import below
from wellkept.platform.filters import contains
from wellkept.tickets.tables import IS_OPEN
from wellkept_sdk.db.clauses import Clause, all_of
from wellkept_sdk.records.tickets import TicketStatus, Urgency


class TicketFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The filters that a caller gave; periods include their start and not their end."""

    status: tuple[TicketStatus, ...] | None = None
    open: bool | None = None
    grade: tuple[int, ...] | None = None
    urgency: Urgency | None = None
    customer_id: UUID | None = None
    project_id: UUID | None = None
    equipment_id: UUID | None = None
    below: UUID | None = None
    assignee_id: UUID | None = None
    channel: str | None = None
    fault_code: str | None = None
    number: str | None = None
    dedup_key: str | None = None
    reported_from: datetime | None = None
    reported_to: datetime | None = None
    updated_since: datetime | None = None
    q: str | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return all_of(*(_condition(name, value) for name, value in given.items() if value is not None))


def _condition(name: str, value: object) -> Clause:
    special = _SPECIAL.get(name)
    return Clause(f"{name} = ?", (value,)) if special is None else special(value)


def _one_of(column: str) -> Callable[[Any], Clause]:
    # A few literal places, not one array: the planner then knows how many rows to expect.
    return lambda values: Clause(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _below(equipment_id: UUID) -> Clause:
    """Return the condition that a ticket is about an item or about anything mounted below it."""
    items = below(equipment_id)
    return Clause(f"equipment_id IN (SELECT equipment.id FROM equipment WHERE {items.sql})", items.args)


_SPECIAL: dict[str, Callable[[Any], Clause]] = {
    "status": _one_of("status"),
    "open": lambda is_open: Clause(IS_OPEN) if is_open else ~Clause(IS_OPEN),
    "grade": _one_of("grade"),
    "below": _below,
    "reported_from": lambda moment: Clause("reported_at >= ?", (moment,)),
    "reported_to": lambda moment: Clause("reported_at < ?", (moment,)),
    "updated_since": lambda moment: Clause("updated_at >= ?", (moment,)),
    "q": lambda text: contains(text, "number", "title", "description"),
}
