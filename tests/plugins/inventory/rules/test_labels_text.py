"""The text of our own labels."""

import pytest

from wellkept_inventory.rules.labels_text import OwnLabel, own_label, text_of
from wellkept_inventory.rules.scanning_text import ScanError


class TestOwnLabel:
    @pytest.mark.parametrize(
        ("label", "text"),
        [
            (OwnLabel(part_code="PUMP-7"), "wk:p/PUMP-7"),
            (OwnLabel(part_code="A/1", lot="批 1"), "wk:p/A%2F1?lot=%E6%89%B9%201"),
            (OwnLabel(part_code="A", serial="50%&?="), "wk:p/A?serial=50%25%26%3F%3D"),
            (OwnLabel(part_code="A", lot="L", serial="S"), "wk:p/A?lot=L&serial=S"),
            (OwnLabel(location_code="VAN-3"), "wk:l/VAN-3"),
            (OwnLabel(location_code="@consumed"), "wk:l/%40consumed"),
        ],
    )
    def test_is_written_and_read(self, label: OwnLabel, text: str):
        assert text_of(label) == text
        assert own_label(text) == label

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("wk:p/A/1", OwnLabel(part_code="A/1")),
            ("wk:p/A?serial=S&lot=L", OwnLabel(part_code="A", lot="L", serial="S")),
            ("wk:p/A?lot=a=b", OwnLabel(part_code="A", lot="a=b")),
        ],
    )
    def test_is_read_as_others_may_write_it(self, text: str, label: OwnLabel):
        assert own_label(text) == label

    @pytest.mark.parametrize("text", ["", "PUMP-7", "wk", "WK:p/A", "https://wk:p/A"])
    def test_is_none_that_does_not_begin_like_one(self, text: str):
        assert own_label(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "wk:",
            "wk:p/",
            "wk:p",
            "wk:l/",
            "wk:x/A",
            "wk:p/A?",
            "wk:p/A?lot=",
            "wk:p/A?lot=%00",
            "wk:p/A?lot=L&lot=L",
            "wk:p/A?part_code=B",
            "wk:l/A?lot=L",
            "wk:p/%FF",
        ],
    )
    def test_is_refused_when_malformed(self, text: str):
        with pytest.raises(ScanError):
            own_label(text)
