"""The lanes of delivery: one per subscriber, so that one that fails or hangs delays nobody else."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from wellkept.platform.jobs.attempt import LEASE_SECONDS, Attempt, Limits
from wellkept.platform.jobs.heartbeat import Clock
from wellkept.platform.jobs.queue import Lease, Queue, claim, complete, lease_of
from wellkept.platform.jobs.worker import Lane
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode
from wellkept.platform.storage.sql import any_of
from wellkept.platform.storage.unit_of_work import require_intact, transaction, unit_of_work
from wellkept_sdk.db.database import Row

# An event waits for the earlier ones of its record that this subscriber has not finished; a dead one is given up,
# and holds nobody back.
DELIVERIES = Queue(
    table="event_delivery",
    scope="""w.subscriber = ? AND NOT EXISTS (
        SELECT 1 FROM event_delivery earlier
        WHERE earlier.subscriber = w.subscriber AND earlier.subject = w.subject
          AND earlier.state = 'ready' AND earlier.event_seq < w.event_seq)""",
    lease=timedelta(seconds=LEASE_SECONDS),
)


def delivery_lanes(subscriptions: Sequence[Subscription], *, limits: Limits | None = None) -> list[Lane]:
    """Return one lane per subscription."""
    return [
        Lane(name=f"events.{subscription.name}", claim=partial(_claim, subscription, limits or Limits()))
        for subscription in subscriptions
    ]


def idempotency_key(event_id: UUID, *, subscriber: str) -> str:
    """Return the key under which a subscriber's work for one event is the same at every repetition."""
    return f"{event_id}:{subscriber}"


async def _claim(subscription: Subscription, limits: Limits, limit: int, clock: Clock) -> list[Attempt]:
    rows = await claim(DELIVERIES, subscription.name, limit=limit, now=clock())
    if not rows:
        return []
    events = await _events([row["event_id"] for row in rows])
    return [
        _attempt(row, subscription=subscription, event=events[row["event_id"]], limits=limits, clock=clock)
        for row in sorted(rows, key=lambda row: row["event_seq"])
    ]


async def _events(ids: Sequence[UUID]) -> dict[UUID, Envelope]:
    wanted = any_of("id", ids)
    rows = await database().fetch(f"SELECT * FROM event WHERE {wanted.sql}", *wanted.args)
    return {row["id"]: decode(row, Envelope) for row in rows}


def _attempt(row: Row, *, subscription: Subscription, event: Envelope, limits: Limits, clock: Clock) -> Attempt:
    lease = lease_of(DELIVERIES, row)
    run = partial(_hand_over, event, subscription=subscription, lease=lease)
    return Attempt(lane=f"events.{subscription.name}", lease=lease, run=run, limits=limits, clock=clock)


async def _hand_over(event: Envelope, *, subscription: Subscription, lease: Lease) -> None:
    async with unit_of_work() as unit:
        await subscription.handler(event, idempotency_key(event.id, subscriber=subscription.name))
        require_intact(unit)
        async with transaction():
            await complete(lease)
