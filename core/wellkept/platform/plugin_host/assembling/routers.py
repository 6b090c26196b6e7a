"""One mount of a plugin as a router: its path, whose it is, and what stands before its handlers."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from litestar import Request, Router
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute
from litestar.types import Middleware
from msgspec.structs import replace

from wellkept.platform.access.gate import ACTIVITY, RequireActive
from wellkept.platform.http.asgi import state_of
from wellkept.platform.http.context import ACTOR
from wellkept.platform.http.problems import OPERATION
from wellkept.platform.openapi.names import operation_id
from wellkept_sdk.actor import ANONYMOUS, Actor
from wellkept_sdk.http.access import ACCESS, Access
from wellkept_sdk.http.mount import Mount, MountPoint
from wellkept_sdk.plugin import Plugin

#: What all paths stand under.
VERSION: Final = "/v1"
#: The collections of core that plugins' routes may hang below.
COLLECTIONS: Final = {
    MountPoint.CUSTOMER: "customers",
    MountPoint.PROJECT: "projects",
    MountPoint.EQUIPMENT: "equipment",
    MountPoint.TICKET: "tickets",
}


def router_of(
    plugin: Plugin,
    mount: Mount,
    *,
    ctx: Provide,
    require_active: RequireActive | None,
    middleware: Sequence[Middleware] = (),
) -> Router:
    """
    Return the router of one mount, each of its handlers saying whose it is and about which kind of record.

    Its path is the whole one: a router within another is copied with all its routes, which takes most of a start.

    Args:
        plugin: whose mount it is.
        mount: the routes, and under what they are found.
        ctx: gives handlers their context.
        require_active: what the gate asks where the routes are about a record; a function, because routes are copied.
            None for routes that answer nobody.
        middleware: what stands around its handlers.
    """
    whose = access_at(plugin, mount)
    router = Router(
        f"{VERSION}{path_of(plugin, mount)}",
        route_handlers=list(mount.routes),
        dependencies={"ctx": ctx, "actor": Provide(provide_caller, sync_to_thread=False)},
        middleware=middleware,
        opt={ACTIVITY: require_active} if whose.is_gated_by_plugin and require_active is not None else {},
    )
    for handler in (handler for route in router.routes for handler in handlers_of(route)):
        said = access_of(handler)
        # One that says nothing stays silent, which stops the start.
        if said is not None:
            # A new mapping: the handler is a copy, but shares this one with the plugin's own.
            handler.opt = {**handler.opt, ACCESS: replace(said, plugin=whose.plugin, record=whose.record)}
            handler.opt[OPERATION] = _operation(handler)
    return router


def access_at(plugin: Plugin, mount: Mount) -> Access:
    """Return what all routes of a mount have in common: the plugin, and the kind of record."""
    record = None if mount.at is MountPoint.DEPLOYMENT else str(mount.at)
    return Access(plugin=plugin.manifest.name, record=record)


def path_of(plugin: Plugin, mount: Mount) -> str:
    """Return where a mount's routes begin, without the version."""
    name = plugin.manifest.name
    if mount.at is MountPoint.DEPLOYMENT:
        return f"/{name}"
    return f"/{COLLECTIONS[mount.at]}/{{{mount.at}_id:uuid}}/{name}"


def handlers_of(route: HTTPRoute | ASGIRoute | WebSocketRoute) -> Sequence[BaseRouteHandler]:
    """Return the handlers of a route."""
    return route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]


def access_of(handler: BaseRouteHandler) -> Access | None:
    """Return what a handler, or the controller or router around it, says about its callers."""
    said: Iterator[Access] = (
        layer.opt[ACCESS] for layer in reversed(handler.ownership_layers) if layer.opt and ACCESS in layer.opt
    )
    return next(said, None)


def provide_caller(request: Request[Any, Any, Any]) -> Actor:
    """Return who is calling, were it nobody known; the dependency `actor` of plugins' handlers."""
    return state_of(request.scope).get(ACTOR, ANONYMOUS)


def _operation(handler: BaseRouteHandler) -> str:
    """Return the name of a handler's operation as the document has it."""
    if not isinstance(handler, HTTPRouteHandler):
        return handler.handler_name
    return operation_id(handler, min(handler.http_methods - {"HEAD"}), ())
