"""What is wrong with the routes of a plugin, found before it could stop the start of everything."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from inspect import signature
from typing import Final

from litestar import Router
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from msgspec import Struct

from wellkept.platform.access.gate import open_path
from wellkept.platform.access.permissions import CORE_PERMISSIONS
from wellkept.platform.plugin_host.assembling.routers import access_of, handlers_of, path_of
from wellkept.platform.plugin_host.assembling.trials import serving_mistakes
from wellkept_sdk.http.access import Access
from wellkept_sdk.http.mount import Mount, MountPoint
from wellkept_sdk.plugin import Plugin

#: What core gives to its own handlers by name: a parameter of a plugin's that is called so would get that.
NAMES_OF_CORE: Final = frozenset({"settings", "store"})
#: What a handler, controller or router may set in place of core's own stage, which then would not run.
STAGES_OF_CORE: Final = ("before_request", "exception_handlers", "middleware")


class _Route(Struct, frozen=True, kw_only=True):
    """One route of a plugin: where it is, and what it says about its callers; None for what is no HTTP."""

    at: MountPoint
    method: str | None
    path: str
    access: Access | None
    parameters: frozenset[str]
    stages: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method or 'The route'} {self.path}"


def mount_mistakes(plugin: Plugin) -> list[str]:
    """Return every mistake in a plugin's routes, each as a sentence for those who run the deployment."""
    mistakes: list[str] = []
    found: list[_Route] = []
    for mount in plugin.mounts:
        try:
            found += _routes_of(plugin, mount)
        except Exception as error:  # noqa: BLE001 - whatever a plugin's routes raise is the plugin's mistake
            mistakes.append(f"The routes mounted at {mount.at} cannot be read: {error}")
    known = CORE_PERMISSIONS | {permission.name for permission in plugin.permissions}
    mistakes += [mistake for route in found for mistake in _in_route(route, known=known)]
    mistakes += [*_twice(found), *_opened_by_accident(found)]
    return mistakes or serving_mistakes(plugin)


def _routes_of(plugin: Plugin, mount: Mount) -> list[_Route]:
    """Return the routes of a mount; each is read by itself, for a router refuses two of the same path at once."""
    return [
        _Route(
            at=mount.at,
            method=method,
            path=f"/v1{route.path_format}",
            access=access_of(handler),
            parameters=frozenset(signature(handler.fn).parameters),
            stages=tuple(stage for stage in STAGES_OF_CORE if _sets(handler, stage)),
        )
        for given in mount.routes
        for route in Router(path_of(plugin, mount), route_handlers=[given]).routes
        for handler in handlers_of(route)
        for method in _methods_of(handler)
    ]


def _methods_of(handler: BaseRouteHandler) -> Sequence[str | None]:
    """Return the methods of a handler; Litestar's own answer to OPTIONS is none of the plugin's."""
    return sorted(handler.http_methods - {"OPTIONS"}) if isinstance(handler, HTTPRouteHandler) else [None]


def _sets(handler: BaseRouteHandler, stage: str) -> bool:
    return any(getattr(layer, stage, None) for layer in handler.ownership_layers)


def _in_route(route: _Route, *, known: Collection[str]) -> Iterator[str]:
    access = route.access
    if route.method is None:
        yield f"{route} is no HTTP, and nothing else can be mounted."
    elif access is None:
        yield f"{route} says neither needs(), signed_in() nor anonymous()."
    else:
        if access.anonymous and route.at is not MountPoint.DEPLOYMENT:
            yield f"{route} is about a record, so it cannot be anonymous."
        if access.record is not None and access.record != route.at:
            yield f"{route} names the record {access.record!r}, but that is for the mount to say."
        for permission in access.permissions:
            if permission not in known:
                yield f"{route} needs {permission}, which neither the plugin nor core declares."
    yield from _in_the_way_of_core(route)


def _in_the_way_of_core(route: _Route) -> Iterator[str]:
    for name in sorted(route.parameters & NAMES_OF_CORE):
        yield f"{route} has a parameter {name!r}, a name under which core gives something else."
    for stage in route.stages:
        yield f"{route} sets {stage!r}, which is for core to set."


def _twice(found: Iterable[_Route]) -> Iterator[str]:
    for name, times in Counter(str(route) for route in found).items():
        if times > 1:
            yield f"{name} is mounted {times} times."


def _opened_by_accident(found: Collection[_Route]) -> Iterator[str]:
    """Yield the routes whose callers nobody would ask for a credential, because an anonymous one covers their path."""
    mounted = [route for route in found if route.at is MountPoint.DEPLOYMENT]
    opened = [route for route in mounted if route.access is not None and route.access.anonymous]
    for route in (route for route in mounted if route not in opened):
        for other in opened:
            if _covers(open_path(other.path), route.path):
                yield f"{route} needs a credential, but lies in what {other} opens to everybody."


def _covers(opened: str, path: str) -> bool:
    return path.startswith(opened) if opened.endswith("/") else path == opened
