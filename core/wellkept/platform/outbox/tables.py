"""What happened, and who is still to hear of it."""

from piccolo.columns import JSONB, UUID, BigInt, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept_sdk.db.columns import big_integer, document, identifier, integer, moment, primary_key, reference, text
from wellkept_sdk.db.indexes import index, unique_index


class StoredEvent(Table, tablename="event"):
    """One event; `seq` is the order of writing, `position` the place in the feed, given after the commit."""

    id: UUID = primary_key()
    seq: BigInt = big_integer()
    position: BigInt = big_integer(null=True)
    type: Text = text()
    subject: Text = text()
    data: JSONB = document()
    actor_kind: Text = text()
    actor_id: UUID = identifier(null=True)
    occurred_at: Timestamptz = moment()
    recorded_at: Timestamptz = moment()
    request_id: Text = text(null=True)


class EventDelivery(Table, tablename="event_delivery"):
    """An event that a subscriber has not finished with; the row is deleted when it has."""

    id: UUID = primary_key()
    event_id: ForeignKey[StoredEvent] = reference(StoredEvent, on_delete=OnDelete.cascade, index=False)
    subscriber: Text = text()
    subject: Text = text()
    event_seq: BigInt = big_integer()
    state: Text = text()
    attempts: Integer = integer()
    next_at: Timestamptz = moment()
    lease_until: Timestamptz = moment(null=True)
    lease_id: UUID = identifier(null=True)
    last_error: Text = text(null=True)


# Indexes of the feed leave out events without position, so a write pays for them once, when it is numbered.
INDEXES = [
    unique_index("event", "position", where="position IS NOT NULL"),
    index("event", "seq", where="position IS NULL"),
    index("event", "type", "position", where="position IS NOT NULL"),
    index("event", "subject", "position", where="position IS NOT NULL"),
    unique_index("event_delivery", "event_id", "subscriber"),
    index("event_delivery", "subscriber", "next_at", where="state = 'ready'"),
    index("event_delivery", "subscriber", "subject", "event_seq", where="state = 'ready'"),
    index("event_delivery", "event_seq", where="state = 'dead'"),
]
SEQUENCES = ("CREATE SEQUENCE event_seq AS BIGINT CACHE 1",)
