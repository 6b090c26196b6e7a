"""What every route of a kind takes or answers beside its body, documented whether or not the handler declares it."""

from typing import Final

from wellkept.platform.http.history import HISTORY, takes_history
from wellkept.platform.openapi.inputs import HEADER_PATTERN
from wellkept.platform.openapi.operations import Operation
from wellkept.platform.openapi.walking import JsonObject

HEADER_REF: Final = "#/components/headers/"
PARAMETER_REF: Final = "#/components/parameters/"
IDEMPOTENCY_KEY_LENGTH_MAX: Final = 255
ETAG_PATTERN: Final = '^(W/)?"[!#-~]*"$'
ETAGS_PATTERN: Final = '^(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*$'

REQUEST_HEADERS: Final[dict[str, JsonObject]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Makes the request safe to repeat: the same key and body get the same answer.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": IDEMPOTENCY_KEY_LENGTH_MAX,
            "pattern": HEADER_PATTERN,
        },
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of the version to be changed, or `*` for any; where there is a newer one: 412.",
        "schema": {
            "type": "string",
            # Two choices and not one pattern: tools that make requests from patterns leave out quotes, but know `*`.
            "anyOf": [{"const": "*"}, {"pattern": ETAGS_PATTERN}],
            "examples": ["*", '"3"'],
        },
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The ETag that the caller has; while it is the current one the answer is 304, without a body.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
}
SHARED_PARAMETERS: Final[dict[str, JsonObject]] = {
    **REQUEST_HEADERS,
    "History": {
        "name": HISTORY,
        "in": "query",
        "required": False,
        "description": "Lets our own people read what the plugin has of a record that it serves no more.",
        "schema": {"type": "boolean"},
    },
}
RESPONSE_HEADERS: Final[dict[str, JsonObject]] = {
    "ETag": {
        "description": "The version of the resource, for If-Match and If-None-Match.",
        "schema": {"type": "string", "pattern": ETAG_PATTERN, "examples": ['"3"']},
    },
    "Idempotency-Replayed": {
        "description": "There, and `true`, when the answer is the stored one of an earlier request with this key.",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {
        "description": "The number of seconds after which to try again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$", "examples": ["1"]},
    },
    "X-Request-Id": {
        "description": "The id that finds this request in the log.",
        "schema": {"type": "string"},
    },
}
NOT_MODIFIED: Final[JsonObject] = {
    "description": "The caller has the current version.",
    "headers": {name: {"$ref": HEADER_REF + name} for name in ("ETag", "X-Request-Id")},
}


def add_history(operation: Operation) -> None:
    """Document the parameter by which history is read, where there is one."""
    if takes_history(operation.handler):
        operation.node.setdefault("parameters", []).append({"$ref": f"{PARAMETER_REF}History"})


def add_request_headers(operation: Operation) -> None:
    """Document the headers that the operation takes from its caller."""
    wanted = {
        "IdempotencyKey": operation.takes_idempotency_key,
        "IfMatch": operation.takes_if_match,
        "IfNoneMatch": operation.method == "GET" and operation.answers_etag,
    }
    ours = {header["name"].lower() for header in REQUEST_HEADERS.values()}
    # A dependency may declare one of ours: the shared declaration says more about it.
    parameters = [
        parameter
        for parameter in operation.node.get("parameters", [])
        if parameter["in"] != "header" or parameter["name"].lower() not in ours
    ]
    parameters += [{"$ref": PARAMETER_REF + name} for name, is_taken in wanted.items() if is_taken]
    if parameters:
        operation.node["parameters"] = parameters


def add_response_headers(operation: Operation) -> None:
    """Document the headers of the operation's successful answers, and 304 where it has an ETag."""
    names = ["X-Request-Id"]
    if operation.answers_etag:
        names.append("ETag")
    if operation.takes_idempotency_key:
        names.append("Idempotency-Replayed")
    for status, response in operation.node["responses"].items():
        if status.startswith("2"):
            headers = response.setdefault("headers", {})
            stated = {name.lower() for name in headers}
            headers.update({name: {"$ref": HEADER_REF + name} for name in names if name.lower() not in stated})
    if operation.method == "GET" and operation.answers_etag:
        operation.node["responses"]["304"] = NOT_MODIFIED
