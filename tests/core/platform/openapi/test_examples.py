from typing import Annotated

from msgspec import Meta, Struct

from wellkept.platform.openapi.components import build
from wellkept.platform.openapi.examples import body_examples, example_of
from wellkept.platform.openapi.walking import JsonObject


class Chain(Struct):
    """It never ends."""

    next: "Chain"


class Riddle(Struct):
    """Nobody guesses it."""

    answer: Annotated[str, Meta(pattern="^[0-9]{4}$")]


class Reading(Struct):
    """A reading."""

    counts: tuple[int, ...]
    value: float
    is_final: bool
    level: Annotated[int, Meta(ge=7)]


def examples(kind: type[Struct]) -> JsonObject:
    (schema,), components = build([kind])
    return body_examples({}, annotation=kind, schema=schema, components=components)


class TestExample:
    def test_has_the_required_members(self) -> None:
        value: JsonObject = {"counts": [], "value": 1.5, "is_final": True, "level": 7}

        assert examples(Reading) == {"smallest": {"value": value}}

    def test_is_left_out_where_it_would_be_refused(self) -> None:
        assert examples(Riddle) == {}

    def test_is_left_out_where_the_type_never_ends(self) -> None:
        assert examples(Chain) == {}

    def test_is_what_the_schema_states(self) -> None:
        assert example_of({"type": "string", "examples": ["PV7"]}, {}) == "PV7"
        assert example_of({"const": "open"}, {}) == "open"
        assert example_of({"enum": ["low", "high"]}, {}) == "low"
