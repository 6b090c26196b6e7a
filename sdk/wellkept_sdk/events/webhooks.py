"""What webhooks announce of themselves: ids only, no address and no secret."""

from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event


class WebhookEvent(Event, frozen=True, kw_only=True):
    """What every event of a webhook tells."""

    webhook_id: UUID

    @property
    def subject(self) -> str:
        """Return the webhook that this is about."""
        return f"webhooks/{self.webhook_id}"


class WebhookCreated(WebhookEvent, frozen=True, kw_only=True):
    """A webhook was made."""

    type: ClassVar[str] = "webhooks.webhook.created"


class WebhookUpdated(WebhookEvent, frozen=True, kw_only=True):
    """A webhook was changed; its secret too is a field here, by name."""

    type: ClassVar[str] = "webhooks.webhook.updated"
    changed_fields: list[str]


class WebhookTested(WebhookEvent, frozen=True, kw_only=True):
    """Somebody tries a webhook out: it is told to that webhook, whatever it asked for, and to no other."""

    type: ClassVar[str] = "webhooks.webhook.tested"


class WebhookDisabled(WebhookEvent, frozen=True, kw_only=True):
    """A webhook was switched off by itself: its address is gone, or has failed for five days."""

    type: ClassVar[str] = "webhooks.webhook.disabled"
    reason: str


class WebhookDeleted(WebhookEvent, frozen=True, kw_only=True):
    """A webhook was deleted."""

    type: ClassVar[str] = "webhooks.webhook.deleted"
