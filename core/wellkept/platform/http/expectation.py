"""What one handler expects of a request, its dependencies included; read once from Litestar's own models."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, cast

import msgspec
from litestar import Request
from litestar.di import Provide
from litestar.enums import ParamType, RequestEncodingType
from litestar.handlers import BaseRouteHandler
from litestar.typing import FieldDefinition
from msgspec import Struct

from wellkept.platform.http.history import HISTORY, takes_history
from wellkept.platform.http.moments import wants_moment

EXPECTATION = "expectation"
DATA = "data"


class BodyKind(StrEnum):
    """What a handler wants as its body."""

    NONE = "none"  #: No body; one that comes is not looked at.
    JSON = "json"  #: One JSON document.
    MULTIPART = "multipart"  #: A form with files.


class Parameter(Struct, frozen=True, kw_only=True):
    """
    One query parameter or header.

    Args:
        name: as it stands in the request.
        pointer: how a mistake in it is named.
        types: what it must be: as it was written, with the limits of msgspec's `Meta`, which Litestar forgets; and as
            Litestar reads it, with the limits of its own markers.
        required: whether it must be there.
        repeatable: whether it may be there several times.
    """

    name: str
    pointer: str
    types: tuple[Any, ...]
    required: bool
    repeatable: bool


# Looked at by the gate, and by no handler.
_HISTORY = Parameter(name=HISTORY, pointer=f"query/{HISTORY}", types=(bool,), required=False, repeatable=False)


class Expectation(Struct, frozen=True, kw_only=True):
    """
    Everything that a handler and its dependencies take from a request.

    Args:
        query: the query parameters by name.
        required_query: those that must be there.
        plain_query: those that come once.
        query_moments: those that are moments.
        query_shape: all of them as one struct, which msgspec reads far faster than each by itself.
        headers: the headers by name.
        header_shape: all of them as one struct.
        body: what is wanted as the body.
        body_type: the type of the body.
        body_optional: whether it may be empty.
        decoder: reads a body of JSON, strictly.
    """

    query: dict[str, Parameter]
    required_query: frozenset[str]
    plain_query: frozenset[str]
    query_moments: frozenset[str]
    query_shape: type[Struct]
    headers: dict[str, Parameter]
    header_shape: type[Struct]
    body: BodyKind
    body_type: Any
    body_optional: bool
    decoder: msgspec.json.Decoder[Any]


def expectation_of(request: Request[Any, Any, Any]) -> Expectation:
    """Return what the request's handler expects."""
    handler = request.route_handler
    known = handler.opt.get(EXPECTATION)
    if known is None:
        known = handler.opt[EXPECTATION] = _read(handler, frozenset(request.scope["path_params"]))
    return cast("Expectation", known)


def body_kind(handler: BaseRouteHandler) -> BodyKind:
    """Return what the handler wants as its body."""
    field = handler.parsed_fn_signature.parameters.get(DATA)
    if field is None:
        return BodyKind.NONE
    media_type = getattr(field.kwarg_definition, "media_type", None)
    return BodyKind.MULTIPART if media_type == RequestEncodingType.MULTI_PART else BodyKind.JSON


def _read(handler: BaseRouteHandler, path_parameters: frozenset[str]) -> Expectation:
    model = handler.signature_model
    field = handler.parsed_fn_signature.parameters.get(DATA)
    # The annotation as it was written: Litestar's own reading of it forgets the limits of msgspec.
    body_type = Any if field is None else field.raw
    parameters = list(_parameters(model, handler.resolve_dependencies(), path_parameters))
    query = {one.name: one for source, one in parameters if source is ParamType.QUERY}
    if takes_history(handler):
        query[HISTORY] = _HISTORY
    headers = {one.name: one for source, one in parameters if source is ParamType.HEADER}
    return Expectation(
        query=query,
        required_query=frozenset(name for name, one in query.items() if one.required),
        plain_query=frozenset(name for name, one in query.items() if not one.repeatable),
        query_moments=frozenset(name for name, one in query.items() if wants_moment(one.types[0])),
        query_shape=_shape(query),
        headers=headers,
        header_shape=_shape(headers),
        body=body_kind(handler),
        body_type=body_type,
        body_optional=field is not None and (field.has_default or field.is_optional),
        decoder=msgspec.json.Decoder(body_type),
    )


def _shape(parameters: dict[str, Parameter]) -> type[Struct]:
    """Return a struct of all parameters; its own names are neutral, for a parameter's may be no identifier."""
    fields = [(f"parameter_{index}", one.types[0], None) for index, one in enumerate(parameters.values())]
    names = {f"parameter_{index}": name for index, name in enumerate(parameters)}
    return msgspec.defstruct("Shape", fields, rename=names)


def _parameters(
    model: Any,  # noqa: ANN401 - a class of Litestar's own, made for one function
    dependencies: dict[str, Provide],
    path_parameters: frozenset[str],
) -> Iterator[tuple[ParamType, Parameter]]:
    fields: dict[str, FieldDefinition] = model._fields
    for name, field in fields.items():
        provider = dependencies.get(name)
        source = getattr(field.kwarg_definition, "param_type", None)
        if provider is not None:
            yield from _parameters(provider.signature_model, dependencies, path_parameters)
        elif isinstance(source, ParamType) and name not in path_parameters:
            alias = str(getattr(field.kwarg_definition, "name", None) or name)
            yield (
                source,
                Parameter(
                    name=alias,
                    pointer=f"{source.value}/{alias}",
                    types=(field.raw, model.__annotations__[name]),
                    required=not field.has_default and not field.is_optional,
                    repeatable=field.is_non_string_sequence,
                ),
            )
