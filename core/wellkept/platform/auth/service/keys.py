"""Making and revoking API keys."""

from datetime import datetime
from uuid import UUID

from wellkept.platform.audit.service import record_audit
from wellkept.platform.auth.queries import find_user
from wellkept.platform.auth.rules.keys import key_mistakes
from wellkept.platform.auth.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyRead
from wellkept.platform.auth.tables import ApiKey
from wellkept.platform.auth.tokens import digest, new_key, prefix
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import insert, locked, required, update
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.errors import Invalid
from wellkept_sdk.events.accounts import KeyCreated, KeyRevoked
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now

ANY_VERSION = IfMatch()

_MARK = """
    UPDATE api_key SET last_used_at = ?, version = version + 1
    WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)
"""


async def create_key(draft: ApiKeyCreate, *, actor: Actor, secret: str | None = None) -> ApiKeyCreated:
    """
    Make an API key and return it with its secret, for the only time.

    The secret is drawn, unless the deployment prescribes it.

    Raises:
        Invalid: the account is unknown, a scope is not its role's, or the expiry has passed.
    """
    async with transaction():
        user = await find_user(draft.user_id)
        role = None if user is None else Role(user["role"])
        expires_at = draft.expires_at and as_utc(draft.expires_at, pointer="/expires_at")
        mistakes = key_mistakes(role=role, scopes=draft.scopes, expires_at=expires_at, at=now())
        if mistakes:
            raise Invalid(errors=mistakes)
        key = secret or new_key()
        row = await insert(
            ApiKey,
            user_id=draft.user_id,
            name=draft.name,
            prefix=prefix(key),
            key_sha256=digest(key),
            scopes=draft.scopes,
            expires_at=expires_at,
        )
        read = ApiKeyRead.of(row)
        await record_audit(
            "keys.key.created", subject=f"api-keys/{read.id}", actor=actor, before=None, after=_audited(read)
        )
        await emit(KeyCreated(api_key_id=read.id, user_id=read.user_id), actor=actor)
        return ApiKeyCreated(key=key, **{field: getattr(read, field) for field in ApiKeyRead.__struct_fields__})


async def revoke_key(key_id: UUID, *, actor: Actor, if_match: IfMatch = ANY_VERSION) -> ApiKeyRead:
    """
    End the key for ever; revoking a revoked one changes nothing.

    Raises:
        NotFound: there is no such key.
        PreconditionFailed: the key has another version.
    """
    async with transaction():
        row = required(await locked(ApiKey, key_id))
        if_match.require(row["version"])
        before = ApiKeyRead.of(row)
        if before.revoked_at is not None:
            return before
        after = ApiKeyRead.of(await update(ApiKey, key_id, changes={"revoked_at": now()}))
        await record_audit(
            "keys.key.revoked",
            subject=f"api-keys/{key_id}",
            actor=actor,
            before=_audited(before),
            after=_audited(after),
        )
        await emit(KeyRevoked(api_key_id=key_id, user_id=after.user_id), actor=actor)
        return after


async def mark_used(key_id: UUID, *, at: datetime, unless_since: datetime) -> None:
    """Store that the key was used, unless another process has stored so since."""
    await database().execute(_MARK, at, key_id, unless_since)


def _audited(key: ApiKeyRead) -> dict[str, object]:
    """Return what the audit keeps of a key; its secret and digest are not even in here."""
    return {
        "user_id": key.user_id,
        "name": key.name,
        "prefix": key.prefix,
        "scopes": key.scopes,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }
