"""The outer pipeline: what happens to every request before Litestar sees it, and to every answer after."""

from collections.abc import Callable, Sequence

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from wellkept.platform.http.bodyless import conditional_get, head_as_get
from wellkept.platform.http.entry import Observer, entry
from wellkept.platform.http.limits import body_limit, time_limit
from wellkept.platform.http.rate import rate_limit
from wellkept.platform.http.transactional import transactional
from wellkept.platform.settings import Settings

Stage = Callable[[ASGIApp], ASGIApp]


def pipeline(app: ASGIApp, *, settings: Settings, authenticate: Stage, observers: Sequence[Observer] = ()) -> ASGIApp:
    """
    Return the app behind its edge; lifespan events pass through untouched.

    `authenticate` puts the actor into the scope's state or refuses with 401; the observers are told of every finished
    request, for metrics.
    """
    inner = transactional(conditional_get(app))
    inner = head_as_get(authenticate(inner))
    if settings.rate_per_minute:
        inner = rate_limit(inner, per_minute=settings.rate_per_minute)
    inner = body_limit(inner, body_bytes=settings.body_bytes_max, upload_bytes=settings.attachment_bytes_max)
    inner = time_limit(inner, request_seconds=settings.request_seconds_max, upload_seconds=settings.upload_seconds_max)
    outer = entry(inner, observers=observers)

    async def edge(scope: Scope, receive: Receive, send: Send) -> None:
        await (outer if scope["type"] == ScopeType.HTTP else app)(scope, receive, send)

    return edge
