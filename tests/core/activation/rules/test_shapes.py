"""Maps and objects with fields, told apart by the type."""

from typing import Annotated

import pytest
from msgspec import Meta, field, inspect

from plans_house import ClockTerms
from wellkept.activation.rules.shapes import is_map, member, shape_of
from wellkept_sdk.terms import Terms


class DescribedTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    prices: Annotated[dict[str, int], Meta(description="By part.", extra_json_schema={"title": "Prices"})] = field(
        default_factory=dict[str, int]
    )


class TestIsMap:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [("by_grade", True), ("respond_hours", False), ("pause", False), ("calendar", False), ("colour", False)],
    )
    def test_is_true_of_dictionaries_alone(self, name: str, expected: bool) -> None:  # noqa: FBT001 - a case
        assert is_map(member(shape_of(ClockTerms), name)) is expected

    def test_is_false_of_the_terms_themselves(self) -> None:
        assert not is_map(shape_of(ClockTerms))

    def test_looks_through_what_is_said_about_a_type(self) -> None:
        assert is_map(member(shape_of(DescribedTerms), "prices"))


class TestMember:
    def test_of_a_map_is_of_the_type_of_its_values(self) -> None:
        prices = member(shape_of(DescribedTerms), "prices")

        assert isinstance(member(prices, "anything"), inspect.IntType)

    def test_of_what_is_no_object_is_unknown(self) -> None:
        assert member(member(shape_of(ClockTerms), "calendar"), "anything") is None
