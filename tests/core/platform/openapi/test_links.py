from collections.abc import Callable

from litestar import Litestar, post
from litestar.params import JSONBody
from msgspec import Struct

from wellkept.platform.openapi.document import finish
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.http.access import needs


class Note(Struct, frozen=True, kw_only=True):
    """A note."""

    text: str


@post("/notes", opt=needs("notes:write"))
async def create_note(data: JSONBody[Note]) -> Note:
    raise NotImplementedError


class TestLinks:
    def test_lead_from_a_new_record_to_everything_on_it(self, operation: Callable[[str], JsonObject]) -> None:
        links = operation("valves_create")["responses"]["201"]["links"]

        assert links["valves_get"] == {"operationId": "valves_get", "parameters": {"valve_id": "$response.body#/id"}}
        assert set(links) == {"valves_add_photo", "valves_change", "valves_delete", "valves_get", "valves_move"}

    def test_are_the_same_for_a_record_that_was_there(self, operation: Callable[[str], JsonObject]) -> None:
        responses = operation("valves_create")["responses"]

        assert responses["200"]["links"] == responses["201"]["links"]

    def test_leave_failures_and_other_operations_alone(self, document: JsonObject) -> None:
        linked = {
            (node["operationId"], status)
            for item in document["paths"].values()
            for node in item.values()
            for status, response in node["responses"].items()
            if "links" in response
        }

        assert linked == {("valves_create", "200"), ("valves_create", "201")}

    def test_are_absent_where_nothing_lies_below(self, build: Callable[..., Litestar]) -> None:
        document = finish(build(create_note))

        assert "links" not in document["paths"]["/v1/notes"]["post"]["responses"]["201"]
