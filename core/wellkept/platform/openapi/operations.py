"""One documented operation: the node that Litestar wrote for it, and what its handler says of itself."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg
from litestar.response import Response
from litestar.routes import HTTPRoute
from litestar.typing import FieldDefinition
from msgspec import Struct

from wellkept.platform.openapi.components import has_field
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.http.access import ACCESS, Access
from wellkept_sdk.http.documentation import DOCUMENTATION, JSON_MEDIA_TYPE, Documentation

UNSAFE_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
IF_MATCH: Final = "if_match"


class Operation(Struct, frozen=True, kw_only=True):
    """A route with one method, and its node in the document."""

    path: str
    method: str
    handler: HTTPRouteHandler
    node: JsonObject

    @property
    def access(self) -> Access:
        """What the caller must be or may do; a route that is silent needs a credential."""
        return cast("Access", self.handler.opt.get(ACCESS, Access()))

    @property
    def documentation(self) -> Documentation:
        """What the route says through `documents(...)`."""
        return cast("Documentation", self.handler.opt.get(DOCUMENTATION, Documentation()))

    @property
    def has_body(self) -> bool:
        """Whether the request has a body."""
        return "requestBody" in self.node or self.documentation.body is not None

    @property
    def is_unsafe(self) -> bool:
        """Whether the request changes something."""
        return self.method in UNSAFE_METHODS

    @property
    def takes_idempotency_key(self) -> bool:
        """Whether the request may be repeated under a key; a key belongs to an actor."""
        return self.method == "POST" and not self.access.anonymous

    @property
    def takes_if_match(self) -> bool:
        """Whether the request may name the version that it changes."""
        return self.method in {"PATCH", "DELETE"} or IF_MATCH in self.handler.parsed_fn_signature.parameters

    @property
    def answers_etag(self) -> bool:
        """Whether the answer names the version of one resource."""
        answer = self.answer
        return self.documentation.conditional or (answer is not None and has_field(answer, "version"))

    @property
    def answer(self) -> object:
        """The type of a successful answer's JSON; None where it is no JSON."""
        if self.documentation.answer is not None:
            return cast("object", self.documentation.answer)
        success = self.node["responses"].get(str(self.handler.status_code), {})
        if JSON_MEDIA_TYPE not in success.get("content", {}):
            return None
        field = self.handler.parsed_return_field
        if field.is_subclass_of(Response):
            field = field.inner_types[0] if field.inner_types else FieldDefinition.from_annotation(Any)
        return field.raw

    def fields(self) -> dict[tuple[str, str], FieldDefinition]:
        """Return the parameters by place and name, those of dependencies included."""
        return {
            (definition.param_type, definition.name or name): field
            for name, field in self._signature(self.handler.parsed_fn_signature.parameters)
            if isinstance(definition := field.kwarg_definition, ParameterKwarg)
        }

    def _signature(self, fields: Mapping[str, FieldDefinition]) -> Iterator[tuple[str, FieldDefinition]]:
        providers = self.handler.resolve_dependencies()
        for name, field in fields.items():
            if name in providers:
                yield from self._signature(providers[name].parsed_fn_signature.parameters)
            else:
                yield name, field


def operations(app: Litestar, document: JsonObject) -> list[Operation]:
    """Return every documented operation, and take HEAD out of the document: it goes wherever GET goes."""
    found: list[Operation] = []
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path_format in document["paths"]:
            methods = document["paths"][route.path_format]
            methods.pop("head", None)
            for method, (handler, _) in route.route_handler_map.items():
                node = methods.get(method.lower())
                if node is not None:
                    found.append(Operation(path=route.path_format, method=method, handler=handler, node=node))
    return found
