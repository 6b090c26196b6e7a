"""What the data of an identifier may be; all formats are compared with GS1's dictionary in `test_gs1_vectors`."""

import pytest

from wellkept_inventory.rules.gs1_identifiers import IDENTIFIERS, fault_of, predefined_length


class TestFault:
    @pytest.mark.parametrize(
        ("ai", "data", "fault"),
        [
            ("01", "09506000134352", None),
            ("01", "09506000134353", "the check digit is wrong"),
            ("01", "0950600013435", "the data is too short"),
            ("01", "095060001343529", "the data is too long"),
            ("01", "0950600013435X", "only digits may stand here"),
            ("10", "A" * 20, None),
            ("10", "A" * 21, "the data is too long"),
            ("10", "", "the data is too short"),
            ("10", "批次", "a character may not stand here"),
            ("17", "261300", "there is no such date"),
            ("253", "9506000134352", None),
            ("253", "9506000134352A7", None),
            ("8008", "261231235", "the data is too short"),
            ("8008", "2612312359", None),
            ("8026", "0950600013435203", "the data is too short"),
            ("8026", "095060001343520302", "it is no piece of a total"),
        ],
    )
    def test_says_what_is_wrong_with_the_data(self, ai: str, data: str, fault: str | None):
        assert fault_of(IDENTIFIERS[ai], data) == fault


class TestPredefinedLength:
    @pytest.mark.parametrize(
        ("ai", "length"),
        [("00", 18), ("01", 14), ("17", 6), ("20", 2), ("3103", 6), ("410", 13), ("10", None), ("422", None)],
    )
    def test_is_that_of_identifiers_without_separator(self, ai: str, length: int | None):
        assert predefined_length(ai) == length
