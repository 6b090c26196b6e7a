"""Merge patches of documents (RFC 7396); the rest of drafts is told by the routes of parties."""

from typing import Any

import pytest

from wellkept_parties.service.drafts import merged


class TestMergePatch:
    # The examples of RFC 7396, appendix A, that are about objects.
    @pytest.mark.parametrize(
        ("target", "patch", "result"),
        [
            ({"a": "b"}, {"a": "c"}, {"a": "c"}),
            ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
            ({"a": "b"}, {"a": None}, {}),
            ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
            ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
            ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
            ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
            ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
            ({"a": "foo"}, None, None),
        ],
    )
    def test_changes_what_it_names(self, target: Any, patch: Any, result: Any) -> None:
        assert merged(target, patch) == result
