"""Failures that say where, and percent signs."""

import pytest

from wellkept_inventory.rules.scanning_text import ScanError, percent_decoded


class TestScanError:
    @pytest.mark.parametrize(
        ("place", "message"),
        [("(10)", "(10): it is too long"), ("", "it is too long"), ("x" * 30, f"{'x' * 20}: it is too long")],
    )
    def test_says_where_and_what_in_few_words(self, place: str, message: str):
        assert str(ScanError(place, "it is too long")) == message


class TestPercentDecoding:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("L%2F1", "L/1"), ("%E6%89%B9", "批"), ("a+b", "a+b"), ("100%", "100%"), ("%zz", "%zz"), ("", "")],
    )
    def test_undoes_what_stands_for_a_character(self, text: str, expected: str):
        assert percent_decoded(text) == expected

    @pytest.mark.parametrize("text", ["%FF", "%E6%89", "%ED%A0%80"])
    def test_refuses_what_is_no_utf_8(self, text: str):
        with pytest.raises(ScanError, match="do not encode UTF-8"):
            percent_decoded(text)
