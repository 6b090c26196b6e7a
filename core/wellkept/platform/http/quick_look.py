"""The cheap look that lets good requests through; who does not pass it is looked at closely and told everything."""

import re
from typing import Any

import msgspec
from litestar import Request

from wellkept.platform.http.expectation import Expectation
from wellkept.platform.http.keyed import in_key
from wellkept.platform.http.moments import is_no_moment

# NUL, half of a surrogate pair, what was no UTF-8, digits beyond 64 bits; "nan" and "inf" read as numbers, and
# "null" as nothing where a parameter may be left out.
SUSPICIOUS = re.compile("[\x00\ud800-\udfff\ufffd]|[0-9]{19}|nan|inf|null", re.IGNORECASE)


def is_right_beside_body(request: Request[Any, Any, Any], expected: Expectation) -> bool:
    """Return whether query and headers are surely right."""
    return _is_right_query(request, expected) and _are_right_headers(request, expected) and not in_key(request)


def _is_right_query(request: Request[Any, Any, Any], expected: Expectation) -> bool:
    if not request.scope["query_string"]:
        return not expected.required_query
    given = list(request.query_params.items())
    values = dict(given)
    if len(values) < len(given) or not expected.required_query <= values.keys() <= expected.plain_query:
        return False
    if any(is_no_moment(values[name]) for name in expected.query_moments & values.keys()):
        return False
    return SUSPICIOUS.search("\n".join(values.values())) is None and _reads(values, expected.query_shape)


def _are_right_headers(request: Request[Any, Any, Any], expected: Expectation) -> bool:
    if not expected.headers:
        return True
    values = {name: value for name in expected.headers if (value := request.headers.get(name)) is not None}
    required = {name for name, parameter in expected.headers.items() if parameter.required}
    return required <= values.keys() and _reads(values, expected.header_shape)


def _reads(values: dict[str, str], shape: type[msgspec.Struct]) -> bool:
    try:
        msgspec.convert(values, shape, strict=False)
    except msgspec.ValidationError:
        return False
    return True
