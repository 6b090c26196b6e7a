"""What people may do with deliveries: try an address out, and send something again."""

from typing import Final
from uuid import UUID

from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import locked, required
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.platform.webhooks import queries
from wellkept.platform.webhooks.errors import DeliveryPending
from wellkept.platform.webhooks.schemas import WebhookDeliveryRead, WebhookTest
from wellkept.platform.webhooks.tables import Webhook
from wellkept_sdk.actor import Actor
from wellkept_sdk.events.webhooks import WebhookTested
from wellkept_sdk.now import now

_TRY_AT_ONCE: Final = "UPDATE webhook SET failures = 0, failing_since = NULL, paused_until = NULL WHERE id = ?"
_AGAIN: Final = (
    "UPDATE webhook_delivery SET state = 'ready', attempts = 0, next_at = ?, lease_until = NULL, lease_id = NULL,"
    " last_error = NULL WHERE id = ? AND webhook_id = ? AND state <> 'ready'"
)


async def test(webhook_id: UUID, *, actor: Actor) -> WebhookTest:
    """
    Announce `webhooks.webhook.tested`, which is posted to this webhook alone, whatever types it asked for.

    Raises:
        NotFound: there is no such webhook.
    """
    async with transaction():
        required(await locked(Webhook, webhook_id))
        await database().execute(_TRY_AT_ONCE, webhook_id)
        event_id = await emit(WebhookTested(webhook_id=webhook_id), actor=actor)
        wake_after_commit()
    return WebhookTest(event_id=event_id)


async def replay(webhook_id: UUID, delivery_id: UUID) -> WebhookDeliveryRead:
    """
    Post an event again that was delivered or given up, with all its attempts.

    Raises:
        NotFound: the webhook has no such delivery.
        DeliveryPending: it has not been done or given up yet.
    """
    async with transaction():
        if not await database().execute(_AGAIN, now(), delivery_id, webhook_id):
            await queries.delivery(webhook_id, delivery_id)
            raise DeliveryPending
        await database().execute(_TRY_AT_ONCE, webhook_id)
        wake_after_commit()
        return await queries.delivery(webhook_id, delivery_id)
