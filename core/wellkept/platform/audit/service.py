"""Writing the audit trail."""

from collections.abc import Mapping
from typing import Any

import msgspec
from structlog.contextvars import get_contextvars

from wellkept.platform.audit.tables import AuditEntry
from wellkept.platform.storage.rows import insert
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.now import now


async def record_audit(
    action: str,
    *,
    subject: str,
    actor: Actor,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    """
    Keep who did what, in the transaction that does it; values that stay the same are left out.

    The action is `<domain>.<subject>.<verb-ed>`, the subject `<collection>/<id>`. A new record has no values before,
    one that is gone none after; a secret is never among them.
    """
    async with transaction():
        await insert(
            AuditEntry,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            subject=subject,
            changes=_changes(before or {}, after or {}),
            request_id=get_contextvars().get("request_id"),
            occurred_at=now(),
        )


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, Any]:
    fields = [*after, *(field for field in before if field not in after)]
    changes = {
        field: {"before": before.get(field), "after": after.get(field)}
        for field in fields
        if before.get(field) != after.get(field)
    }
    built: dict[str, Any] = msgspec.to_builtins(changes)
    return built
