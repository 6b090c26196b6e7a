"""Currencies of ISO 4217."""

import pytest

from wellkept_parties.rules.currencies import is_currency


class TestCurrency:
    @pytest.mark.parametrize("code", ["CNY", "EUR", "USD", "JPY", "KWD", "XAF", "ZWG"])
    def test_is_what_parties_are_paid_in(self, code: str) -> None:
        assert is_currency(code)

    # Nothing, a test code, gold, what has been gone for long, small letters.
    @pytest.mark.parametrize("code", ["XYZ", "XTS", "XAU", "DEM", "cny", ""])
    def test_is_nothing_else(self, code: str) -> None:
        assert not is_currency(code)
