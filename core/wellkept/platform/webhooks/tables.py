"""Who is told of events, and what became of each telling."""

from piccolo.table import Table

from wellkept.platform.outbox.tables import StoredEvent
from wellkept_sdk.db import OnDelete, columns
from wellkept_sdk.db.indexes import index, unique_index


class Webhook(Table, tablename="webhook"):
    """An address that events are posted to."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    url = columns.text()
    description = columns.text()
    #: Types of events, or beginnings of types followed by `*`.
    types = columns.document()
    active = columns.boolean()
    secret = columns.text()
    #: The secret before, which signs too until then.
    former_secret = columns.text(null=True)
    former_until = columns.moment(null=True)
    #: Up to where the feed has been turned into deliveries.
    position = columns.big_integer()
    #: How often in a row the address has failed, since when, and before which moment nothing more is tried.
    failures = columns.integer()
    failing_since = columns.moment(null=True)
    paused_until = columns.moment(null=True)


class WebhookDelivery(Table, tablename="webhook_delivery"):
    """One event for one address: to be posted, or posted, or given up."""

    id = columns.primary_key()
    webhook_id = columns.reference(Webhook, on_delete=OnDelete.cascade, index=False)
    event_id = columns.reference(StoredEvent, on_delete=OnDelete.cascade)
    subject = columns.text()
    event_position = columns.big_integer()
    state = columns.text()
    attempts = columns.integer()
    next_at = columns.moment()
    lease_until = columns.moment(null=True)
    lease_id = columns.identifier(null=True)
    last_error = columns.text(null=True)
    #: What the address answered last.
    response_status = columns.integer(null=True)
    response_ms = columns.integer(null=True)
    tried_at = columns.moment(null=True)
    delivered_at = columns.moment(null=True)
    created_at = columns.created_at()


INDEXES = (
    index("webhook", "position", where="active"),
    unique_index("webhook_delivery", "webhook_id", "event_id"),
    index("webhook_delivery", "webhook_id", "next_at", where="state = 'ready'"),
    index("webhook_delivery", "webhook_id", "subject", "event_position", where="state = 'ready'"),
    index("webhook_delivery", "webhook_id", "event_position", "id"),
    index("webhook_delivery", "tried_at", where="state <> 'ready'"),
)
