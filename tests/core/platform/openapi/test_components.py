from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from wellkept.platform.openapi.components import build, has_field
from wellkept.platform.openapi.walking import JsonObject


class Span(Struct):
    """From here to there."""

    starts_at: datetime
    ends_at: datetime | None
    marks: dict[str, list[datetime]]


class Tree(Struct):
    """A node."""

    children: list["Tree"]


class TestComponents:
    def test_forbid_unknown_members_where_the_type_does(self, document: JsonObject) -> None:
        schemas = document["components"]["schemas"]

        assert schemas["ValveCreate"]["additionalProperties"] is False
        assert "additionalProperties" not in schemas["ValveRead"]

    def test_are_described_by_their_docstrings(self, document: JsonObject) -> None:
        schema = document["components"]["schemas"]["ValveCreate"]

        assert schema["description"] == "A valve to be entered.\n\nIts code is the company's own."

    def test_show_a_field_that_may_be_unset_as_plainly_optional(self, document: JsonObject) -> None:
        schema = document["components"]["schemas"]["ValvePatch"]

        assert "required" not in schema
        assert schema["properties"]["note"]["type"] == "string"
        assert schema["properties"]["site"] == {"anyOf": [{"$ref": "#/components/schemas/Site"}, {"type": "null"}]}

    def test_write_bounds_of_integers_as_integers(self) -> None:
        (schema,), _ = build([Annotated[int, Meta(ge=1, le=5)]])

        assert (schema["minimum"], schema["maximum"]) == (1, 5)
        assert isinstance(schema["minimum"], int)

    def test_say_of_every_moment_that_it_has_an_offset(self) -> None:
        _, schemas = build([Span])

        moment = {"type": "string", "format": "date-time"}
        assert schemas["Span"]["properties"] == {
            "starts_at": moment,
            "ends_at": {"anyOf": [moment, {"type": "null"}]},
            "marks": {"type": "object", "additionalProperties": {"type": "array", "items": moment}},
        }

    def test_may_contain_themselves(self) -> None:
        _, schemas = build([Tree])

        assert schemas["Tree"]["properties"]["children"]["items"] == {"$ref": "#/components/schemas/Tree"}

    def test_give_choices_their_type(self, document: JsonObject) -> None:
        schema = document["components"]["schemas"]["Pressure"]

        assert schema == {"description": "How much the valve holds.", "type": "string", "enum": ["high", "low"]}

    def test_tell_whether_a_type_has_a_field(self) -> None:
        assert has_field(Span, "ends_at")
        assert not has_field(Span, "version")
        assert not has_field(list[Span], "ends_at")


class TestTaggedUnion:
    def test_has_a_discriminator_with_a_mapping(self, document: JsonObject) -> None:
        body = document["paths"]["/v1/valves/{valve_id}/moves"]["post"]["requestBody"]["content"]["application/json"]

        assert body["schema"] == {
            "oneOf": [{"$ref": "#/components/schemas/Open"}, {"$ref": "#/components/schemas/Close"}],
            "discriminator": {
                "propertyName": "action",
                "mapping": {"open": "#/components/schemas/Open", "close": "#/components/schemas/Close"},
            },
        }

    def test_states_the_tag_of_each_member(self, document: JsonObject) -> None:
        schema = document["components"]["schemas"]["Close"]

        assert schema["properties"]["action"] == {"type": "string", "const": "close"}
        assert schema["required"] == ["action", "reason"]
