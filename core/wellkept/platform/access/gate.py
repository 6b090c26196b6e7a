"""The one gate in front of every route, and the words with which routes say what they need."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, cast
from uuid import UUID

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from wellkept.platform.access import records
from wellkept.platform.http.asgi import method_of, route_of, state_of
from wellkept.platform.http.context import ACTOR
from wellkept.platform.http.history import READING
from wellkept.platform.http.strict import require_media_type
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import NotFound, PermissionDenied, Unauthenticated
from wellkept_sdk.http.access import ACCESS, Access

#: Under this name a plugin's routes carry what refuses a record that the plugin does not serve: the host's own
#: business, which the gate asks for in its turn.
ACTIVITY: Final = "activity"
RequireActive = Callable[[ASGIConnection[Any, Any, Any, Any], Access, Actor], Awaitable[None]]


class UngatedRouteError(RuntimeError):
    """A route says neither what it needs nor that it is open to everybody."""


async def gate(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """
    Let the request through, or refuse it in the fixed order: 401, 404, 404 `plugin_inactive`, 403, 415.

    Raises:
        Unauthenticated: nobody has signed in.
        NotFound: the record is absent or not for this caller.
        PluginInactive: the route's plugin does not serve the record.
        PermissionDenied: the caller lacks the permission.
        UnsupportedMediaType: the route does not accept the body's content type.
    """
    if method_of(connection.scope) == "OPTIONS":
        return
    access = cast("Access", handler.opt[ACCESS])
    if not access.anonymous:
        actor = _actor(connection)
        await _require_record(connection, access=access, actor=actor)
        require_active: RequireActive | None = handler.opt.get(ACTIVITY)
        if require_active is not None:
            await require_active(connection, access, actor)
        if not access.lets(actor):
            raise PermissionDenied(permissions=access.permissions)
    require_media_type(connection, handler)


def require_gated(app: Litestar) -> None:
    """
    Check, at start, that every route has said what it needs.

    Raises:
        UngatedRouteError: names every route that has not.
    """
    silent = sorted(path for path, handler in _handlers(app) if ACCESS not in handler.opt)
    if silent:
        raise UngatedRouteError(f"These routes declare neither needs() nor anonymous(): {', '.join(silent)}")


def anonymous_paths(app: Litestar) -> frozenset[str]:
    """Return the paths of the routes that need no credential; one with parameters ends before the first of them."""
    return frozenset(open_path(path) for path, handler in _handlers(app) if _is_anonymous(handler))


def open_path(path: str) -> str:
    """Return what of a route's path is open to everybody if the route is; one that ends in a slash opens all below."""
    return path.partition("{")[0]


def _actor(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    actor: Actor | None = state_of(connection.scope).get(ACTOR)
    if actor is None:
        raise Unauthenticated
    return actor


async def _require_record(connection: ASGIConnection[Any, Any, Any, Any], *, access: Access, actor: Actor) -> None:
    if access.record is None:
        return
    if _is_answered_by_the_query(connection, access=access, actor=actor):
        return
    record_id = cast("UUID", connection.path_params[f"{access.record}_id"])
    if not await records.visible(access.record, record_id, actor):
        raise NotFound


def _is_answered_by_the_query(connection: ASGIConnection[Any, Any, Any, Any], *, access: Access, actor: Actor) -> bool:
    """
    Return whether the caller reads the record itself and sees all rows: that query then answers 404 by itself.

    A list of what belongs to the record would be empty instead.
    """
    return (
        method_of(connection.scope) in READING
        and (route_of(connection.scope) or "").endswith(f"/{{{access.record}_id}}")
        and access.lets(actor)
        and not actor.is_outside
    )


def _is_anonymous(handler: HTTPRouteHandler) -> bool:
    access = handler.opt.get(ACCESS)
    return isinstance(access, Access) and access.anonymous


def _handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Yield every handler of ours with its path; Litestar's own answers to OPTIONS reveal nothing."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if handler.http_methods != {"OPTIONS"}:
                    yield route.path, handler
