"""Every way an operation may fail, as RFC 9457 problems with the codes it may carry."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from msgspec import Struct

from wellkept.platform.http.problems import TYPE_PREFIX
from wellkept.platform.openapi.operations import Operation
from wellkept.platform.openapi.parameters import HEADER_REF
from wellkept.platform.openapi.walking import REF_PREFIX, JsonObject
from wellkept_sdk import errors
from wellkept_sdk.errors import FieldError, WellkeptError

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
RESPONSE_REF: Final = "#/components/responses/"

#: Bare codes: any route may answer with those of its kind.
PLATFORM_ERRORS: Final[tuple[type[WellkeptError], ...]] = (
    errors.MalformedJson,
    errors.Unauthenticated,
    errors.PermissionDenied,
    errors.NotFound,
    errors.PluginInactive,
    errors.CodeTaken,
    errors.InUse,
    errors.IdempotencyInProgress,
    errors.PreconditionFailed,
    errors.BodyTooLarge,
    errors.UnsupportedMediaType,
    errors.Invalid,
    errors.IdempotencyKeyReused,
    errors.RateLimited,
    errors.InternalError,
    errors.Unavailable,
)
RETRIED_STATUSES: Final = frozenset({409, 429, 503})


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request failed (RFC 9457). Some codes add members of their own."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError]
    request_id: str


def add_problems(operation: Operation) -> None:
    """Document every failure of the operation, in place of those that Litestar wrote."""
    responses = operation.node["responses"]
    for status in [status for status in responses if status >= "400"]:
        del responses[status]
    own = operation.documentation.problems
    for status in sorted({*statuses(operation), *(error.status for error in own)}):
        special = [error for error in own if error.status == status]
        shared = {"$ref": RESPONSE_REF + response_name(status)}
        responses[str(status)] = response(status, [*_platform(status), *special]) if special else shared


def statuses(operation: Operation) -> Iterable[int]:
    """Yield the statuses of the failures that follow from what the operation takes."""
    yield from (422, 429, 500, 503)
    if not operation.access.anonymous:
        yield 401
    if operation.access.permissions:
        yield 403
    if "{" in operation.path:
        yield 404
    if operation.is_unsafe:
        yield 409
    if operation.takes_if_match:
        yield 412
    if operation.has_body:
        yield from (400, 413, 415)


def shared_responses() -> dict[str, JsonObject]:
    """Return the responses that operations refer to when they have no codes of their own."""
    return {
        response_name(status): response(status, _platform(status))
        for status in sorted({error.status for error in PLATFORM_ERRORS})
    }


def response_name(status: int) -> str:
    """Return the name of a shared response: `Problem404`."""
    return f"Problem{status}"


def response(status: int, kinds: Iterable[type[WellkeptError]]) -> JsonObject:
    """Return the response of one status, with each code explained and shown."""
    by_code = {kind.code: kind for kind in kinds}
    lines = [f"- `{code}`: {kind.title()}" for code, kind in by_code.items()]
    return {
        "description": "\n".join([f"{HTTPStatus(status).phrase}.", "", *lines]),
        "headers": {name: {"$ref": HEADER_REF + name} for name in _headers(status)},
        "content": {
            PROBLEM_MEDIA_TYPE: {
                "schema": {"$ref": REF_PREFIX + "Problem"},
                "examples": {code: {"value": example(kind)} for code, kind in by_code.items()},
            }
        },
    }


def example(kind: type[WellkeptError]) -> JsonObject:
    """Return a problem as the error would be answered."""
    return {
        "type": f"{TYPE_PREFIX}{kind.code}",
        "title": kind.title(),
        "status": kind.status,
        "code": kind.code,
        "detail": kind.title(),
        "errors": [],
        "request_id": "0199c0de-0000-7000-8000-000000000000",
    }


def all_errors() -> list[type[WellkeptError]]:
    """Return every error class that is loaded, one for each code, in the order of the codes."""
    found: dict[str, type[WellkeptError]] = {}
    pending = [WellkeptError]
    while pending:
        kind = pending.pop(0)
        pending += kind.__subclasses__()
        if kind is not WellkeptError:
            found.setdefault(kind.code, kind)
    return [found[code] for code in sorted(found)]


def _platform(status: int) -> list[type[WellkeptError]]:
    return [error for error in PLATFORM_ERRORS if error.status == status]


def _headers(status: int) -> list[str]:
    return ["X-Request-Id", "Retry-After"] if status in RETRIED_STATUSES else ["X-Request-Id"]
