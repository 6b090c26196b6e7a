"""From text to tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.words import TOKEN_LENGTH_MAX, normal, placed, tokens


class TestTokens:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("", []),
            ("…—!?，。", []),
            ("泵", ["泵"]),
            ("液压泵", ["液", "压", "泵", "液压", "压泵"]),
            ("液压，泵", ["液", "压", "液压", "泵"]),
            ("ハンドル・カ", ["ハ", "ン", "ド", "ル", "ハン", "ンド", "ドル", "カ"]),
            ("펌프", ["펌", "프", "펌프"]),
            ("pumps leaking", ["pump", "leak"]),
            ("PUMPS", ["pump"]),
            ("HP200泵", ["hp200", "泵"]),
            ("E-501", ["e", "501", "e501"]),
            ("e501", ["e501"]),
            ("Ｅ－５０１", ["e", "501", "e501"]),
            ("HP-200/3", ["hp", "200", "3", "hp2003"]),
            ("a_b.c", ["a", "b", "c", "abc"]),
            ("-501-", ["501"]),
            ("E--501", ["e", "501"]),
            ("泵-501", ["泵", "501"]),
            ("Straße", ["strass"]),
            ("Насосы", ["насосы"]),
            ("ﬁlter ②", ["filter", "2"]),
        ],
    )
    def test_are(self, text: str, found: list[str]) -> None:
        assert tokens(normal(text)) == found

    def test_are_cut(self) -> None:
        assert tokens("я" * 100) == ["я" * TOKEN_LENGTH_MAX]
        assert tokens("a-" + "b" * 100) == ["a", "b" * 64, "a" + "b" * 63]

    @given(st.text())
    def test_have_nothing_that_a_database_would_read_otherwise(self, text: str) -> None:
        for token in tokens(normal(text)):
            assert token.isalnum()
            assert 0 < len(token) <= TOKEN_LENGTH_MAX
            assert not any(character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for character in token)

    @given(st.text(), st.text())
    def test_of_two_texts_are_those_of_each(self, first: str, second: str) -> None:
        together = tokens(f"{normal(first)} {normal(second)}")

        assert together == [*tokens(normal(first)), *tokens(normal(second))]

    @given(st.text())
    def test_stand_where_they_are_said_to(self, text: str) -> None:
        typed = normal(text)

        for token, start, end in placed(typed):
            assert 0 <= start < end <= len(typed)
            if not token.isascii() and len(token) < TOKEN_LENGTH_MAX and "-" not in typed[start:end]:
                assert set(token) <= set(typed[start:end])
