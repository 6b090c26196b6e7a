"""Making, changing and ending webhooks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import asdict

from wellkept.platform.audit.service import record_audit
from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.outbox.queries import head
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.rows import delete, insert, locked, required, update
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.platform.webhooks.errors import AddressRefused
from wellkept.platform.webhooks.rules.addresses import Network, objection
from wellkept.platform.webhooks.rules.signing import new_secret
from wellkept.platform.webhooks.schemas import WebhookCreate, WebhookCreated, WebhookPatch, WebhookRead, WebhookRotation
from wellkept.platform.webhooks.tables import Webhook
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import FieldError
from wellkept_sdk.events.webhooks import WebhookCreated as Created
from wellkept_sdk.events.webhooks import WebhookDeleted, WebhookUpdated
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.now import now

_AUDITED: Final = ("url", "types", "description", "active")
#: What a change of mind about a webhook clears: it is tried again at once.
_FRESH: Final[dict[str, object]] = {"failures": 0, "failing_since": None, "paused_until": None}


async def create(draft: WebhookCreate, *, actor: Actor, allowed: Sequence[Network]) -> WebhookCreated:
    """
    Make a webhook for what happens from now on, and return it with its secret, for the only time.

    Raises:
        AddressRefused: events are not posted to such an address.
    """
    _require_address(draft.url, allowed)
    async with transaction():
        row = await insert(
            Webhook,
            url=draft.url,
            description=draft.description,
            types=_distinct(draft.types),
            active=True,
            secret=new_secret(),
            position=await head(),
            failures=0,
        )
        created = WebhookCreated.of(row)
        await _remember("created", created.id, actor=actor, before=None, after=created)
        await emit(Created(webhook_id=created.id), actor=actor)
        return created


async def change(
    webhook_id: UUID, patch: WebhookPatch, *, actor: Actor, if_match: IfMatch, allowed: Sequence[Network]
) -> WebhookRead:
    """
    Change a webhook; one that is switched on again gets what it has missed.

    Raises:
        NotFound: there is no such webhook.
        PreconditionFailed: it has another version.
        AddressRefused: events are not posted to such an address.
    """
    if patch.url is not UNSET:
        _require_address(patch.url, allowed)
    changes = {name: value for name, value in asdict(patch).items() if value is not UNSET}
    if "types" in changes:
        changes["types"] = _distinct(changes["types"])
    async with transaction():
        row = required(await locked(Webhook, webhook_id))
        if_match.require(row["version"])
        changed = {name: value for name, value in changes.items() if row[name] != value}
        if not changed:
            return WebhookRead.of(row)
        before = WebhookRead.of(row)
        after = WebhookRead.of(await update(Webhook, webhook_id, changes={**changed, **_FRESH}))
        await _remember("updated", webhook_id, actor=actor, before=before, after=after)
        await emit(WebhookUpdated(webhook_id=webhook_id, changed_fields=list(changed)), actor=actor)
        wake_after_commit()
        return after


async def rotate(webhook_id: UUID, rotation: WebhookRotation, *, actor: Actor, if_match: IfMatch) -> WebhookCreated:
    """
    Give a webhook a new secret and return it, for the only time; the old one signs too for a while.

    Raises:
        NotFound: there is no such webhook.
        PreconditionFailed: it has another version.
    """
    async with transaction():
        row = required(await locked(Webhook, webhook_id))
        if_match.require(row["version"])
        until = now() + timedelta(hours=rotation.overlap_hours)
        former = {"former_secret": row["secret"], "former_until": until}
        if not rotation.overlap_hours:
            former = {"former_secret": None, "former_until": None}
        rotated = WebhookCreated.of(await update(Webhook, webhook_id, changes={"secret": new_secret(), **former}))
        await _remember("secret_rotated", webhook_id, actor=actor, before=None, after=None)
        await emit(WebhookUpdated(webhook_id=webhook_id, changed_fields=["secret"]), actor=actor)
        return rotated


async def remove(webhook_id: UUID, *, actor: Actor, if_match: IfMatch) -> None:
    """
    Delete a webhook with the log of its deliveries.

    Raises:
        NotFound: there is no such webhook.
        PreconditionFailed: it has another version.
    """
    async with transaction():
        row = required(await locked(Webhook, webhook_id))
        if_match.require(row["version"])
        await delete(Webhook, webhook_id)
        await _remember("deleted", webhook_id, actor=actor, before=WebhookRead.of(row), after=None)
        await emit(WebhookDeleted(webhook_id=webhook_id), actor=actor)


def _require_address(url: str, allowed: Sequence[Network]) -> None:
    against = objection(url, allowed=allowed)
    if against is not None:
        raise AddressRefused(detail=against, errors=[FieldError("/url", AddressRefused.code, against)])


def _distinct(types: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(types))


async def _remember(
    verb: str, webhook_id: UUID, *, actor: Actor, before: WebhookRead | None, after: WebhookRead | None
) -> None:
    await record_audit(
        f"webhooks.webhook.{verb}",
        subject=f"webhooks/{webhook_id}",
        actor=actor,
        before=None if before is None else _audited(before),
        after=None if after is None else _audited(after),
    )


def _audited(webhook: WebhookRead) -> dict[str, object]:
    return {name: getattr(webhook, name) for name in _AUDITED}
