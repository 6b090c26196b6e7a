"""The last stage before a handler, behind routing and the gate: everything that answers 400, 422 or a replay."""

from typing import Any, Protocol

from litestar import Request, Response
from litestar.routes import HTTPRoute

from wellkept.platform.http.context import context_of
from wellkept.platform.http.keyed import is_keyed, replay_or_claim
from wellkept.platform.http.problems import with_head
from wellkept.platform.http.strict import require_valid

NO_CONTENT = 204


class Admit(Protocol):
    """What Litestar calls before a request's handler."""

    async def __call__(self, request: Request[Any, Any, Any], /) -> Response[bytes] | None:
        """Return nothing to let the request through, or the answer it gets instead."""
        ...


def admission(*, idempotency_hours: int) -> Admit:
    """
    Return the application's `before_request`.

    Args:
        idempotency_hours: how long an answer is given again.
    """

    async def admit(request: Request[Any, Any, Any]) -> Response[bytes] | None:
        if request.method == "OPTIONS":
            return _options(request)
        await require_valid(request)
        replayed = await replay_or_claim(request, kept_hours=idempotency_hours) if is_keyed(request) else None
        context_of(request.scope).is_admitted = replayed is None
        return replayed

    return admit


def _options(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the methods of the path; Litestar's own answer forgets those of all but the first handler."""
    routes = [route for route in request.app.routes if isinstance(route, HTTPRoute)]
    methods = {method for route in routes if request.route_handler in route.route_handlers for method in route.methods}
    return Response(content=b"", status_code=NO_CONTENT, headers={"Allow": with_head(", ".join(methods))})
