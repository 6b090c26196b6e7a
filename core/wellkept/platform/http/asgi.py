"""Reading an ASGI scope; Litestar's type of it is a union in which no key is sure to be there."""

from collections.abc import Iterable
from typing import Any, cast

from litestar.types import Message, Scope

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def method_of(scope: Scope) -> str:
    """Return the method of a request; a websocket has none."""
    return str(_fields(scope).get("method", ""))


def set_method(scope: Scope, method: str) -> None:
    """Let the stages further in see another method."""
    _fields(scope)["method"] = method


def state_of(scope: Scope) -> dict[str, Any]:
    """Return what the stages tell each other about a request."""
    return cast("dict[str, Any]", _fields(scope).setdefault("state", {}))


def route_of(scope: Scope) -> str | None:
    """Return the template of the path, once the request has been routed."""
    return cast("str | None", _fields(scope).get("path_template"))


def address_of(scope: Scope) -> str:
    """Return the network address of the caller, if the server knows it."""
    client = _fields(scope).get("client")
    return str(client[0]) if client else ""


def header_of(scope: Scope, wanted: bytes) -> bytes | None:
    """Return a header of the request, by the lower-case name that servers hand on; of a repeated one the first."""
    for name, value in scope["headers"]:
        if name == wanted:
            return value
    return None


def headers_in(message: Message) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer's first message, by lower-case name."""
    given = cast("Iterable[tuple[bytes, bytes]]", cast("dict[str, Any]", message).get("headers", ()))
    return [(name.lower(), value) for name, value in given]


def _fields(scope: Scope) -> dict[str, Any]:
    return cast("dict[str, Any]", scope)
