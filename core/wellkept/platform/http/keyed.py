"""Requests that carry an Idempotency-Key: recognised after the gate, answered once, replayed word for word."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import Any

from litestar import Request, Response
from litestar.types import HTTPReceiveMessage, Scope

from wellkept.platform.http.asgi import state_of
from wellkept.platform.http.context import ACTOR, context_of
from wellkept.platform.idempotency import service
from wellkept.platform.idempotency.service import Answer
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import FieldError
from wellkept_sdk.now import now

HEADER = "idempotency-key"
REPLAYED_HEADER = "Idempotency-Replayed"
# DELETE and PUT may be repeated by their definition, so a key on them says nothing new.
KEYED_METHODS = frozenset({"POST", "PATCH"})
KEPT_HEADERS = frozenset({"content-type", "content-disposition", "etag", "location", "last-modified"})
SPOOL_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024


def is_keyed(request: Request[Any, Any, Any]) -> bool:
    """Return whether the request asks to happen once; one that is only tried does not happen."""
    is_tried = context_of(request.scope).is_dry_run
    return request.method in KEYED_METHODS and HEADER in request.headers and not is_tried


def in_key(request: Request[Any, Any, Any]) -> list[FieldError]:
    """Return what is wrong with the request's key."""
    return service.mistakes_of(request.headers[HEADER]) if is_keyed(request) else []


async def replay_or_claim(request: Request[Any, Any, Any], *, kept_hours: int) -> Response[bytes] | None:
    """
    Return the answer that the same request got before; otherwise hold the key for this one.

    Raises:
        IdempotencyInProgress: the same request is still running.
        IdempotencyKeyReused: the key came with another body.
    """
    context = context_of(request.scope)
    claim = service.claim_of(
        request.headers[HEADER],
        actor_id=_actor_id(request.scope),
        method=request.method,
        path=request.scope["path"],
        body_sha256=context.body_sha256 or sha256(await request.body()).hexdigest(),
    )
    answer = await service.begin(claim, kept_since=now() - timedelta(hours=kept_hours))
    if answer is None:
        context.claim = claim
        return None
    return Response(
        content=answer.body,
        status_code=answer.status,
        media_type=answer.headers.get("content-type"),
        headers={**_without_type(answer.headers), REPLAYED_HEADER: "true"},
    )


def answer_to_keep(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """Return what is kept of an answer."""
    return Answer(
        status=status, headers={name: value for name, value in headers.items() if name in KEPT_HEADERS}, body=body
    )


async def spool(request: Request[Any, Any, Any]) -> None:
    """
    Receive the whole form before anything is locked, remember its digest, and let it be read again.

    A large form waits in a file, not in memory.
    """
    digest = sha256()
    file = SpooledTemporaryFile[bytes](max_size=SPOOL_BYTES)  # closed when it has been read again
    async for chunk in request.stream():
        digest.update(chunk)
        file.write(chunk)
    file.seek(0)

    async def receive_again() -> HTTPReceiveMessage:
        chunk = file.read(CHUNK_BYTES)
        if not chunk:
            file.close()
        return {"type": "http.request", "body": chunk, "more_body": bool(chunk)}

    context_of(request.scope).body_sha256 = digest.hexdigest()
    request.receive = receive_again
    request.is_connected = True


def _actor_id(scope: Scope) -> str:
    actor: Actor | None = state_of(scope).get(ACTOR)
    return "" if actor is None else str(actor.id)


def _without_type(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "content-type"}
