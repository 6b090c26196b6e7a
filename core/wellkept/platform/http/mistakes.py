"""All mistakes of one request together: body, query and headers."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

from wellkept.platform.http import json_text
from wellkept.platform.http.blemishes import BAD_CHARACTERS, bad_characters, blemishes
from wellkept.platform.http.collector import collect
from wellkept.platform.http.expectation import BodyKind, Expectation, Parameter, expectation_of
from wellkept.platform.http.keyed import in_key
from wellkept.platform.http.moments import is_no_moment, wants_moment
from wellkept.platform.http.pointers import printable
from wellkept.platform.http.verdicts import code_of, words_of
from wellkept_sdk.errors import FieldError, MalformedJson

# What percent-decoding leaves where the bytes were no UTF-8.
REPLACEMENT = "\ufffd"


def mistakes(request: Request[Any, Any, Any]) -> list[FieldError]:
    """
    Return every mistake that can be seen without asking the database, the body's first.

    Raises:
        MalformedJson: the body cannot be read at all, so nothing in it has a pointer.
    """
    expected = expectation_of(request)
    return [
        *in_body(request, expected),
        *in_query(request, expected),
        *in_headers(request, expected),
        *in_key(request),
    ]


def in_body(request: Request[Any, Any, Any], expected: Expectation) -> list[FieldError]:
    """Return the mistakes of the body, as far as it has been received."""
    state = ScopeState.from_scope(request.scope)
    if expected.body is BodyKind.JSON and isinstance(state.body, bytes):
        if not state.body:
            if expected.body_optional:
                return []
            raise MalformedJson(detail="The body is empty.")
        return collect(json_text.read(state.body), expected.body_type)
    if expected.body is BodyKind.MULTIPART and state.form is not Empty:
        return _in_form(cast("dict[str, object]", state.form), expected)
    return []


def in_query(request: Request[Any, Any, Any], expected: Expectation) -> list[FieldError]:
    """Return the mistakes of the query: unknown, repeated, missing and unreadable parameters."""
    given = list(request.query_params.items())
    times = Counter(name for name, _ in given)
    found = {error.pointer: error for error in _strangers(times, expected)}
    for name, value in given:
        if name in expected.query:
            for error in _in_value(value, expected.query[name]):
                found.setdefault(error.pointer, error)
    for parameter in expected.query.values():
        if parameter.required and parameter.name not in times:
            found[parameter.pointer] = FieldError(parameter.pointer, "required", "Is required.")
    return list(found.values())


def in_headers(request: Request[Any, Any, Any], expected: Expectation) -> list[FieldError]:
    """Return the mistakes of the headers that the handler reads."""
    found: list[FieldError] = []
    for name, parameter in expected.headers.items():
        value = request.headers.get(name)
        if value is not None:
            found.extend(_in_value(value, parameter))
        elif parameter.required:
            found.append(FieldError(parameter.pointer, "required", "Is required."))
    return found


def _strangers(times: Counter[str], expected: Expectation) -> Iterator[FieldError]:
    for name, count in times.items():
        parameter = expected.query.get(name)
        pointer = f"query/{printable(name)}"
        if parameter is None:
            yield FieldError(pointer, "unknown_parameter", "There is no such parameter.")
        elif count > 1 and not parameter.repeatable:
            yield FieldError(pointer, "type", "Is given more than once.")


def _in_value(value: str, parameter: Parameter) -> Iterator[FieldError]:
    if BAD_CHARACTERS.search(value) or REPLACEMENT in value:
        yield bad_characters(parameter.pointer)
        return
    try:
        # A parameter that may be repeated is declared as a list of what each occurrence must be.
        text = [value] if parameter.repeatable else value
        read, *_ = [_leniently(text, type_) for type_ in parameter.types]
    except msgspec.ValidationError as refusal:
        yield FieldError(parameter.pointer, code_of(str(refusal)), printable(words_of(str(refusal))))
    else:
        if read is None:
            yield FieldError(parameter.pointer, "type", "Has no null; a parameter without a value is left out.")
        for blemish in blemishes(read):
            yield FieldError(parameter.pointer, blemish.code, blemish.message)


def _in_form(form: dict[str, object], expected: Expectation) -> list[FieldError]:
    names = {f"/{name}": value.filename for name, value in form.items() if isinstance(value, UploadFile)}
    bad = [bad_characters(pointer) for pointer, name in names.items() if BAD_CHARACTERS.search(name)]
    return [*collect(form, expected.body_type, convert=_leniently), *bad]


def _leniently(value: object, type_: object) -> object:
    """Convert what came as text: "3" is a number where a number is wanted, but never a moment."""
    if isinstance(value, str) and is_no_moment(value) and wants_moment(type_):
        raise msgspec.ValidationError("Expected a moment, such as 2026-11-21T01:00:00Z")
    return msgspec.convert(value, cast("type[object]", type_), strict=False, str_keys=True, dec_hook=_as_it_is)


def _as_it_is(type_: type, value: object) -> object:
    """Let a file be a file; nothing else that comes in a form needs a reader of its own."""
    if isinstance(value, type_):
        return value
    raise ValueError(f"Expected a {type_.__name__.lower()}")
