"""Element strings, their printed form, and the day until which a thing may be used."""

from datetime import date

import pytest
from biip.gs1_messages import GS1Message
from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.gs1_components import CHARACTERS, is_checked
from wellkept_inventory.rules.gs1_elements import (
    SEPARATOR,
    Element,
    conforms,
    elements_in_parentheses,
    elements_of_string,
    expiry_of,
)
from wellkept_inventory.rules.scanning_text import ScanError

texts = st.text(CHARACTERS, min_size=1, max_size=20)
dates = st.dates(date(2000, 1, 1), date(2049, 12, 31)).map("{:%y%m%d}".format)
gtins = st.from_regex("[0-9]{13}", fullmatch=True).map(
    lambda digits: next(f"{digits}{last}" for last in range(10) if is_checked(f"{digits}{last}"))
)
#: In any order, each identifier once at most.
messages = (
    st.fixed_dictionaries(
        {},
        optional={
            "01": gtins,
            "10": texts,
            "17": dates,
            "21": texts,
            "240": texts,
            "37": st.from_regex("[0-9]{1,8}", fullmatch=True),
            "3103": st.from_regex("[0-9]{6}", fullmatch=True),
            "91": texts,
        },
    )
    .filter(bool)
    .flatmap(lambda message: st.permutations([Element(*pair) for pair in message.items()]))
)


class TestElementString:
    def test_ends_data_of_any_length_with_a_separator(self):
        assert elements_of_string("010950600013435210L1\x1d21SN9") == (
            ("01", "09506000134352"),
            ("10", "L1"),
            ("21", "SN9"),
        )

    @pytest.mark.parametrize(
        ("text", "place", "fault"),
        [
            ("", "", "there is nothing to read"),
            ("89X", "89X", "no application identifier stands here"),
            ("10L1\x1d\x1d21S", "\x1d21S", "no application identifier stands here"),
            ("10" + "A" * 20 + "21S", "(10)", "the data is too long"),
            ("10L1\x1d10L2", "(10)", "it stands here twice, with different data"),
            ("0109506000134353", "(01)", "the check digit is wrong"),
            ("XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", "XXXXXXXXXXXXXXXXXXXX", "no application identifier stands here"),
        ],
    )
    def test_that_is_malformed_says_where(self, text: str, place: str, fault: str):
        with pytest.raises(ScanError) as refused:
            elements_of_string(text)

        assert (refused.value.place, refused.value.fault) == (place, fault)

    def test_names_an_element_once_that_is_printed_twice(self):
        assert elements_of_string("10L1\x1d10L1") == (("10", "L1"),)

    @given(messages)
    def test_reads_what_a_peer_reads(self, message: list[Element]):
        text = SEPARATOR.join("".join(element) for element in message)

        peers = GS1Message.parse(text).element_strings

        assert [(each.ai.ai, each.value) for each in peers] == message
        assert [*elements_of_string(text)] == message


class TestPrintedLine:
    def test_may_have_spaces_and_escaped_parentheses(self):
        assert elements_in_parentheses(r"(01) 0950 6000 13435 2 (10) L\(1)") == (
            ("01", "09506000134352"),
            ("10", "L(1)"),
        )

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("(01)09506000134353", "(01)"),
            ("(10)L1(", "("),
            ("(8900)1", "8900"),
            ("(10)", "(10)"),
            ("(10)L1(x)2", "(x)2"),
        ],
    )
    def test_that_is_malformed_says_where(self, text: str, place: str):
        with pytest.raises(ScanError) as refused:
            elements_in_parentheses(text)

        assert refused.value.place == place

    @given(messages)
    def test_says_the_same_as_the_element_string(self, message: list[Element]):
        printed = "".join(f"({ai}){value.replace('(', chr(92) + '(')}" for ai, value in message)

        assert [*elements_in_parentheses(printed)] == message


class TestConforming:
    def test_is_what_an_identifier_may_carry(self):
        assert conforms("10", "L-1/2")
        assert not conforms("10", "批次")


class TestExpiry:
    @pytest.mark.parametrize(
        ("elements", "expected"),
        [
            ([Element("17", "261231")], date(2026, 12, 31)),
            ([Element("17", "270200")], date(2027, 2, 28)),
            ([Element("17", "280200")], date(2028, 2, 29)),
            ([Element("7003", "2612312359")], date(2026, 12, 31)),
            ([Element("7003", "2701010000"), Element("17", "261231")], date(2026, 12, 31)),
            ([Element("15", "261231")], None),
        ],
    )
    def test_is_the_last_day_of_use(self, elements: list[Element], expected: date | None):
        assert expiry_of(elements, today=date(2026, 11, 22)) == expected

    @pytest.mark.parametrize(
        ("years", "today", "expected"),
        [
            ("76", date(2026, 11, 22), date(2076, 6, 30)),
            ("77", date(2026, 11, 22), date(1977, 6, 30)),
            ("00", date(2026, 11, 22), date(2000, 6, 30)),
            ("01", date(2051, 1, 1), date(2101, 6, 30)),
            ("02", date(2051, 1, 1), date(2002, 6, 30)),
        ],
    )
    def test_lies_from_49_years_ago_to_50_years_ahead(self, years: str, today: date, expected: date):
        assert expiry_of([Element("17", f"{years}0630")], today=today) == expected

    def test_of_a_day_that_the_century_does_not_have_is_the_last_of_its_month(self):
        assert expiry_of([Element("17", "000229")], today=date(2060, 1, 1)) == date(2100, 2, 28)
