"""Numbers that we give, and that nobody else gives."""

import pytest

from wellkept_consignment.rules.numbers import is_given_number, number_of


def test_have_year_and_place() -> None:
    assert number_of("CA", year=2026, place=7, digits=4) == "CA-2026-0007"
    assert number_of("CS", year=2026, place=1_234_567, digits=6) == "CS-2026-1234567"


@pytest.mark.parametrize(
    ("number", "given"),
    [
        ("CA-2026-0001", True),
        ("CS-2026-000001", True),
        ("CA-26-0001", False),
        ("K-77", False),
        ("CA-2026-0001b", False),
    ],
)
def test_are_told_from_those_of_others(number: str, *, given: bool) -> None:
    assert is_given_number(number) is given
