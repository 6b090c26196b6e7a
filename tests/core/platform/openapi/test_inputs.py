import re
from typing import Any

import pytest

from wellkept.platform.openapi.inputs import (
    HEADER_PATTERN,
    INT64_MAX,
    TEXT_PATTERN,
    restrict,
    restrict_parameter,
    without_null,
)
from wellkept.platform.openapi.walking import JsonObject


class TestRestrict:
    def test_keeps_nul_out_of_plain_text(self) -> None:
        schema = {"type": "string", "maxLength": 5}

        restrict([schema], {})

        assert schema == {"type": "string", "maxLength": 5, "pattern": TEXT_PATTERN}

    @pytest.mark.parametrize("told", [{"format": "uuid"}, {"pattern": "^a$"}, {"enum": ["a"]}, {"const": "a"}])
    def test_leaves_text_that_is_told_more_exactly(self, told: dict[str, Any]) -> None:
        schema = {"type": "string", **told}

        restrict([schema], {})

        assert schema == {"type": "string", **told}

    @pytest.mark.parametrize("pattern", [r"^[^@\s]+@[^@\s]+$", r"^\S+$", "^a.c$"])
    def test_keeps_nul_out_of_text_whose_pattern_lets_it_in(self, pattern: str) -> None:
        schema = {"type": "string", "pattern": pattern}

        restrict([schema], {})

        assert schema == {"type": "string", "pattern": pattern, "allOf": [{"pattern": TEXT_PATTERN}]}

    @pytest.mark.parametrize("pattern", ["^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$", r"^a\.c$", r"^[^\u0000@]+$"])
    def test_leaves_patterns_that_keep_nul_out(self, pattern: str) -> None:
        schema = {"type": "string", "pattern": pattern}

        restrict([schema], {})

        assert schema == {"type": "string", "pattern": pattern}

    def test_gives_integers_the_range_of_a_column(self) -> None:
        schema: JsonObject = {"type": "integer", "minimum": 1}

        restrict([schema], {})

        assert schema == {"type": "integer", "minimum": 1, "maximum": INT64_MAX}

    def test_reaches_components_through_references_and_no_others(self) -> None:
        components: dict[str, JsonObject] = {
            "Asked": {"type": "object", "properties": {"part": {"$ref": "#/components/schemas/Part"}}},
            "Part": {"type": "object", "properties": {"text": {"type": "string"}}},
            "Answered": {"type": "object", "properties": {"text": {"type": "string"}}},
        }

        restrict([{"$ref": "#/components/schemas/Asked"}], components)

        assert components["Part"]["properties"]["text"]["pattern"] == TEXT_PATTERN
        assert "pattern" not in components["Answered"]["properties"]["text"]

    def test_keeps_nul_out_of_free_documents_at_every_depth(self, document: JsonObject) -> None:
        schemas = document["components"]["schemas"]

        assert schemas["ValveCreate"]["properties"]["metadata"] == {
            "type": "object",
            "default": {},
            "propertyNames": {"pattern": TEXT_PATTERN},
            "additionalProperties": {"$ref": "#/components/schemas/JsonValue"},
        }
        assert {"type": "string", "pattern": TEXT_PATTERN} in schemas["JsonValue"]["anyOf"]


class TestTextPattern:
    @pytest.mark.parametrize("text", ["", "a", "泵跳闸", "two\nlines\n", "𝄞"])
    def test_accepts_text(self, text: str) -> None:
        assert re.search(TEXT_PATTERN, text)

    @pytest.mark.parametrize("text", ["\0", "a\0b", "a\0"])
    def test_refuses_nul(self, text: str) -> None:
        assert not re.search(TEXT_PATTERN, text)


class TestParameter:
    def test_is_never_null(self) -> None:
        schema = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}], "description": "How many."}

        assert without_null(schema) == {"type": "integer", "minimum": 1, "description": "How many."}

    def test_keeps_its_other_choices(self) -> None:
        schema = {"anyOf": [{"type": "integer"}, {"const": "all"}, {"type": "null"}]}

        assert without_null(schema) == {"anyOf": [{"type": "integer"}, {"const": "all"}]}

    def test_holds_what_its_place_can_carry(self) -> None:
        parameter: JsonObject = {"name": "X-Trace", "in": "header", "schema": {"type": "string"}}

        restrict_parameter(parameter)

        assert parameter["schema"]["pattern"] == HEADER_PATTERN

    def test_in_a_query_excludes_nul(self, document: JsonObject) -> None:
        parameters = {
            parameter["name"]: parameter for parameter in document["paths"]["/v1/valves"]["get"]["parameters"]
        }

        assert parameters["cursor"]["schema"] == {"type": "string", "pattern": TEXT_PATTERN}
        assert parameters["site_id"]["schema"] == {"type": "string", "format": "uuid"}
        assert parameters["updated_since"]["schema"] == {"type": "string", "format": "date-time"}
        assert parameters["pressure"]["schema"] == {"$ref": "#/components/schemas/Pressure"}
        assert parameters["limit"]["schema"]["maximum"] == 200
        assert parameters["limit"]["schema"]["default"] == 50

    def test_in_a_path_is_a_uuid(self, document: JsonObject) -> None:
        (parameter, *_) = document["paths"]["/v1/valves/{valve_id}"]["get"]["parameters"]

        assert parameter["schema"] == {"type": "string", "format": "uuid"}
        assert parameter["required"] is True
