import json
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from surroundings import real_data
from wellkept.platform.merge_patch import differing, given, merged


class NamePatch(Struct):
    name: str | UnsetType = UNSET
    role: str | UnsetType | None = UNSET


class TestMerged:
    def test_agrees_with_the_examples_of_the_rfc(self) -> None:
        path = real_data("conformance/json_patch/merge_patch_rfc7396.json")
        examples: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))

        assert examples
        assert [each for each in examples if merged(each["original"], each["patch"]) != each["result"]] == []

    def test_removes_what_a_nested_null_names_and_keeps_its_neighbours(self) -> None:
        result = merged({"erp": {"id": 7, "unit": "A"}, "tag": "x"}, {"erp": {"id": None}})

        assert result == {"erp": {"unit": "A"}, "tag": "x"}

    def test_leaves_the_target_as_it_was(self) -> None:
        target = {"erp": {"id": 7}}

        merged(target, {"erp": {"id": None}, "tag": "x"})

        assert target == {"erp": {"id": 7}}


class TestGiven:
    def test_tells_null_from_absent(self) -> None:
        assert given(NamePatch(role=None)) == {"role": None}


class TestDiffering:
    def test_names_only_what_changes(self) -> None:
        assert differing({"name": "B", "role": None}, before={"name": "A", "role": None, "id": 1}) == {"name": "B"}
