"""`?history=true`: how our own people read what a plugin kept of a record that it serves no more."""

from typing import Any, Final, cast

import msgspec
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from wellkept.platform.http.asgi import method_of
from wellkept_sdk.http.access import ACCESS, Access

HISTORY: Final = "history"
READING: Final = frozenset({"GET", "HEAD"})


def takes_history(handler: BaseRouteHandler) -> bool:
    """Return whether the route has the parameter: it reads what a plugin has about one record."""
    access = cast("Access", handler.opt.get(ACCESS, Access()))
    return access.is_gated_by_plugin and isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods


def asks_for_history(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Return whether the caller wants to read although the plugin is not active; a value that is none asks nothing."""
    value = connection.query_params.get(HISTORY)
    if value is None or method_of(connection.scope) not in READING:
        return False
    try:
        return msgspec.convert(value, bool, strict=False)
    except msgspec.ValidationError:
        return False
