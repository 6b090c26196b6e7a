import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_stations.rules.regions import covers, prefix_of, prefixes_of_site, specificity_of

six_digits = st.from_regex(r"[0-9]{6}", fullmatch=True)
others = st.from_regex(r"[A-Z0-9-]{1,12}", fullmatch=True)


class TestPrefix:
    @pytest.mark.parametrize(
        ("code", "prefix"),
        [
            ("310000", "31"),
            ("310100", "3101"),
            ("310115", "310115"),
            ("100000", "10"),
            ("000000", "00"),
            ("310010", "310010"),
            ("310115001", "310115001"),
            ("SH", "SH"),
            ("3100", "3100"),
        ],
    )
    def test_loses_trailing_pairs_of_zeros_of_six_digits(self, code: str, prefix: str) -> None:
        assert prefix_of(code) == prefix


class TestRegion:
    def test_of_six_digits_covers_what_begins_so(self) -> None:
        assert covers("310000", "310115")
        assert covers("310100", "310115")
        assert covers("310115", "310115001")
        assert not covers("310000", "320500")
        assert not covers("310100", "310200")
        assert not covers("310115", "310000")

    def test_of_any_other_form_covers_its_own_code_only(self) -> None:
        assert covers("CN-31", "CN-31")
        assert not covers("CN-31", "CN-3101")
        assert not covers("3100", "310000")

    @given(six_digits | others, six_digits | others)
    def test_is_found_by_the_prefixes_of_every_site_that_it_covers(self, code: str, site_code: str) -> None:
        if covers(code, site_code):
            assert prefix_of(code) in prefixes_of_site(site_code)


class TestSpecificity:
    @pytest.mark.parametrize(("prefix", "specificity"), [("31", 2), ("3101", 4), ("310115", 6), ("310115001", 8)])
    def test_is_the_length_of_the_prefix_up_to_eight(self, prefix: str, specificity: int) -> None:
        assert specificity_of(prefix) == specificity
