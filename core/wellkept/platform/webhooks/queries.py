"""Questions about webhooks and their deliveries: reads only."""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.platform.access import records
from wellkept.platform.paging.listing import Listing
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept.platform.webhooks.schemas import STATES, DeliveryStatus, WebhookDeliveryRead, WebhookRead
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.db.filters import equal
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest

WEBHOOK: Final = "webhook"
_STATE_OF: Final = {status: state for state, status in STATES.items()}


class DeliveryFilters(Struct, frozen=True, kw_only=True):
    """Which deliveries a list shows."""

    status: DeliveryStatus | None = None
    event_id: UUID | None = None


_webhooks = Listing(
    select="SELECT * FROM webhook",
    sorts={"created_at": Sort("webhook.created_at", datetime)},
    sort_default="created_at",
)
_DELIVERIES: Final = "SELECT d.*, event.type FROM webhook_delivery d JOIN event ON event.id = d.event_id"
_deliveries = Listing(
    select=_DELIVERIES,
    sorts={"sequence": Sort("d.event_position", int)},
    sort_default="-sequence",
    id_column="d.id",
)


async def webhook_page(page: PageRequest, *, active: bool | None) -> Page[WebhookRead]:
    """Return one page of the webhooks, the oldest first."""
    return await _webhooks.page(page, decode=WebhookRead.of, where=equal("active", active), filters={"active": active})


async def webhook(webhook_id: UUID) -> WebhookRead:
    """
    Return one webhook without its secret.

    Raises:
        NotFound: there is none.
    """
    row = required(await database().fetch_one("SELECT * FROM webhook WHERE id = ?", webhook_id))
    return WebhookRead.of(row)


async def delivery_page(webhook_id: UUID, page: PageRequest, *, filters: DeliveryFilters) -> Page[WebhookDeliveryRead]:
    """Return one page of a webhook's deliveries, that of the newest event first."""
    where = all_of(
        Clause("d.webhook_id = ?", (webhook_id,)),
        TRUE if filters.status is None else Clause("d.state = ?", (_STATE_OF[filters.status],)),
        equal("d.event_id", filters.event_id),
    )
    return await _deliveries.page(page, decode=WebhookDeliveryRead.of, where=where, filters=asdict(filters))


async def delivery(webhook_id: UUID, delivery_id: UUID) -> WebhookDeliveryRead:
    """
    Return one delivery of a webhook.

    Raises:
        NotFound: there is none.
    """
    row = await database().fetch_one(f"{_DELIVERIES} WHERE d.id = ? AND d.webhook_id = ?", delivery_id, webhook_id)
    return WebhookDeliveryRead.of(required(row))


records.register(records.RecordKind(name=WEBHOOK, table="webhook", scope=records.nothing))
