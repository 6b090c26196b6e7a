from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.merge_patch import merged, patched

documents = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(st.integers(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=6),
)


class TestMerged:
    @pytest.mark.parametrize(
        ("target", "patch", "expected"),
        [
            # Objects among the examples of RFC 7396, appendix A.
            ({"a": "b"}, {"a": "c"}, {"a": "c"}),
            ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
            ({"a": "b"}, {"a": None}, {}),
            ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
            ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
            ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
            ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
            ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
            ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
        ],
    )
    def test_follows_the_examples(self, target: Any, patch: Any, expected: Any) -> None:
        assert merged(target, patch) == expected

    def test_null_empties_a_whole_document(self) -> None:
        assert patched({"a": 1}, None) == {}
        assert patched({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}

    @given(documents, documents)
    def test_a_second_time_changes_nothing(self, target: dict[str, Any], patch: dict[str, Any]) -> None:
        once = merged(target, patch)

        assert merged(once, patch) == once
        assert merged(target, {}) == target
