"""What labels say, and that a scan of any label gives back what it says."""

from datetime import date
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wellkept_inventory.rules.gs1_components import CHARACTERS
from wellkept_inventory.rules.labels import Label, location_label, part_label
from wellkept_inventory.rules.scanning import ScanFormat, gtin_of, read_scan

TODAY: Final = date(2026, 11, 22)
#: What the database holds: all but NUL and halves of characters.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=64)
numbers = st.none() | texts | st.text(CHARACTERS, min_size=1, max_size=20) | st.text("批次号-/%&=? 🔧", min_size=1)
gtins = st.none() | st.from_regex("[0-9]{14}", fullmatch=True)


class TestPartLabel:
    @pytest.mark.parametrize(
        ("gtin", "lot", "serial", "expected"),
        [
            (
                "09506000134352",
                "L1",
                "SN9",
                Label(
                    "https://id.gs1.org/01/09506000134352/10/L1/21/SN9",
                    ("PUMP-7", "Pump", "(01) 09506000134352", "(10) L1", "(21) SN9"),
                ),
            ),
            (
                "09506000134352",
                None,
                None,
                Label("https://id.gs1.org/01/09506000134352", ("PUMP-7", "Pump", "(01) 09506000134352")),
            ),
            (
                "09506000134352",
                "批次 7",
                None,
                Label("wk:p/PUMP-7?lot=%E6%89%B9%E6%AC%A1%207", ("PUMP-7", "Pump", "LOT 批次 7")),
            ),
            (
                "09506000134352",
                "L" * 21,
                None,
                Label(f"wk:p/PUMP-7?lot={'L' * 21}", ("PUMP-7", "Pump", f"LOT {'L' * 21}")),
            ),
            ("09506000134353", None, "SN9", Label("wk:p/PUMP-7?serial=SN9", ("PUMP-7", "Pump", "SN SN9"))),
            (None, None, None, Label("wk:p/PUMP-7", ("PUMP-7", "Pump"))),
        ],
    )
    def test_is_a_gs1_link_where_gs1_allows_it_and_else_a_text_of_ours(
        self, gtin: str | None, lot: str | None, serial: str | None, expected: Label
    ):
        assert part_label(code="PUMP-7", name="Pump", gtin=gtin, lot=lot, serial=serial) == expected

    @given(code=texts, gtin=gtins, lot=numbers, serial=numbers)
    @example(code="]C101", gtin="09506000134352", lot="01", serial="8006")
    @example(code="wk:l/X", gtin=None, lot="\x1d10", serial="🔧")
    def test_gives_back_its_part_lot_and_serial_when_scanned(
        self, code: str, gtin: str | None, lot: str | None, serial: str | None
    ):
        label = part_label(code=code, name="Pump", gtin=gtin, lot=lot, serial=serial)

        scan = read_scan(f"]Q1{label.content}\r\n", today=TODAY)

        assert (scan.lot, scan.serial) == (lot, serial)
        if scan.format is ScanFormat.GS1_LINK:
            assert (scan.gtin, gtin_of(gtin or "")) == (gtin, gtin)
        else:
            assert (scan.format, scan.part_code) == (ScanFormat.WELLKEPT, code)


class TestLocationLabel:
    def test_says_its_code_and_name(self):
        assert location_label(code="VAN-3", name="三号车") == Label("wk:l/VAN-3", ("VAN-3", "三号车"))

    @given(code=texts)
    def test_gives_back_its_location_when_scanned(self, code: str):
        scan = read_scan(location_label(code=code, name="").content, today=TODAY)

        assert (scan.format, scan.location_code, scan.part_code) == (ScanFormat.WELLKEPT, code, None)
