"""Cursors of searches."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.cursors import Place, opened, sealed
from wellkept_sdk.errors import Invalid

PLACE = Place(11_204_318_000_000_000, 31, 20)


class TestCursor:
    @given(st.integers(0, 10**15), st.integers(1, 10**9), st.integers(1, 200))
    def test_carries_where_the_page_ended(self, points: int, number: int, count: int) -> None:
        place = Place(points, number, count)

        assert opened(sealed(place, asked=["泵", None]), asked=["泵", None]) == place

    @pytest.mark.parametrize(
        "cursor",
        [
            "",
            "x",
            "é",
            "a" * 401,
            sealed(PLACE, asked=["电机"]),
            sealed(PLACE, asked=["泵"]) + "=",
            sealed(PLACE, asked=["泵"])[:-2],
            urlsafe_b64encode(b'[[1,2,3],"0123456789abcdef"]').decode(),
            urlsafe_b64encode(b'[[1,2,3,4],"0"]').decode(),
            urlsafe_b64encode(b"\xff").decode(),
        ],
    )
    def test_of_another_search_is_refused(self, cursor: str) -> None:
        with pytest.raises(Invalid) as refusal:
            opened(cursor, asked=["泵"])

        assert [(error.pointer, error.code) for error in refusal.value.errors] == [("query/cursor", "cursor_invalid")]
