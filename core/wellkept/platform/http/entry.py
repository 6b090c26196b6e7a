"""The outermost stage: a request id, the access log, the numbers for metrics, and an answer whatever happens."""

import re
from collections.abc import Callable, Sequence
from time import perf_counter

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct
from structlog.contextvars import bound_contextvars

from wellkept.platform.http.asgi import header_of, method_of, route_of, state_of
from wellkept.platform.http.context import CONTEXT, RequestContext, context_of
from wellkept.platform.http.problems import send_problem
from wellkept.platform.idempotency.service import sent_key
from wellkept_sdk.ids import uuid7

REQUEST_ID_HEADER = b"x-request-id"
IDEMPOTENCY_KEY_HEADER = b"idempotency-key"
REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{1,64}")
UNROUTED = "(none)"
# What is logged and counted when nothing was answered, because the connection ended first.
STATUS_NONE = 0

_log = structlog.get_logger("wellkept.access")


class RequestSummary(Struct, frozen=True, kw_only=True):
    """One finished request: `route` is the template, so that its values are few."""

    method: str
    route: str
    status: int
    seconds: float


Observer = Callable[[RequestSummary], None]


def entry(app: ASGIApp, *, observers: Sequence[Observer] = ()) -> ASGIApp:
    """Return the app with a request context around it; each observer is told of every finished request."""

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        context = _context(scope)
        status = STATUS_NONE

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID_HEADER, context.request_id.encode())]
            await send(message)

        told = sent_key.set(_text(scope, IDEMPOTENCY_KEY_HEADER) or None)
        with bound_contextvars(request_id=context.request_id):
            try:
                await app(scope, receive, send_with_id)
            except Exception as error:
                if status != STATUS_NONE:
                    _log.exception("answer_cut_off")
                    raise
                await send_problem(error, scope=scope, send=send_with_id)
            finally:
                sent_key.reset(told)
                _tell(_summary(scope, status), observers)

    return stage


def _context(scope: Scope) -> RequestContext:
    context = RequestContext(
        request_id=_given_id(scope) or str(uuid7()),
        method=method_of(scope),
        path=scope["path"],
        started_seconds=perf_counter(),
    )
    # A state that the server shares between requests must not be written to.
    scope["state"] = {**state_of(scope), CONTEXT: context}
    return context


def _given_id(scope: Scope) -> str | None:
    text = _text(scope, REQUEST_ID_HEADER)
    return text if REQUEST_ID_PATTERN.fullmatch(text) else None


def _text(scope: Scope, header: bytes) -> str:
    return (header_of(scope, header) or b"").decode("latin-1")


def _summary(scope: Scope, status: int) -> RequestSummary:
    context = context_of(scope)
    return RequestSummary(
        method=context.method,
        route=route_of(scope) or UNROUTED,
        status=status,
        seconds=perf_counter() - context.started_seconds,
    )


def _tell(summary: RequestSummary, observers: Sequence[Observer]) -> None:
    _log.info(
        "request",
        method=summary.method,
        route=summary.route,
        status=summary.status,
        duration_ms=round(summary.seconds * 1000, 2),
    )
    for observer in observers:
        observer(summary)
