"""What a scanned text says."""

from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.scanning import Scan, ScanFormat, gtin_of, is_mistyped_gtin, read_scan
from wellkept_inventory.rules.scanning_text import ScanError

TODAY: Final = date(2026, 11, 22)
GS: Final = "\x1d"
GTIN: Final = "09506000134352"
MARKS: Final = ("]C1", "]E0", "(01)", "01", "10", "17", "261231", "^", "wk:p/", "?lot=", "https://a/", "/", "%", "\\(")


def read(text: str) -> Scan:
    return read_scan(text, today=TODAY)


def beginning(text: str) -> str:
    """Return a name for a test of a long text."""
    return ascii(text[:12])


class TestElements:
    @pytest.mark.parametrize(
        "text",
        [
            f"]C101{GTIN}10L1{GS}21SN9",
            f"]d2{GS}01{GTIN}10L1{GS}21SN9\r\n",
            f"]C101{GTIN}10L1^21SN9",
            f"{GS}01{GTIN}10L1{GS}21SN9{GS}",
            f"^01{GTIN}10L1^21SN9",
            f"{{GS}}01{GTIN}10L1{{GS}}21SN9",
            f"{{FNC1}}01{GTIN}10L1{{FNC1}}21SN9",
            f"␝01{GTIN}10L1␝21SN9",
            f"01{GTIN}10L1{GS}21SN9",
            f"01{GTIN}10L1^21SN9",
            f"(01){GTIN}(10)L1(21)SN9",
            f"(01) {GTIN} (10) L1 (21) SN9",
            f"]C1(01){GTIN}(10)L1(21)SN9",
        ],
    )
    def test_name_the_gtin_the_lot_and_the_serial(self, text: str):
        scan = read(text)

        assert (scan.format, scan.gtin, scan.lot, scan.serial) == (ScanFormat.GS1, GTIN, "L1", "SN9")
        assert scan.elements == (("01", GTIN), ("10", "L1"), ("21", "SN9"))

    @pytest.mark.parametrize(
        ("text", "gtin", "expires_on"),
        [
            (f"]C101{GTIN}17261200", GTIN, date(2026, 12, 31)),
            (f"(02){GTIN}(37)12(17)270630", GTIN, date(2027, 6, 30)),
            ("]C110L1", None, None),
        ],
    )
    def test_name_the_content_and_the_last_day_of_use(self, text: str, gtin: str | None, expires_on: date | None):
        scan = read(text)

        assert (scan.gtin, scan.expires_on) == (gtin, expires_on)

    def test_of_a_web_address_are_a_link(self):
        scan = read(f"]Q1https://example.com/01/{GTIN}/10/L1?17=261231")

        assert (scan.format, scan.gtin, scan.lot, scan.serial) == (ScanFormat.GS1_LINK, GTIN, "L1", None)
        assert scan.expires_on == date(2026, 12, 31)

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("(01)09506000134353", "(01)"),
            ("]C10109506000134353", "(01)"),
            ("]C1PUMP-7", "PUMP-7"),
            ("^8912", "8912"),
            ("10L1\x1d8912", "8912"),
            ("]d2(10)", "(10)"),
            ("(spare) bolt", "(spare)bolt"),
            ("https://id.gs1.org/01/09506000134353", "(01)"),
            ("]C1", ""),
            ("^", ""),
        ],
    )
    def test_that_are_malformed_are_refused(self, text: str, place: str):
        with pytest.raises(ScanError) as refused:
            read(text)

        assert refused.value.place == place


class TestGtin:
    @pytest.mark.parametrize(
        ("text", "gtin"),
        [
            ("9506000134352", GTIN),
            ("]E09506000134352", GTIN),
            ("]E402345673", "00000002345673"),
            ("416000336108", "00416000336108"),
            ("]I112345678901231", "12345678901231"),
        ],
    )
    def test_is_read_before_any_element(self, text: str, gtin: str):
        scan = read(text)

        assert (scan.format, scan.gtin, scan.elements) == (ScanFormat.GTIN, gtin, ())

    def test_may_as_well_be_a_code(self):
        assert read("]C002345673").text == "02345673"

    @pytest.mark.parametrize("text", ["]E09506000134353", "]E4PUMP", "]E0"])
    def test_of_a_retail_symbol_must_be_right(self, text: str):
        with pytest.raises(ScanError):
            read(text)

    @pytest.mark.parametrize(
        ("digits", "gtin"),
        [("9506000134352", GTIN), ("9506000134353", None), ("123456785", None), ("\uff19506000134352", None)],
    )
    def test_has_8_or_12_to_14_digits_of_which_the_last_checks(self, digits: str, gtin: str | None):
        assert gtin_of(digits) == gtin

    @pytest.mark.parametrize(
        ("text", "is_mistyped"),
        [
            ("9506000134353", True),
            ("12345678", True),
            ("9506000134352", False),
            ("123456785", False),
            ("PUMP-7", False),
        ],
    )
    def test_is_mistyped_where_the_last_digit_is_not_the_check_digit(self, text: str, *, is_mistyped: bool):
        assert is_mistyped_gtin(text) is is_mistyped


class TestLabelOfOurs:
    def test_names_what_it_is_on(self):
        assert read("wk:p/PUMP-7?lot=%E6%89%B9") == Scan(
            format=ScanFormat.WELLKEPT, text="wk:p/PUMP-7?lot=%E6%89%B9", part_code="PUMP-7", lot="批"
        )

    def test_that_is_malformed_is_refused(self):
        with pytest.raises(ScanError, match="is none"):
            read("wk:x/PUMP-7")


class TestPlainText:
    @pytest.mark.parametrize(
        "text",
        [
            "PUMP-7",
            "10L1",
            "12345678",
            "9506000134353",
            "0109506000134353",
            "010950600013435289X",
            "批次 7 🔧",
            "A^B",
            "50%",
            "https://example.com/pumps/7",
            "]",
        ],
    )
    def test_is_what_claims_nothing(self, text: str):
        assert read(text) == Scan(format=ScanFormat.PLAIN, text=text)

    def test_loses_its_symbology_and_the_space_around_it(self):
        assert read("\t]A0PUMP 7 \r\n").text == "PUMP 7"


class TestHostileText:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            " \r\n\t",
            "A\x00B",
            "A\x07B",
            "A\x7fB",
            "A\x85B",
            "\ud800",
            "(10)\udfff",
            "wk:p/\x1b",
            "x" * 4_097,
        ],
        ids=beginning,
    )
    def test_is_refused(self, text: str):
        with pytest.raises(ScanError):
            read(text)

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 4_096,
            "(01)" * 1_024,
            "^" * 4_096,
            "]C1" + "10" * 2_000,
            "https://h/" + "01/1234/" * 500,
            "wk:p/A?" + "&" * 4_000,
        ],
        ids=beginning,
    )
    def test_of_full_length_is_refused_like_a_short_one(self, text: str):
        with pytest.raises(ScanError):
            read(text)

    def test_of_ten_million_characters_is_refused(self):
        with pytest.raises(ScanError, match="longer than 4096 characters"):
            read("(01)" * 2_500_000)

    def test_may_have_4096_characters(self):
        assert read("x" * 4_096).format is ScanFormat.PLAIN

    @given(
        st.lists(st.sampled_from([*MARKS, GTIN, GS]) | st.text(st.characters(exclude_categories=[]), max_size=3)).map(
            "".join
        )
    )
    def test_fails_in_no_other_way(self, text: str):
        try:
            scan = read(text)
        except ScanError:
            return
        assert scan.text in text
        assert scan.gtin is None or gtin_of(scan.gtin) == scan.gtin
