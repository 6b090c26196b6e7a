"""Pictures of labels."""

import re
import struct
from itertools import product
from xml.etree import ElementTree as ET

import pytest
import segno

from wellkept_inventory.rules.labels import Label, part_label
from wellkept_inventory.rules.labels_symbol import SymbolFormat, symbol

SVG = "{http://www.w3.org/2000/svg}"
LABEL = Label("wk:p/PUMP-7", ("PUMP-7", 'Pump <3" & 泵', "SN \x07\U0001f527"))


def drawn(label: Label) -> ET.Element:
    return ET.fromstring(symbol(label, form=SymbolFormat.SVG))  # noqa: S314 - our own


class TestSvg:
    def test_shows_the_lines_below_the_symbol(self):
        lines = [*drawn(LABEL).iter(f"{SVG}text")]

        assert [line.text for line in lines] == ["PUMP-7", 'Pump <3" & 泵', "SN \N{REPLACEMENT CHARACTER}\U0001f527"]
        assert [line.get("y") for line in lines] == ["128", "144", "160"]

    def test_is_the_qr_code_of_the_content(self):
        path = next(drawn(LABEL).iter(f"{SVG}path"))
        code = segno.make_qr("wk:p/PUMP-7", error="m")
        dark = [place for place in product(range(len(code.matrix)), repeat=2) if code.matrix[place[0]][place[1]]]

        assert painted(path.get("d") or "", border=4) == set(dark)

    @pytest.mark.parametrize(("name", "width"), [("Pump", 116), ("N" * 40, 325), ("泵" * 40, 512)])
    def test_is_as_wide_as_its_longest_line(self, name: str, width: int):
        assert drawn(Label("wk:p/PUMP-7", (name,))).get("width") == str(width)


class TestPng:
    def test_is_the_symbol_alone(self):
        picture = symbol(LABEL, form=SymbolFormat.PNG)

        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", picture[16:24]) == (116, 116)


class TestContent:
    def test_of_the_longest_label_has_a_symbol(self):
        label = part_label(code="/" * 64, name="Pump", lot="🔧" * 64, serial="🔧" * 64)

        assert len(label.content) == 1_746
        assert symbol(label, form=SymbolFormat.PNG)

    def test_that_is_longer_than_a_symbol_holds_is_refused(self):
        with pytest.raises(ValueError, match="too large"):
            symbol(Label("a" * 2_332, ()), form=SymbolFormat.SVG)


def painted(path: str, *, border: int) -> set[tuple[int, int]]:
    """Return the rows and columns of the modules that a path of horizontal strokes covers."""
    found: set[tuple[int, int]] = set()
    x, y = 0, 0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        across, down = [*map(float, numbers.split()), 0.0][:2]
        if command == "h":
            found |= {(y - border, x - border + step) for step in range(int(across))}
        x += int(across)
        y += int(down)
    return found
