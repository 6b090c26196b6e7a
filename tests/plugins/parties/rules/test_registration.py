"""Unified social credit codes: the check character of GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_parties.rules.registration import ALPHABET, check_character, is_credit_code

seventeen = st.text(ALPHABET, min_size=17, max_size=17)


class TestCreditCode:
    @pytest.mark.parametrize("number", ["914403001922038216", "91110000802100433B"])
    def test_of_a_registered_company_is_one(self, number: str) -> None:
        assert is_credit_code(number)

    @pytest.mark.parametrize(
        "number",
        [
            "914403001922038217",  # the last digit is another
            "91440300192203821",  # one character less
            "9144030019220382166",  # one more
            "91110000802100433b",  # not upper-case
            "9144O3001922038216",  # the letter O
            "914403001922038\uff1216",  # a wide digit
            "",
        ],
    )
    def test_is_nothing_else(self, number: str) -> None:
        assert not is_credit_code(number)

    def test_knows_no_letters_that_are_like_others(self) -> None:
        assert set("IOSVZ").isdisjoint(ALPHABET)
        assert len(ALPHABET) == 31

    @given(seventeen)
    def test_has_exactly_one_last_character(self, characters: str) -> None:
        assert [last for last in ALPHABET if is_credit_code(characters + last)] == [check_character(characters)]

    @given(seventeen, st.integers(0, 16), st.sampled_from(ALPHABET))
    def test_is_none_after_one_character_was_mistyped(self, characters: str, place: int, typed: str) -> None:
        number = characters + check_character(characters)
        mistyped = number[:place] + typed + number[place + 1 :]

        assert is_credit_code(mistyped) == (mistyped == number)
