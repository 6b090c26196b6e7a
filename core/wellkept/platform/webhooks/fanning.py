"""
Turns the feed into deliveries: each webhook has a place in the feed, and goes forward with it.

Writers of events do not look at webhooks, so announcing costs the same however many there are; and a webhook that was
switched off for a while goes on from where it stood.
"""

from typing import Final
from uuid import UUID

from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.outbox.queries import any_type, head
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import insert_many, locked
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.platform.webhooks.tables import Webhook, WebhookDelivery
from wellkept_sdk.db.clauses import Clause, all_of, one_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.events.webhooks import WebhookTested
from wellkept_sdk.now import now

BATCH: Final = 500
_BEHIND: Final = "SELECT id FROM webhook WHERE active AND position < ? ORDER BY position, id"
_EVENTS: Final = "SELECT id, subject, position FROM event"
_ANYTHING: Final = "SELECT 1 FROM webhook WHERE active LIMIT 1"


async def fan_out() -> int:
    """Give every webhook its deliveries of what has happened since it was last here; return how many."""
    if await database().fetch_one(_ANYTHING) is None:
        return 0
    end = await head()
    total = 0
    for row in await database().fetch(_BEHIND, end):
        while (added := await _advance(row["id"], end)) is not None:
            total += added
    return total


async def _advance(webhook_id: UUID, end: int) -> int | None:
    """Take a webhook some events forward; None when there is nothing more to do."""
    async with transaction():
        webhook = await locked(Webhook, webhook_id)
        # Another process may have been here, or somebody has deleted it or switched it off.
        if webhook is None or not webhook["active"] or webhook["position"] >= end:
            return None
        events = await _wanted(webhook, end)
        # Fewer than could have come: there is nothing more until the end.
        position = events[-1]["position"] if len(events) == BATCH else end
        at = now()
        await insert_many(
            WebhookDelivery,
            [
                {
                    "webhook_id": webhook_id,
                    "event_id": event["id"],
                    "subject": event["subject"],
                    "event_position": event["position"],
                    "state": "ready",
                    "attempts": 0,
                    "next_at": at,
                }
                for event in events
            ],
        )
        await database().execute("UPDATE webhook SET position = ? WHERE id = ?", position, webhook_id)
        if events:
            wake_after_commit()
        return len(events)


async def _wanted(webhook: Row, end: int) -> list[Row]:
    own, tested = f"webhooks/{webhook['id']}", WebhookTested.type
    everything = "*" in webhook["types"]
    wanted = all_of(
        Clause("position > ? AND position <= ?", (webhook["position"], end)),
        one_of(
            all_of(Clause("type <> ?", (tested,)), any_type([] if everything else webhook["types"])),
            Clause("type = ? AND subject = ?", (tested, own)),
        ),
    )
    return await database().fetch(f"{_EVENTS} WHERE {wanted.sql} ORDER BY position LIMIT ?", *wanted.args, BATCH)
