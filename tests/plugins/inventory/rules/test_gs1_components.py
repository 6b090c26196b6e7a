"""Check digits, dates and the like; the engine's own vectors stand in `test_gs1_vectors`."""

import pytest

from wellkept_inventory.rules.gs1_components import CHECKS, is_checked

RIGHT = [
    ("csum", "9506000134352"),
    ("csum", "106141412345678908"),
    ("csumalpha", "1987654Ad4X4bL5ttr2310c2K"),
    ("cset64", "12="),
    ("cset64", "1234"),
    ("hhmi", "2359"),
    ("latitude", "1800000000"),
    ("longitude", "3600000000"),
    ("pieceoftotal", "0203"),
    ("posinseqslash", "9/10"),
    ("yymmd0", "260200"),
    ("yymmd0", "000229"),
    ("yymmdd", "240229"),
    ("yyyymmdd", "20240229"),
]
WRONG = [
    ("csum", "9506000134353"),
    ("csum", ""),
    ("csum", "\uff19506000134352"),
    ("csumalpha", "1987654Ad4X4bL5ttr2310cXK"),
    ("csumalpha", "2"),
    ("csumalpha", "#22"),
    ("cset64", "=="),
    ("cset64", "123="),
    ("cset64", "a b"),
    ("hhmi", "2400"),
    ("latitude", "1800000001"),
    ("latitude", "90"),
    ("pieceoftotal", "0302"),
    ("pieceoftotal", "0002"),
    ("pieceoftotal", "023"),
    ("posinseqslash", "3/2"),
    ("posinseqslash", "03/4"),
    ("yymmd0", "260230"),
    ("yymmd0", "261300"),
    ("yymmdd", "260200"),
    ("yymmdd", "20260228"),
    ("yyyymmdd", "260228"),
    ("yyyymmdd", "20230229"),
]


class TestCheck:
    @pytest.mark.parametrize(("name", "data"), RIGHT)
    def test_holds(self, name: str, data: str):
        assert CHECKS[name].holds(data)

    @pytest.mark.parametrize(("name", "data"), WRONG)
    def test_does_not_hold(self, name: str, data: str):
        assert not CHECKS[name].holds(data)

    @pytest.mark.parametrize(("name", "data"), RIGHT)
    def test_does_not_hold_with_a_line_break_at_the_end(self, name: str, data: str):
        assert not CHECKS[name].holds(f"{data}\n")


class TestCheckDigit:
    @pytest.mark.parametrize("digits", ["9506000134352", "02345673", "416000336108", "00000000"])
    def test_makes_every_single_misread_digit_wrong(self, digits: str):
        misread = [
            digits[:place] + digit + digits[place + 1 :]
            for place in range(len(digits))
            for digit in "0123456789"
            if digit != digits[place]
        ]

        assert is_checked(digits)
        assert [each for each in misread if is_checked(each)] == []
