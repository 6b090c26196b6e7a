"""Terms laid over each other, with literal values."""

import pytest

from plans_house import ClockTerms
from wellkept.activation.rules.hashing import json_values
from wellkept.activation.rules.merging import Document, Source, layered, leaves, sources_of

BOTTOM = {**json_values(ClockTerms()), "respond_hours": 24}


def merged(plan: Document, contract: Document | None = None) -> Document:
    return layered(BOTTOM, {Source.PLAN: plan, Source.CONTRACT: contract or {}}, terms=ClockTerms).document


class TestLayered:
    def test_keeps_the_bottom_where_nobody_says_anything(self) -> None:
        assert merged({}) == {
            "respond_hours": 24,
            "by_grade": {"1": 2, "2": 4},
            "warn_at": [50, 80],
            "pause": {"kind": "never"},
            "calendar": None,
        }

    def test_lets_the_contract_have_the_last_word(self) -> None:
        assert merged({"respond_hours": 6, "calendar": "CN"}, {"respond_hours": 2})["respond_hours"] == 2
        assert merged({"respond_hours": 6, "calendar": "CN"}, {"respond_hours": 2})["calendar"] == "CN"

    def test_merges_a_map_key_by_key(self) -> None:
        assert merged({"by_grade": {"3": 12}}, {"by_grade": {"1": 1}})["by_grade"] == {"1": 1, "2": 4, "3": 12}

    def test_replaces_an_array_whole(self) -> None:
        assert merged({"warn_at": [10, 20, 30]}, {"warn_at": [90]})["warn_at"] == [90]

    def test_replaces_an_object_with_a_kind_whole(self) -> None:
        plan = {"pause": {"kind": "reasons", "reasons": ["parts"]}}

        assert merged(plan)["pause"] == {"kind": "reasons", "reasons": ["parts"]}
        assert merged(plan, {"pause": {"kind": "never"}})["pause"] == {"kind": "never"}

    @pytest.mark.parametrize(
        ("plan", "contract", "hours"),
        [
            pytest.param({"respond_hours": 6}, {"respond_hours": None}, 24, id="in the contract"),
            pytest.param({"respond_hours": None}, {}, 24, id="in the plan"),
            pytest.param({"respond_hours": None}, {"respond_hours": 3}, 3, id="in the plan, not the contract"),
        ],
    )
    def test_lets_null_restore_what_the_deployment_says(self, plan: Document, contract: Document, hours: int) -> None:
        assert merged(plan, contract)["respond_hours"] == hours

    def test_lets_null_remove_the_key_of_a_map(self) -> None:
        assert merged({"by_grade": {"3": 12, "1": None}})["by_grade"] == {"2": 4, "3": 12}
        assert merged({"by_grade": {"3": 12}}, {"by_grade": {"3": None}})["by_grade"] == {"1": 2, "2": 4}

    def test_lets_null_restore_a_whole_map(self) -> None:
        assert merged({"by_grade": {"3": 12}}, {"by_grade": None})["by_grade"] == {"1": 2, "2": 4}

    def test_keeps_the_null_of_a_field_that_the_terms_do_not_have(self) -> None:
        assert merged({"colour": None})["colour"] is None

    def test_changes_none_of_its_arguments(self) -> None:
        plan = {"by_grade": {"3": 12}}

        merged(plan, {"by_grade": {"3": 1, "1": None}})

        assert plan == {"by_grade": {"3": 12}}
        assert BOTTOM["by_grade"] == {"1": 2, "2": 4}


class TestSources:
    def test_name_who_decided_each_value(self) -> None:
        found = layered(
            BOTTOM,
            {
                Source.PLAN: {"by_grade": {"3": 12}, "warn_at": [10], "calendar": "CN"},
                Source.CONTRACT: {"by_grade": {"1": 1}, "calendar": None},
            },
            terms=ClockTerms,
        )

        assert sources_of(found.document, found.sources) == {
            "/respond_hours": Source.SETTINGS,
            "/by_grade/1": Source.CONTRACT,
            "/by_grade/2": Source.SETTINGS,
            "/by_grade/3": Source.PLAN,
            "/warn_at": Source.PLAN,
            "/pause": Source.SETTINGS,
            "/calendar": Source.SETTINGS,
        }

    def test_name_who_decided_that_there_is_nothing(self) -> None:
        assert layered(BOTTOM, {Source.PLAN: {"colours": {}}}, terms=ClockTerms).sources == {"/colours": Source.PLAN}

    def test_follow_the_last_who_said_the_same(self) -> None:
        layers = {Source.PLAN: {"respond_hours": 6}, Source.CONTRACT: {"respond_hours": 6}}

        assert layered(BOTTOM, layers, terms=ClockTerms).sources == {"/respond_hours": Source.CONTRACT}


class TestLeaves:
    def test_escape_the_signs_of_a_pointer(self) -> None:
        assert list(leaves({"a/b": {"c~d": 1}})) == ["/a~1b/c~0d"]
