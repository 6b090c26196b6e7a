"""Webhooks as callers make them, and as they are shown."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field

from wellkept.platform.storage.rows import decode
from wellkept_sdk.db.database import Row
from wellkept_sdk.text import ShortText

TYPES_MAX: Final = 100
URL_CHARACTERS_MAX: Final = 2_000
OVERLAP_HOURS_MAX: Final = 7 * 24

Url = Annotated[
    str,
    Meta(min_length=1, max_length=URL_CHARACTERS_MAX, examples=["https://example.com/wellkept"]),
]
TypePattern = Annotated[
    str,
    Meta(
        pattern=r"^(\*|[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,4}(\.\*)?)\Z",
        max_length=100,
        description="A type of events, or its beginning followed by `.*`; `*` stands for all.",
        examples=["tickets.*"],
    ),
]
TypePatterns = Annotated[list[TypePattern], Meta(min_length=1, max_length=TYPES_MAX)]


class DeliveryStatus(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"  #: Is to be posted, for the first time or again.
    DELIVERED = "delivered"  #: Was answered with a status of the 200s.
    GIVEN_UP = "given_up"  #: Failed every time; it can be replayed.


#: How the states of the queue are called outside.
STATES: Final = {
    "ready": DeliveryStatus.PENDING,
    "done": DeliveryStatus.DELIVERED,
    "dead": DeliveryStatus.GIVEN_UP,
}


class WebhookCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A new webhook; it hears of what happens from now on.

    Args:
        url: where events are posted to: https, and no private address unless the deployment allows it.
        types: which events; absent, all.
    """

    url: Url
    types: TypePatterns = field(default_factory=lambda: ["*"])
    description: ShortText = ""


class WebhookPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Changes to a webhook.

    Args:
        active: a webhook that is switched off is sent nothing; once it is on again, it gets what it has missed.
    """

    url: Url | UnsetType = UNSET
    types: TypePatterns | UnsetType = UNSET
    description: ShortText | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class WebhookRotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A new secret.

    Args:
        overlap_hours: for how long the old secret signs too, so that the reader can change over.
    """

    overlap_hours: Annotated[int, Meta(ge=0, le=OVERLAP_HOURS_MAX)] = 24


class WebhookRead(Struct, frozen=True, kw_only=True):
    """
    A webhook without its secret.

    Args:
        failures: how often in a row the address has failed; tries side by side count once.
        failing_since: since when.
        paused_until: before this nothing more is tried.
        former_until: until then the secret before signs too.
    """

    id: UUID
    url: str
    types: list[str]
    description: str
    active: bool
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    former_until: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row) -> "WebhookRead":
        """Return the stored row as the API shows it."""
        return decode(row, cls)


class WebhookCreated(WebhookRead, frozen=True, kw_only=True):
    """A webhook with its secret, which is shown this once."""

    secret: Annotated[str, Meta(examples=["whsec_" + 32 * "A"])]

    @classmethod
    def of(cls, row: Row) -> "WebhookCreated":
        """Return the stored row with its secret."""
        return decode(row, cls)


class WebhookTest(Struct, frozen=True, kw_only=True):
    """The event by which a webhook is tried out; its delivery is in the list soon after."""

    event_id: UUID


class WebhookDeliveryRead(Struct, frozen=True, kw_only=True):
    """
    One event for one webhook.

    Args:
        event_id: also the `webhook-id` of every try.
        next_at: when it is tried, while it is pending.
        response_status: what the address answered last; null where it did not.
        response_ms: how long that took.
        error: what was wrong with the last try.
    """

    id: UUID
    webhook_id: UUID
    event_id: UUID
    type: str
    subject: str
    status: DeliveryStatus
    attempts: int
    next_at: datetime | None
    tried_at: datetime | None
    delivered_at: datetime | None
    response_status: int | None
    response_ms: int | None
    error: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Row) -> "WebhookDeliveryRead":
        """Return the stored row as the API shows it."""
        status = STATES[row["state"]]
        next_at = row["next_at"] if status is DeliveryStatus.PENDING else None
        return decode({**row, "status": status, "next_at": next_at, "error": row["last_error"]}, cls)
