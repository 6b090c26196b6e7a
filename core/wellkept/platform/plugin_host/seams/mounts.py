"""The routes of plugins, mounted by core: the gate asks whether the plugin is active, handlers get their context."""

from collections.abc import Collection
from typing import Any, Final, cast
from uuid import UUID

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from wellkept.platform.access.gate import RequireActive
from wellkept.platform.http.asgi import state_of
from wellkept.platform.http.context import ACTOR
from wellkept.platform.http.history import asks_for_history
from wellkept.platform.http.keyed import HEADER as IDEMPOTENCY_KEY
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.assembling.routers import access_at, router_of
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.plugin_host.seams.containment import contained
from wellkept_sdk.actor import ANONYMOUS, Actor
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.errors import PluginInactive
from wellkept_sdk.http.access import Access
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName, RecordRef

#: What the gate has resolved, for the handler's context.
ACTIVE_SET: Final = "active_set"


def mounted(host: Host, *, without: Collection[str] = ()) -> list[ControllerRouterHandler]:
    """
    Return the routers of all active plugins, in call order, with their whole paths.

    Args:
        host: the plugins.
        without: those of them whose routes are left out.
    """
    require_active = _activity_of(host)
    return [
        router_of(
            plugin,
            mount,
            ctx=_contexts_of(host, access_at(plugin, mount)),
            require_active=require_active,
            middleware=[contained],
        )
        for name, plugin in host.plugins.items()
        if name not in without
        for mount in plugin.mounts
    ]


def _activity_of(host: Host) -> RequireActive:
    async def require_active(connection: ASGIConnection[Any, Any, Any, Any], access: Access, actor: Actor) -> None:
        plugin, record = cast("str", access.plugin), _record_of(connection, access)
        active = await host.resolver.of(record.name, record.id)
        if plugin not in active.plugins:
            if not (actor.is_staff and asks_for_history(connection)):
                raise PluginInactive(plugin=plugin)
            active = _as_if_active(active, plugin=plugin, defaults=host.resolver.nowhere())
        state_of(connection.scope)[ACTIVE_SET] = active

    return require_active


def _contexts_of(host: Host, access: Access) -> Provide:
    """Return what gives the handlers of a mount their context; the dependency `ctx`."""
    plugin = cast("str", access.plugin)

    def provide_ctx(request: Request[Any, Any, Any]) -> Ctx:
        state = state_of(request.scope)
        occasion = Occasion(
            actor=state.get(ACTOR, ANONYMOUS),
            at=now(),
            active=state[ACTIVE_SET] if access.is_gated_by_plugin else host.resolver.nowhere(),
            record=_record_of(request, access) if access.is_gated_by_plugin else None,
            idempotency_key=request.headers.get(IDEMPOTENCY_KEY),
        )
        return context_of(plugin, occasion)

    return Provide(provide_ctx, sync_to_thread=False)


def _record_of(connection: ASGIConnection[Any, Any, Any, Any], access: Access) -> RecordRef:
    name = RecordName(cast("str", access.record))
    return RecordRef(name, cast("UUID", connection.path_params[f"{name}_id"]))


def _as_if_active(active: ActiveSet, *, plugin: str, defaults: ActiveSet) -> ActiveSet:
    """Return the set with the plugin in it, under the terms that nobody has agreed on: the deployment's."""
    activation = replace(active.activation, plugins=active.activation.plugins | {plugin})
    return replace(active, activation=activation, terms={**active.terms, plugin: defaults.terms[plugin]})
