"""The routes of webhooks."""

from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_201_CREATED, HTTP_202_ACCEPTED

from wellkept.platform.access.permissions import Permission
from wellkept.platform.settings import Settings
from wellkept.platform.webhooks import queries
from wellkept.platform.webhooks.errors import AddressRefused, DeliveryPending
from wellkept.platform.webhooks.queries import WEBHOOK, DeliveryFilters
from wellkept.platform.webhooks.schemas import (
    DeliveryStatus,
    WebhookCreate,
    WebhookCreated,
    WebhookDeliveryRead,
    WebhookPatch,
    WebhookRead,
    WebhookRotation,
    WebhookTest,
)
from wellkept.platform.webhooks.service import deliveries, webhooks
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.documentation import documents
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged

_ADDRESS = documents(problems=[AddressRefused])


@get("/webhooks", opt=needs(Permission.WEBHOOKS_WRITE))
async def list_webhooks(page: NamedDependency[PageRequest], active: FromQuery[bool | None] = None) -> Page[WebhookRead]:
    """List the webhooks, the oldest first, without their secrets."""
    return await queries.webhook_page(page, active=active)


@post("/webhooks", opt=needs(Permission.WEBHOOKS_WRITE) | _ADDRESS)
async def create_webhook(
    data: JSONBody[WebhookCreate], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Response[WebhookCreated]:
    """Post what happens from now on to an address; `secret` is shown in this answer and never again."""
    created = await webhooks.create(data, actor=actor, allowed=settings.called_networks)
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/webhooks/{created.id}")


@get("/webhooks/{webhook_id:uuid}", opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK))
async def get_webhook(webhook_id: FromPath[UUID]) -> Response[WebhookRead]:
    """Return one webhook without its secret."""
    return tagged(await queries.webhook(webhook_id))


@patch("/webhooks/{webhook_id:uuid}", opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK) | _ADDRESS)
async def update_webhook(
    webhook_id: FromPath[UUID],
    data: JSONBody[WebhookPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[WebhookRead]:
    """Change a webhook by JSON merge patch; one that is switched on again gets what it has missed."""
    allowed = settings.called_networks
    return tagged(await webhooks.change(webhook_id, data, actor=actor, if_match=if_match, allowed=allowed))


@delete("/webhooks/{webhook_id:uuid}", opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK))
async def delete_webhook(
    webhook_id: FromPath[UUID], if_match: NamedDependency[IfMatch], actor: NamedDependency[Actor]
) -> None:
    """Delete a webhook with the log of its deliveries."""
    await webhooks.remove(webhook_id, actor=actor, if_match=if_match)


@post("/webhooks/{webhook_id:uuid}/secret", opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK))
async def rotate_webhook_secret(
    webhook_id: FromPath[UUID],
    data: JSONBody[WebhookRotation],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[WebhookCreated]:
    """Give a webhook a new secret, shown this once; the old one signs too for `overlap_hours`."""
    rotated = await webhooks.rotate(webhook_id, data, actor=actor, if_match=if_match)
    return tagged(rotated, status_code=HTTP_201_CREATED)


@post(
    "/webhooks/{webhook_id:uuid}/test",
    opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK),
    status_code=HTTP_202_ACCEPTED,
)
async def test_webhook(webhook_id: FromPath[UUID], actor: NamedDependency[Actor]) -> WebhookTest:
    """Post the event `webhooks.webhook.tested` to this webhook soon; the list of deliveries tells what came of it."""
    return await deliveries.test(webhook_id, actor=actor)


@get("/webhooks/{webhook_id:uuid}/deliveries", opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK))
async def list_webhook_deliveries(
    webhook_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    status: FromQuery[DeliveryStatus | None] = None,
    event_id: FromQuery[UUID | None] = None,
) -> Page[WebhookDeliveryRead]:
    """List what was posted to a webhook or is to be, that of the newest event first."""
    return await queries.delivery_page(webhook_id, page, filters=DeliveryFilters(status=status, event_id=event_id))


@get(
    "/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}",
    opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK),
)
async def get_webhook_delivery(webhook_id: FromPath[UUID], delivery_id: FromPath[UUID]) -> WebhookDeliveryRead:
    """Return one delivery."""
    return await queries.delivery(webhook_id, delivery_id)


@post(
    "/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/replay",
    opt=needs(Permission.WEBHOOKS_WRITE, record=WEBHOOK) | documents(problems=[DeliveryPending]),
    status_code=HTTP_202_ACCEPTED,
)
async def replay_webhook_delivery(webhook_id: FromPath[UUID], delivery_id: FromPath[UUID]) -> WebhookDeliveryRead:
    """Post an event again that was delivered or given up; its `webhook-id` stays the same."""
    return await deliveries.replay(webhook_id, delivery_id)


ROUTES = [
    list_webhooks,
    create_webhook,
    get_webhook,
    update_webhook,
    delete_webhook,
    rotate_webhook_secret,
    test_webhook,
    list_webhook_deliveries,
    get_webhook_delivery,
    replay_webhook_delivery,
]
