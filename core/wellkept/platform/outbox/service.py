"""The verb of the outbox: to announce what has happened, in the transaction in which it happens."""

from collections.abc import Sequence
from datetime import datetime
from itertools import repeat
from uuid import UUID

import structlog
from msgspec import Struct, to_builtins

from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.outbox.subscriptions import Serving, subscribers_of
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import require_transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.events import Event
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now


async def emit(event: Event, *, actor: Actor, active: Serving | None = None) -> UUID:
    """
    Announce an event in the caller's transaction, and return its id: it exists if and only if the change does.

    The caller has locked the record that the event is about, so the events of a record are stored in the order of
    its changes.

    Args:
        event: what happened.
        actor: who did it.
        active: the plugins that serve the record; those of contract level hear of it only if they are among them.
            None where no record is concerned: everybody who subscribed hears of it.
    """
    require_transaction()
    letter = _letter(event, actor=actor, at=now())
    (stored,) = await database().fetch(_insert_sql(), *letter.values())
    deliveries = _deliveries(letter, seq=stored["seq"], active=active)
    if deliveries:
        marks = ", ".join([_DELIVERY_MARKS] * len(deliveries))
        await database().execute(_DELIVERIES + marks, *(value for row in deliveries for value in row))
        wake_after_commit()
    return letter.id


async def emit_many(events: Sequence[Event], *, actor: Actor, active: Sequence[Serving | None] = ()) -> None:
    """
    Announce many events in the caller's transaction with a fixed number of statements; their order is kept.

    Args:
        events: what happened.
        actor: who did it.
        active: for each event the plugins that serve its record; nothing where no records are concerned.
    """
    require_transaction()
    if not events:
        return
    at = now()
    letters = [_letter(event, actor=actor, at=at) for event in events]
    await database().execute_many(_insert_sql(), [letter.values() for letter in letters])
    addressed = list(zip(letters, active or repeat(None, len(letters)), strict=True))
    wanted = [(letter, serving) for letter, serving in addressed if subscribers_of(letter.type, active=serving)]
    if wanted:
        seqs = await _seqs([letter for letter, _ in wanted])
        rows = [row for letter, serving in wanted for row in _deliveries(letter, seq=seqs[letter.id], active=serving)]
        await database().execute_many(_DELIVERIES + _DELIVERY_MARKS, rows)
        wake_after_commit()


class _Letter(Struct, frozen=True, kw_only=True):
    """An event on its way into the table; the fields are its columns."""

    id: UUID
    type: str
    subject: str
    data: dict[str, object]
    actor_kind: str
    actor_id: UUID | None
    occurred_at: datetime
    recorded_at: datetime
    request_id: str | None

    def values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__)


def _letter(event: Event, *, actor: Actor, at: datetime) -> _Letter:
    return _Letter(
        id=uuid7(),
        type=event.type,
        subject=event.subject,
        data=to_builtins(event),
        actor_kind=str(actor.kind),
        actor_id=actor.id,
        occurred_at=getattr(event, "occurred_at", at),
        recorded_at=at,
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
    )


def _deliveries(letter: _Letter, *, seq: int, active: Serving | None) -> list[tuple[object, ...]]:
    """Return one row for each subscriber of the present; who subscribes later gets no old events."""
    names = subscribers_of(letter.type, active=active)
    return [(uuid7(), letter.id, name, letter.subject, seq, letter.recorded_at) for name in names]


async def _seqs(letters: Sequence[_Letter]) -> dict[UUID, int]:
    # The events of one call are a dense run of ids in this process; others' rows in between do no harm.
    found = await database().fetch(_SEQS, letters[0].id, letters[-1].id)
    return {row["id"]: row["seq"] for row in found}


def _insert_sql() -> str:
    return _INSERT_POSTGRES if database().dialect is Dialect.POSTGRES else _INSERT_SQLITE


_INSERT_COLUMNS = "id, type, subject, data, actor_kind, actor_id, occurred_at, recorded_at, request_id, seq, position"
# Numbers come from a sequence, which writers do not wait for; the sequencer gives the feed its order after the commit.
_INSERT_POSTGRES = f"""
INSERT INTO event ({_INSERT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nextval('event_seq'), NULL) RETURNING seq
"""
# SQLite has one writer, so the order of writing is the order of commits.
_NEXT = "(SELECT COALESCE(MAX(position), 0) + 1 FROM event WHERE position IS NOT NULL)"
_INSERT_SQLITE = f"""
INSERT INTO event ({_INSERT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {_NEXT}, {_NEXT}) RETURNING seq
"""
_DELIVERIES = """
INSERT INTO event_delivery (id, event_id, subscriber, subject, event_seq, next_at, state, attempts) VALUES
"""
_DELIVERY_MARKS = "(?, ?, ?, ?, ?, ?, 'ready', 0)"
_SEQS = "SELECT id, seq FROM event WHERE id BETWEEN ? AND ?"
