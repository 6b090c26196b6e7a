"""Which rows a partner sees: a condition for each kind of record, so that lists stay one query."""

from datetime import datetime
from typing import Final

from wellkept_sdk.db import Clause
from wellkept_sdk.hooks import VisibilityQuestion
from wellkept_sdk.ids import PartyId

_IN_FORCE: Final = (
    "involvement.party_id = ? AND involvement.record_kind = '{kind}'"
    " AND involvement.starts_at <= ? AND (involvement.ends_at IS NULL OR involvement.ends_at > ?)"
)
# Each rides the index (party_id, record_kind, record_id).
_RECORDS: Final = f"(SELECT involvement.record_id FROM parties_involvement involvement WHERE {_IN_FORCE})"
_OF_TICKETS: Final = (
    "(SELECT own.{column} FROM parties_involvement involvement JOIN ticket own ON own.id = involvement.record_id"
    f" WHERE {_IN_FORCE})"
)
_OF_EQUIPMENT: Final = (
    "(SELECT own.project_id FROM parties_involvement involvement JOIN equipment own ON own.id = involvement.record_id"
    f" WHERE {_IN_FORCE})"
)


def tickets(question: VisibilityQuestion, *, at: datetime) -> Clause:
    """Return which tickets a party sees: those in which it takes part now; a part in the project shows none."""
    return _among(question.table, "id", _RECORDS.format(kind="ticket"), question.party_id, at)


def equipment(question: VisibilityQuestion, *, at: datetime) -> Clause:
    """Return which items a party sees: its own, those of its projects, and what its tickets are about."""
    return (
        _among(question.table, "id", _RECORDS.format(kind="equipment"), question.party_id, at)
        | _among(question.table, "project_id", _RECORDS.format(kind="project"), question.party_id, at)
        | _among(question.table, "id", _OF_TICKETS.format(kind="ticket", column="equipment_id"), question.party_id, at)
    )


def projects(question: VisibilityQuestion, *, at: datetime) -> Clause:
    """Return which projects a party sees: its own, and those in which its items and tickets lie."""
    return (
        _among(question.table, "id", _RECORDS.format(kind="project"), question.party_id, at)
        | _among(question.table, "id", _OF_EQUIPMENT.format(kind="equipment"), question.party_id, at)
        | _among(question.table, "id", _OF_TICKETS.format(kind="ticket", column="project_id"), question.party_id, at)
    )


def _among(table: str, column: str, records: str, party_id: PartyId, at: datetime) -> Clause:
    return Clause(f"{table}.{column} IN {records}", (party_id, at, at))
