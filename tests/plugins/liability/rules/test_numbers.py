"""Specification of how documents are numbered."""

from wellkept_liability.rules.numbers import number_of


class TestNumberOf:
    def test_has_eight_digits(self) -> None:
        assert number_of("LC", 7) == "LC-00000007"

    def test_grows_when_they_are_used_up(self) -> None:
        assert number_of("LB", 123_456_789) == "LB-123456789"
