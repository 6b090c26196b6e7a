"""Which language a caller gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.platform.labels.locales import Locale, preferred


class TestPreferred:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (None, "en"),
            ("", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
            ("zh", "zh-CN"),
            ("ZH-hans-cn", "zh-CN"),
            ("zh-TW", "zh-CN"),
            ("en-GB,en;q=0.9,zh;q=0.8", "en"),
            ("en;q=0.2, zh;q=0.7", "zh-CN"),
            ("de,fr;q=0.9,zh;q=0.1", "zh-CN"),
            ("de,fr", "en"),
            ("*", "en"),
            ("zh;q=0, *;q=0.1", "en"),
            ("zh;q=none", "en"),
            ("zh ; q = 0.5", "zh-CN"),
        ],
    )
    def test_is_what_the_caller_likes_best_of_ours(self, header: str | None, expected: str) -> None:
        assert preferred(header) == expected

    @given(st.text(max_size=60))
    def test_is_one_of_ours_whatever_the_header_says(self, header: str) -> None:
        assert preferred(header) in Locale
