"""Links: what a new record's id is good for, so that clients and testing tools follow it by themselves."""

from collections.abc import Iterator, Sequence
from typing import Final

from wellkept.platform.openapi.operations import Operation
from wellkept.platform.openapi.walking import JsonObject

#: Where the answer to a POST says which record it has made.
MADE_ID: Final = "$response.body#/id"


def add_links(operations: Sequence[Operation]) -> None:
    """Link every operation that makes a record to those on that very record and on what lies below it."""
    for maker in operations:
        links = {str(other.node["operationId"]): _link(maker, other) for other in _on_made(maker, operations)}
        for status, response in maker.node["responses"].items():
            if links and status.startswith("2"):
                response["links"] = dict(sorted(links.items()))


def _on_made(maker: Operation, operations: Sequence[Operation]) -> Iterator[Operation]:
    """Yield the operations whose path goes on from the maker's with one id of their own."""
    if maker.method == "POST":
        for other in operations:
            beyond = other.path.removeprefix(f"{maker.path}/{{")
            if beyond != other.path and "{" not in beyond:
                yield other


def _link(maker: Operation, other: Operation) -> JsonObject:
    made, _, _ = other.path.removeprefix(f"{maker.path}/{{").partition("}")
    outer = [part.strip("{}") for part in maker.path.split("/") if part.startswith("{")]
    parameters = {name: f"$request.path.{name}" for name in outer}
    return {"operationId": other.node["operationId"], "parameters": {**parameters, made: MADE_ID}}
