"""The one place that turns a failure, whoever raised it, into an RFC 9457 problem document."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.types import Scope, Send
from msgspec.structs import replace

from wellkept.platform.http.asgi import header_of
from wellkept.platform.http.context import context_of
from wellkept.platform.http.mistakes import mistakes
from wellkept.platform.labels import words
from wellkept.platform.labels.locales import Locale, preferred
from wellkept_sdk.errors import (
    BodyTooLarge,
    InternalError,
    Invalid,
    MalformedJson,
    MethodNotAllowed,
    NotFound,
    PermissionDenied,
    PluginFailed,
    RateLimited,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
    WellkeptError,
)
from wellkept_sdk.http.access import ACCESS, Access

MEDIA_TYPE = "application/problem+json"
# A reference relative to the deployment: the documents are served by every installation, without a foreign host.
TYPE_PREFIX = "/docs/problems#"
SERVER_ERROR = 500
#: Under this name the routes of plugins carry the name of their operation, which a problem calls `hook`.
OPERATION: Final = "operation"

Handler = Callable[[Request[Any, Any, Any], Exception], Response[bytes]]

_log = structlog.get_logger(__name__)
_FAMILIES: dict[int, type[WellkeptError]] = {
    family.status: family
    for family in (
        MalformedJson,
        Unauthenticated,
        PermissionDenied,
        NotFound,
        MethodNotAllowed,
        BodyTooLarge,
        UnsupportedMediaType,
        Invalid,
        RateLimited,
        Unavailable,
    )
}
# Litestar's sentences under these say what was wrong with the body or the headers; others say nothing.
_TELLING = frozenset({MalformedJson, BodyTooLarge})


class Problem(msgspec.Struct, kw_only=True, frozen=True):
    """The answer to a request that failed: status, headers and the document."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exception_handlers() -> dict[int | type[Exception], Handler]:
    """Return the handlers for Litestar; they are synchronous, as it demands."""
    return {Exception: answer, HTTPException: answer}


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Return the problem for whatever was raised behind the router."""
    problem = problem_of(_as_ours(request, error), request.scope)
    return Response(
        content=problem.body, media_type=MEDIA_TYPE, status_code=problem.status, headers=dict(problem.headers)
    )


async def send_problem(error: Exception, *, scope: Scope, send: Send) -> None:
    """Answer with the problem for whatever was raised outside Litestar."""
    problem = problem_of(_stated(error, scope) or _unexpected(error, scope), scope)
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(problem.body)), **problem.headers}
    await send(
        {
            "type": "http.response.start",
            "status": problem.status,
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": problem.body, "more_body": False})


def problem_of(error: WellkeptError, scope: Scope) -> Problem:
    """Return the document of one of our errors."""
    header = header_of(scope, b"accept-language")
    locale = preferred(None if header is None else header.decode("latin-1"))
    document = {
        **error.context,
        "type": f"{TYPE_PREFIX}{error.code}",
        **_said(error, locale),
        "status": error.status,
        "code": error.code,
        "request_id": context_of(scope).request_id,
    }
    body = msgspec.json.encode(document, enc_hook=str)
    told = {} if header is None else {"Content-Language": str(locale), "Vary": "Accept-Language"}
    return Problem(status=error.status, headers={**_headers(error), **told}, body=body)


def _said(error: WellkeptError, locale: Locale) -> dict[str, object]:
    """Return the words of a problem: in English as the error has them, else by its codes as far as there are any."""
    title = error.title()
    if locale is Locale.EN:
        return {"title": title, "detail": error.detail, "errors": error.errors}
    said = words.problem(error.code, locale) or title
    return {
        "title": said,
        "detail": said if error.detail == title else error.detail,
        "errors": [replace(each, message=words.problem(each.code, locale) or each.message) for each in error.errors],
    }


def _headers(error: WellkeptError) -> dict[str, str]:
    headers = dict(error.headers)
    if error.status in {RateLimited.status, Unavailable.status}:
        headers.setdefault("Retry-After", Unavailable.headers["Retry-After"])
    return headers


def _as_ours(request: Request[Any, Any, Any], error: Exception) -> WellkeptError:
    stated = _stated(error, request.scope)
    if stated is not None:
        return stated
    if isinstance(error, ClientException) and error.status_code == MalformedJson.status:
        return _refused_input(request, error)
    if isinstance(error, HTTPException) and error.status_code < SERVER_ERROR:
        return _of_litestar(error)
    if isinstance(error, HTTPException) and error.status_code == Unavailable.status:
        return Unavailable()
    return _unexpected(error, request.scope)


def _refused_input(request: Request[Any, Any, Any], error: ClientException) -> WellkeptError:
    """Return all mistakes of a request that Litestar refused at the first; a bad header line or form has none."""
    if "route_handler" in request.scope:
        try:
            found = mistakes(request)
        except WellkeptError as ours:
            return ours
        if found:
            return Invalid(errors=found)
    return MalformedJson(detail=error.detail)


def _of_litestar(error: HTTPException) -> WellkeptError:
    family = _FAMILIES.get(error.status_code, NotFound)
    ours = family(detail=error.detail if family in _TELLING else None)
    if error.headers:
        ours.headers = {**family.headers, **_allow_with_head(error.headers)}  # pyright: ignore[reportAttributeAccessIssue]
    return ours


def _allow_with_head(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers, `Allow` naming HEAD wherever GET is answered."""
    return {name.title(): with_head(value) if name.lower() == "allow" else value for name, value in headers.items()}


def with_head(allow: str) -> str:
    """Return an `Allow` line in a fixed order, with HEAD if it has GET."""
    methods = {method.strip() for method in allow.split(",")}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _stated(error: Exception, scope: Scope) -> WellkeptError | None:
    """Return an error that says itself what the caller is told; from a plugin's handler none that blames us."""
    if not isinstance(error, WellkeptError):
        return None
    blames_us = error.status >= SERVER_ERROR and error.status != Unavailable.status
    return None if blames_us and _handling_plugin(scope) is not None else error


def _unexpected(error: Exception, scope: Scope) -> WellkeptError:
    context, plugin = context_of(scope), _handling_plugin(scope)
    _log.error("request_failed", method=context.method, path=context.path, plugin=plugin, exc_info=error)
    if plugin is None:
        return InternalError()
    operation = _handler(scope).opt.get(OPERATION)
    return PluginFailed(detail=f"The plugin {plugin} has failed.", plugin=plugin, hook=operation)


def _handling_plugin(scope: Scope) -> str | None:
    """Return whose handler the request has reached, if it is a plugin's."""
    if not context_of(scope).is_admitted:
        return None
    access = _handler(scope).opt.get(ACCESS)
    return access.plugin if isinstance(access, Access) else None


def _handler(scope: Scope) -> BaseRouteHandler:
    return cast("BaseRouteHandler", scope["route_handler"])  # type: ignore[typeddict-item]
