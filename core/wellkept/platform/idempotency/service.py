"""Claim a key, keep the answer it got in the write's own transaction, give it again."""

from base64 import b64decode, b64encode
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from wellkept.platform.idempotency.tables import IdempotencyKey
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode, insert
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import FieldError, IdempotencyInProgress, IdempotencyKeyReused

KEY_LENGTH_MAX = 255
KEY_POINTER = "header/Idempotency-Key"
LOCK_ID_BYTES = 8

#: The key that the caller of the running request has sent, for whoever has to recognise its repetition elsewhere.
sent_key: ContextVar[str | None] = ContextVar("wellkept_idempotency_key", default=None)

# Requests of this process that hold a claim. SQLite has no lock that could be asked for without waiting; its
# immediate transaction serialises the processes that share the file.
_running: set[str] = set()


class Claim(Struct, frozen=True, kw_only=True):
    """One key in its scope, with the body it stands for."""

    scope_sha256: str
    body_sha256: str


class Answer(Struct, frozen=True, kw_only=True):
    """What a request was answered, as far as it is given again."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Kept(Struct, frozen=True, kw_only=True):
    created_at: datetime
    body_sha256: str
    status: int
    headers: dict[str, str]
    body: str


def mistakes_of(key: str) -> list[FieldError]:
    """Return what is wrong with a key: it has 1 to 255 printable ASCII characters."""
    if not key:
        return [FieldError(KEY_POINTER, "too_short", "Must have at least one character.")]
    if len(key) > KEY_LENGTH_MAX:
        return [FieldError(KEY_POINTER, "too_long", f"Must have at most {KEY_LENGTH_MAX} characters.")]
    if not (key.isascii() and key.isprintable()):
        return [FieldError(KEY_POINTER, "pattern", "Must be printable ASCII.")]
    return []


def claim_of(key: str, *, actor_id: str, method: str, path: str, body_sha256: str) -> Claim:
    """Return the claim of a request: the same key of another actor, method or path is another key."""
    scope = f"{actor_id}\n{method}\n{path}\n{key}"
    return Claim(scope_sha256=sha256(scope.encode("utf-8", "surrogatepass")).hexdigest(), body_sha256=body_sha256)


async def begin(claim: Claim, *, kept_since: datetime) -> Answer | None:
    """
    Return the answer that the key already got; without one, hold the claim until it is released.

    Answers from before `kept_since` have expired.

    Raises:
        IdempotencyInProgress: another request holds the claim.
        IdempotencyKeyReused: the key stands for another body.
    """
    if claim.scope_sha256 in _running:
        raise IdempotencyInProgress
    _running.add(claim.scope_sha256)
    try:
        answer = await _lock_and_look(claim, kept_since=kept_since)
    except BaseException:
        release(claim)
        raise
    if answer is not None:
        release(claim)
    return answer


async def keep(claim: Claim, answer: Answer) -> None:
    """Store the answer; it is there if and only if the write is."""
    async with transaction():
        await insert(
            IdempotencyKey,
            scope_sha256=claim.scope_sha256,
            body_sha256=claim.body_sha256,
            status=answer.status,
            headers=answer.headers,
            body=b64encode(answer.body).decode(),
        )


def release(claim: Claim) -> None:
    """Let others use the key, once the transaction that held it has ended."""
    _running.discard(claim.scope_sha256)


async def purge(before: datetime) -> int:
    """Delete the answers kept before a moment; return how many."""
    return await database().execute("DELETE FROM idempotency_key WHERE created_at < ?", before)


async def _lock_and_look(claim: Claim, *, kept_since: datetime) -> Answer | None:
    async with transaction():
        if database().dialect is Dialect.POSTGRES:
            await _lock(claim)
        row = await database().fetch_one(
            "SELECT status, headers, body, body_sha256, created_at FROM idempotency_key WHERE scope_sha256 = ?",
            claim.scope_sha256,
        )
        kept = None if row is None else decode(row, _Kept)
        if kept is None:
            return None
        if kept.created_at < kept_since:
            await database().execute("DELETE FROM idempotency_key WHERE scope_sha256 = ?", claim.scope_sha256)
            return None
        if kept.body_sha256 != claim.body_sha256:
            raise IdempotencyKeyReused
        return Answer(status=kept.status, headers=kept.headers, body=b64decode(kept.body))


async def _lock(claim: Claim) -> None:
    lock_id = int.from_bytes(bytes.fromhex(claim.scope_sha256)[:LOCK_ID_BYTES], signed=True)
    row = await database().fetch_one("SELECT pg_try_advisory_xact_lock(?) AS held", lock_id)
    if row is None or not row["held"]:
        raise IdempotencyInProgress
