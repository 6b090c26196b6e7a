"""What Litestar lets pass and we do not: foreign media types, unknown parameters, blemished or lenient bodies."""

import re
from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Headers
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.utils.scope.state import ScopeState

from wellkept.platform.http import json_text
from wellkept.platform.http.blemishes import deserves_a_closer_look
from wellkept.platform.http.expectation import BodyKind, Expectation, body_kind, expectation_of
from wellkept.platform.http.keyed import is_keyed, spool
from wellkept.platform.http.mistakes import mistakes
from wellkept.platform.http.quick_look import is_right_beside_body
from wellkept_sdk.errors import Invalid, MalformedJson, NotFound, UnsupportedMediaType

JSON_TYPE = re.compile(r'^application/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$', re.IGNORECASE)
MULTIPART_TYPE = re.compile(r"^multipart/form-data\s*;.*boundary=", re.IGNORECASE)

_MEDIA_TYPES = {
    BodyKind.JSON: ("application/json", JSON_TYPE),
    BodyKind.MULTIPART: ("multipart/form-data", MULTIPART_TYPE),
}


def require_media_type(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """
    Refuse a body of another kind than the handler reads.

    Raises:
        UnsupportedMediaType: names what would be accepted.
    """
    accepted, pattern = _MEDIA_TYPES.get(body_kind(handler), (None, None))
    if accepted is None or pattern is None:
        return
    declared = connection.headers.get("content-type")
    if declared is None and not _announces_body(connection.headers):
        return
    if declared is None or not pattern.match(declared):
        raise UnsupportedMediaType(accepted=accepted)


async def require_valid(request: Request[Any, Any, Any]) -> None:
    """
    Read the body and refuse the request with all mistakes at once; a good body is decoded here and only here.

    Raises:
        NotFound: no path of ours holds a NUL.
        MalformedJson: the body cannot be read.
        Invalid: everything that is wrong with body, query and headers.
    """
    if "\x00" in request.scope["path"]:
        raise NotFound
    expected = expectation_of(request)
    if expected.body is BodyKind.MULTIPART:
        await _read_form(request)
    elif is_keyed(request) or expected.body is BodyKind.JSON:
        await request.body()
    if not (_is_decoded(request, expected) and is_right_beside_body(request, expected)):
        found = mistakes(request)
        if found:
            raise Invalid(errors=found)


def _announces_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _is_decoded(request: Request[Any, Any, Any], expected: Expectation) -> bool:
    """Return whether the body is surely right; Litestar then takes the value made here, strictly typed."""
    if expected.body is not BodyKind.JSON:
        return expected.body is BodyKind.NONE
    state = ScopeState.from_scope(request.scope)
    raw = state.body
    if not isinstance(raw, bytes) or not raw:
        return False
    try:
        state.json = _decode(raw, expected)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return not deserves_a_closer_look(raw)


def _decode(raw: bytes, expected: Expectation) -> object:
    try:
        return expected.decoder.decode(raw)
    except msgspec.ValidationError as refusal:
        if "got `float`" not in str(refusal):
            raise
    return msgspec.convert(json_text.read(raw), expected.body_type)


async def _read_form(request: Request[Any, Any, Any]) -> None:
    if is_keyed(request):
        await spool(request)
    try:
        await request.form()
    except HTTPException as refusal:
        raise MalformedJson(detail=f"The form cannot be read: {refusal.detail}.") from None
    except (UnicodeError, LookupError, ValueError) as refusal:
        raise MalformedJson(detail=f"The form cannot be read: {refusal}.") from None
