"""From Litestar's sketch to the exact document; done once, for the first who asks for it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, cast

from litestar import Litestar, Router
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.routes import BaseRoute
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from wellkept.platform.openapi.components import build
from wellkept.platform.openapi.describing import describe
from wellkept.platform.openapi.examples import body_examples
from wellkept.platform.openapi.inputs import restrict, restrict_parameter
from wellkept.platform.openapi.links import add_links
from wellkept.platform.openapi.names import NO_PACKAGES, operation_id
from wellkept.platform.openapi.operations import Operation, operations
from wellkept.platform.openapi.parameters import (
    RESPONSE_HEADERS,
    SHARED_PARAMETERS,
)
from wellkept.platform.openapi.problems import Problem, shared_responses
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.http.documentation import JSON_MEDIA_TYPE

API_KEY: Final = "ApiKey"
OIDC_TOKEN: Final = "OidcToken"  # noqa: S105 - a scheme's name
UNUSED_PATH: Final = "/schema"

#: What Litestar reads from a parameter's declaration and the type alone does not say.
DECLARED_KEYWORDS: Final = (
    "default",
    "description",
    "examples",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
)


class ClosedRouter(Router):
    """A router that takes no routes: given to Litestar for its pages, which load from foreign hosts, it drops them."""

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        """Take nothing."""
        del value
        return []


class Body(Struct, kw_only=True):
    """A place in the document that a type's schema belongs to."""

    holder: JsonObject
    annotation: Any


def configure(*, title: str, version: str, description: str, tags: Sequence[Tag] = ()) -> OpenAPIConfig:
    """Return what the app is built with; the document itself is made by `finish`."""
    return OpenAPIConfig(
        title=title,
        version=version,
        description=description,
        tags=list(tags) or None,
        components=Components(security_schemes=_security_schemes()),
        security=[{API_KEY: []}, {OIDC_TOKEN: []}],
        use_handler_docstrings=True,
        operation_id_creator=operation_id,
        openapi_router=ClosedRouter(UNUSED_PATH, route_handlers=[]),
        render_plugins=[JsonRenderPlugin()],
    )


def finish(app: Litestar, *, packages: Mapping[str, tuple[str, ...]] = NO_PACKAGES) -> JsonObject:
    """
    Return the document of the app's routes.

    Args:
        app: whose routes are documented.
        packages: by package, the plugin whose types it holds.

    Raises:
        ComponentNameTakenError: two types would be one component.
        ImproperlyConfiguredException: two operations have one id.
    """
    document: JsonObject = deepcopy(app.openapi_schema.to_schema())
    found = operations(app, document)
    inputs, parameters, outputs = _bodies(found), _parameters(found), _answers(found)
    places = [*inputs, *parameters, *outputs]
    schemas, components = build([*(place.annotation for place in places), Problem], packages=packages)
    for place, schema in zip(places, schemas, strict=False):
        place.holder["schema"] = {**_declared(place.holder), **schema} if "in" in place.holder else schema
    restrict([place.holder["schema"] for place in inputs], components)
    for parameter in (parameter for operation in found for parameter in operation.node.get("parameters", [])):
        restrict_parameter(parameter)
    _add_examples(found, inputs, components)
    for operation in found:
        describe(operation)
    add_links(found)
    _add_components(document, components)
    return document


def _bodies(found: Sequence[Operation]) -> list[Body]:
    bodies: list[Body] = []
    for operation in found:
        said, field = operation.documentation, operation.handler.parsed_data_field
        if said.body is not None:
            media: JsonObject = {}
            operation.node["requestBody"] = {"required": True, "content": {said.body_media_type: media}}
            bodies.append(Body(holder=media, annotation=said.body))
        elif field is not None and "requestBody" in operation.node:
            request = operation.node["requestBody"]
            request["required"] = not (field.has_default or field.is_optional)
            bodies += [Body(holder=media, annotation=field.raw) for media in request["content"].values()]
    return bodies


def _parameters(found: Sequence[Operation]) -> list[Body]:
    return [
        Body(holder=parameter, annotation=field.raw)
        for operation in found
        for parameter in operation.node.get("parameters", [])
        if (field := operation.fields().get((parameter["in"], parameter["name"]))) is not None
    ]


def _answers(found: Sequence[Operation]) -> list[Body]:
    answers: list[Body] = []
    for operation in found:
        if operation.documentation.answer_media_type != JSON_MEDIA_TYPE:
            _success(operation)["content"] = {operation.documentation.answer_media_type: {}}
        specs = cast("dict[int, Any]", operation.handler.responses or {})
        kinds = {status: _composed(operation, spec.data_container) for status, spec in specs.items()}
        if operation.answer is not None:
            kinds[operation.handler.status_code] = operation.answer
        for status, kind in kinds.items():
            response = operation.node["responses"][str(status)]
            if operation.documentation.answer is not None and status == operation.handler.status_code:
                response["content"] = {JSON_MEDIA_TYPE: {}, operation.documentation.answer_media_type: {}}
            content = response.get("content", {})
            if JSON_MEDIA_TYPE in content:
                answers.append(Body(holder=content[JSON_MEDIA_TYPE], annotation=kind))
    return answers


def _composed(operation: Operation, kind: object) -> object:
    """Return what a type is called in the handler's own signature, where plugins may have made more of it."""
    composed = operation.handler.resolve_signature_namespace().get(getattr(kind, "__name__", ""))
    return composed if isinstance(kind, type) and isinstance(composed, type) and issubclass(composed, kind) else kind


def _success(operation: Operation) -> JsonObject:
    return cast("JsonObject", operation.node["responses"][str(operation.handler.status_code)])


def _declared(parameter: JsonObject) -> JsonObject:
    stated = {keyword: parameter["schema"][keyword] for keyword in DECLARED_KEYWORDS if keyword in parameter["schema"]}
    return {keyword: value for keyword, value in stated.items() if value is not None}


def _add_examples(found: Sequence[Operation], inputs: Sequence[Body], components: dict[str, JsonObject]) -> None:
    given = {
        id(media): operation.documentation.examples
        for operation in found
        for media in operation.node.get("requestBody", {}).get("content", {}).values()
    }
    for body in inputs:
        examples = body_examples(
            given[id(body.holder)],
            annotation=body.annotation,
            schema=body.holder["schema"],
            components=components,
        )
        if examples:
            body.holder["examples"] = examples


def _add_components(document: JsonObject, schemas: dict[str, JsonObject]) -> None:
    document["components"] = {
        **document.get("components", {}),
        "schemas": dict(sorted(schemas.items())),
        "responses": shared_responses(),
        "parameters": deepcopy(SHARED_PARAMETERS),
        "headers": deepcopy(RESPONSE_HEADERS),
    }
    document["paths"] = dict(sorted(document["paths"].items()))


def _security_schemes() -> dict[str, Any]:
    return {
        API_KEY: SecurityScheme(
            type="http",
            scheme="bearer",
            bearer_format="wk_ and 64 hexadecimal digits",
            description="An API key: shown once when it is made, revocable, with the rights of its user.",
        ),
        OIDC_TOKEN: SecurityScheme(
            type="http",
            scheme="bearer",
            bearer_format="JWT",
            description="A token of the configured OpenID Connect issuer.",
        ),
    }
