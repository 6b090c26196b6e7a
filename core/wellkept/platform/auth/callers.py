"""From a stored account to the caller of one request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.platform.access.roles import effective
from wellkept.platform.auth.schemas import Credential, CredentialKind
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.ids import ApiKeyId, PartyId, UserId

_ACCOUNT = """
    user_account.id, user_account.name, user_account.role, user_account.party_id, user_account.customer_ids
"""
_BY_KEY = f"""
    SELECT {_ACCOUNT}, api_key.id AS key_id, api_key.prefix, api_key.scopes, api_key.expires_at, api_key.last_used_at
    FROM api_key JOIN user_account ON user_account.id = api_key.user_id
    WHERE api_key.key_sha256 = ? AND api_key.revoked_at IS NULL AND user_account.active
"""
_BY_EMAIL = f"SELECT {_ACCOUNT} FROM user_account WHERE lower(email) = lower(?) AND active"


class Caller(Struct, frozen=True, kw_only=True):
    """An actor with the credential it has shown."""

    actor: Actor
    credential: Credential
    key_id: ApiKeyId | None = None
    last_used_at: datetime | None = None


async def caller_by_key(key_sha256: str, *, at: datetime) -> Caller | None:
    """Return whose key this is, if the key and its account are in force: one statement, on every request."""
    row = await database().fetch_one(_BY_KEY, key_sha256)
    if row is None or (row["expires_at"] is not None and row["expires_at"] <= at):
        return None
    credential = Credential(kind=CredentialKind.API_KEY, prefix=row["prefix"], expires_at=row["expires_at"])
    return Caller(
        actor=_actor(row, scopes=row["scopes"]),
        credential=credential,
        key_id=ApiKeyId(row["key_id"]),
        last_used_at=row["last_used_at"],
    )


async def caller_by_email(email: str) -> Caller | None:
    """Return the active account with this e-mail address."""
    row = await database().fetch_one(_BY_EMAIL, email)
    if row is None:
        return None
    credential = Credential(kind=CredentialKind.OIDC, prefix=None, expires_at=None)
    return Caller(actor=_actor(row, scopes=None), credential=credential)


def _actor(row: Mapping[str, Any], *, scopes: list[str] | None) -> Actor:
    role = Role(row["role"])
    party_id = row["party_id"]
    return Actor(
        kind=ActorKind.USER,
        id=UserId(row["id"]),
        name=row["name"],
        role=role,
        permissions=effective(role, scopes=None if scopes is None else tuple(scopes)),
        customer_ids=tuple(UUID(text) for text in row["customer_ids"]),
        party_id=None if party_id is None else PartyId(party_id),
    )
