"""What every operation of its kind says of itself, whether or not its handler does."""

from http import HTTPStatus
from typing import Final

from wellkept.platform.openapi.names import first_segment
from wellkept.platform.openapi.operations import Operation
from wellkept.platform.openapi.parameters import add_history, add_request_headers, add_response_headers
from wellkept.platform.openapi.problems import add_problems
from wellkept.platform.openapi.walking import PLUGIN_KEYWORD, JsonObject

#: Written by Litestar at every parameter and operation, and false without being written.
SILENT_KEYWORDS: Final = ("deprecated", "allowEmptyValue", "allowReserved")


def describe(operation: Operation) -> None:
    """Add what every operation of its kind has: headers, problems, security, tag and summary."""
    node = operation.node
    add_request_headers(operation)
    add_history(operation)
    add_response_headers(operation)
    add_problems(operation)
    _attribute(operation)
    if operation.access.anonymous:
        node["security"] = []
    _phrase(node, has_summary=operation.handler.summary is not None)
    for holder in (node, *node.get("parameters", [])):
        for keyword in [keyword for keyword in SILENT_KEYWORDS if holder.get(keyword) is False]:
            del holder[keyword]


def _attribute(operation: Operation) -> None:
    """Say whose operation it is: a plugin's, or that of the collection it belongs to."""
    plugin = operation.access.plugin
    if plugin is None:
        operation.node.setdefault("tags", [first_segment([part for part in operation.path.split("/") if part])])
    else:
        operation.node.update({PLUGIN_KEYWORD: plugin, "tags": [plugin]})


def _phrase(node: JsonObject, *, has_summary: bool) -> None:
    """Make the docstring's first sentence the summary, and drop what Litestar says of every status."""
    summary, _, rest = str(node.get("description", "")).partition("\n")
    if summary and not has_summary:
        node["summary"] = summary.removesuffix(".")
        node["description"] = rest.strip()
        if not node["description"]:
            del node["description"]
    for status, response in node["responses"].items():
        if response.get("description") == HTTPStatus(int(status)).description:
            response["description"] = f"{HTTPStatus(int(status)).phrase}."
