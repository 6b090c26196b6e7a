"""
The lane of webhooks: deliveries are posted, a few at a time to each address, those of one record one after another.

An address that fails is left alone for a while that grows with each failure; meanwhile nothing of its deliveries is
lost or overtaken, and no other address waits for it.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

import msgspec

from wellkept.platform.jobs.attempt import LEASE_SECONDS, Attempt, Limits
from wellkept.platform.jobs.heartbeat import Clock
from wellkept.platform.jobs.queue import HELD, Lease, LeaseLost, Queue, claim, lease_of
from wellkept.platform.jobs.worker import Lane
from wellkept.platform.outbox.schemas import EventRead
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept.platform.storage.unit_of_work import transaction, unit_of_work
from wellkept.platform.webhooks.rules.failing import SUCCESS, is_hopeless, pause_after
from wellkept.platform.webhooks.rules.signing import headers
from wellkept.platform.webhooks.sending import Answer, Sender
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.db.database import Row
from wellkept_sdk.events.webhooks import WebhookDisabled

CONCURRENCY: Final = 32
#: So many deliveries of one webhook are under way at the same time.
AT_ONCE: Final = 4
#: A delivery that fails for itself alone is given up after so many tries, which take about three days.
ATTEMPTS_MAX: Final = 100
LIMITS: Final = Limits(timeout_seconds=30.0, attempts_max=ATTEMPTS_MAX, backoff_seconds_max=3600.0)

DELIVERIES: Final = Queue(
    table="webhook_delivery",
    scope="""w.webhook_id = ? AND NOT EXISTS (
        SELECT 1 FROM webhook_delivery earlier
        WHERE earlier.webhook_id = w.webhook_id AND earlier.subject = w.subject
          AND earlier.state = 'ready' AND earlier.event_position < w.event_position)""",
    lease=timedelta(seconds=LEASE_SECONDS),
)
_READY: Final = (
    "SELECT webhook.id, (SELECT count(*) FROM webhook_delivery busy WHERE busy.webhook_id = webhook.id"
    " AND busy.state = 'ready' AND busy.lease_until > ?) AS under_way FROM webhook"
    " WHERE active AND (paused_until IS NULL OR paused_until <= ?) AND EXISTS (SELECT 1 FROM webhook_delivery due"
    " WHERE due.webhook_id = webhook.id AND due.state = 'ready' AND due.next_at <= ?) ORDER BY webhook.id"
)
_EVENTS: Final = (
    "SELECT id, position, type, subject, data, actor_kind, actor_id, occurred_at, recorded_at, request_id FROM event"
)
_DONE: Final = (
    "UPDATE webhook_delivery SET state = 'done', delivered_at = ?, tried_at = ?, response_status = ?, response_ms = ?,"
    f" last_error = NULL, lease_until = NULL, lease_id = NULL WHERE {HELD}"
)
_TRIED: Final = f"UPDATE webhook_delivery SET tried_at = ?, response_status = ?, response_ms = ? WHERE {HELD}"
_ANSWERS: Final = (
    "UPDATE webhook SET failures = 0, failing_since = NULL, paused_until = NULL WHERE id = ? AND failures > 0"
)
#: What fails side by side counts once: it says no more of the address than one try.
_FAILS: Final = (
    "UPDATE webhook SET failures = failures + CASE WHEN paused_until > ? THEN 0 ELSE 1 END,"
    " failing_since = COALESCE(failing_since, ?) WHERE id = ? RETURNING failures, failing_since, active"
)


class NotTakenError(Exception):
    """The address did not answer with a status of the 200s."""


def webhook_lane(sender: Sender, *, limits: Limits = LIMITS) -> Lane:
    """Return the lane that posts deliveries."""
    return Lane(name="webhooks", claim=partial(_claim, sender, limits), concurrency=CONCURRENCY)


async def _claim(sender: Sender, limits: Limits, limit: int, clock: Clock) -> list[Attempt]:
    at, found = clock(), list[Attempt]()
    for webhook in await database().fetch(_READY, at, at, at):
        room = min(AT_ONCE - int(webhook["under_way"]), limit - len(found))
        if room <= 0:
            continue
        rows = await claim(DELIVERIES, webhook["id"], limit=room, now=at)
        for row in sorted(rows, key=lambda row: row["event_position"]):
            lease = lease_of(DELIVERIES, row)
            run = partial(_post, row, lease=lease, sender=sender, clock=clock)
            found.append(Attempt(lane="webhooks", lease=lease, run=run, limits=limits, clock=clock))
    return found


async def _post(delivery: Row, *, lease: Lease, sender: Sender, clock: Clock) -> None:
    """
    Post one event, outside any transaction, and store what came of it.

    Raises:
        NotTakenError: it was not taken; it comes again.
        LeaseLost: somebody else has taken the delivery over.
    """
    webhook = required(await database().fetch_one("SELECT * FROM webhook WHERE id = ?", delivery["webhook_id"]))
    event = required(await database().fetch_one(f"{_EVENTS} WHERE id = ?", delivery["event_id"]))
    body = msgspec.json.encode(EventRead.of(event, actor=SYSTEM))
    signed = headers(
        message_id=str(event["id"]), timestamp=int(clock().timestamp()), body=body, keys=_keys(webhook, clock())
    )
    answer = await sender.post(webhook["url"], body=body, headers=signed)
    taken = answer.status is not None and answer.status in SUCCESS
    async with unit_of_work(), transaction():
        await (_taken if taken else _not_taken)(webhook["id"], answer, lease=lease, at=clock())
    if not taken:
        raise NotTakenError(answer.error or f"Answered {answer.status}.")


async def _taken(webhook_id: UUID, answer: Answer, *, lease: Lease, at: datetime) -> None:
    held = (lease.id, lease.lease_id)
    if not await database().execute(_DONE, at, at, answer.status, answer.milliseconds, *held):
        raise LeaseLost
    await database().execute(_ANSWERS, webhook_id)


async def _not_taken(webhook_id: UUID, answer: Answer, *, lease: Lease, at: datetime) -> None:
    if not await database().execute(_TRIED, at, answer.status, answer.milliseconds, lease.id, lease.lease_id):
        raise LeaseLost
    webhook = await database().fetch_one(_FAILS, at, at, webhook_id)
    if webhook is None:
        return
    hopeless = is_hopeless(failing_since=webhook["failing_since"], at=at, response_status=answer.status)
    await database().execute(
        "UPDATE webhook SET paused_until = ?, active = ?, version = version + ? WHERE id = ?",
        *(at + pause_after(webhook["failures"]), webhook["active"] and not hopeless, int(hopeless), webhook_id),
    )
    if hopeless and webhook["active"]:
        reason = answer.error or f"Answered {answer.status}."
        await emit(WebhookDisabled(webhook_id=webhook_id, reason=reason), actor=SYSTEM)


def _keys(webhook: Row, at: datetime) -> list[str]:
    keys: list[str] = [webhook["secret"]]
    if webhook["former_until"] is not None and at < webhook["former_until"]:
        keys.append(webhook["former_secret"])
    return keys
