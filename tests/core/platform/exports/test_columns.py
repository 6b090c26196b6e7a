"""The columns of records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
from msgspec import Meta, Struct

from wellkept.platform.exports.columns import Column, columns_of, harmless
from wellkept_sdk.money import Money


class Place(Struct, kw_only=True):
    latitude: float | None
    address: str


class Hour(Struct, tag_field="kind", tag="hour"):
    at: int


class Day(Struct, tag_field="kind", tag="day"):
    on: date


class Part(Struct, kw_only=True):
    code: Annotated[str, Meta(max_length=5)]
    installed_on: date
    price: Money
    place: Place | None
    tags: list[str]
    either: Hour | Day | None = None
    parent: Part | None = None
    metadata: dict[str, Any] = {}


class TestColumnsOf:
    def test_are_fields_and_those_of_structs_inside_by_dotted_names(self) -> None:
        assert [column.name for column in columns_of(Part)] == [
            "code",
            "installed_on",
            "price.amount_minor",
            "price.currency",
            "place.latitude",
            "place.address",
            "tags",
            "either",
            "parent",
            "metadata",
        ]


class TestCell:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            (("code",), "P"),
            (("price", "amount_minor"), 5),
            (("place", "address"), None),
            (("nothing", "at", "all"), None),
            (("code", "inside"), None),
            (("tags",), '["a","泵"]'),
            (("metadata",), '{"k":1}'),
        ],
    )
    def test_is_one_value(self, path: tuple[str, ...], expected: object) -> None:
        item = {"code": "P", "price": {"amount_minor": 5}, "place": None, "tags": ["a", "泵"], "metadata": {"k": 1}}

        assert Column(".".join(path), path).cell(item) == expected


class TestHarmless:
    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_marks_what_a_spreadsheet_would_take_for_a_formula(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize("cell", ["", "P-1", "泵", -1, 2.5, None])
    def test_leaves_everything_else(self, cell: str | float | None) -> None:
        assert harmless(cell) == cell
