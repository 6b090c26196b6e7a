"""The QR code of a label, as a picture to print."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from html import escape
from io import BytesIO
from itertools import count
from typing import Final

import segno

from wellkept_inventory.rules.labels import Label

#: 15 % of the symbol may be dirty or torn.
_ERROR_LEVEL: Final = "m"
_MODULE_PIXELS: Final = 4
#: The quiet zone that ISO/IEC 18004 asks for.
_BORDER_MODULES: Final = 4
_MARGIN: Final = _BORDER_MODULES * _MODULE_PIXELS
_FONT_PIXELS: Final = 12
_LINE_PIXELS: Final = 16
_NARROW_SHARE: Final = 0.61
_NOT_XML: Final = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SymbolFormat(StrEnum):
    """How a symbol is drawn."""

    SVG = "svg"  #: With the label's lines below.
    PNG = "png"  #: The symbol alone: lines need a font.


def symbol(label: Label, *, form: SymbolFormat) -> bytes:
    """
    Return the picture of a label's QR code, up to 0.2 seconds for the longest.

    Raises:
        ValueError: the content is longer than 2 331 characters.
    """
    code = segno.make_qr(label.content, error=_ERROR_LEVEL)
    if form is SymbolFormat.SVG:
        size, _ = code.symbol_size(scale=_MODULE_PIXELS, border=_BORDER_MODULES)
        return _drawing(code.svg_inline(scale=_MODULE_PIXELS, border=_BORDER_MODULES), label.lines, size=int(size))
    picture = BytesIO()
    code.save(picture, kind="png", scale=_MODULE_PIXELS, border=_BORDER_MODULES)
    return picture.getvalue()


def _drawing(inner: str, lines: Sequence[str], *, size: int) -> bytes:
    shown = [_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", line) for line in lines]
    width = max(size, *(2 * _MARGIN + _width(line) for line in shown))
    height = size + _LINE_PIXELS * len(shown) + _MARGIN
    texts = "".join(
        f'<text x="{_MARGIN}" y="{y}" xml:space="preserve">{escape(line)}</text>'
        for y, line in zip(count(size + _FONT_PIXELS, _LINE_PIXELS), shown, strict=False)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="100%" height="100%" fill="#fff"/>{inner}'
        f'<g font-family="monospace" font-size="{_FONT_PIXELS}">{texts}</g></svg>'
    ).encode()


def _width(line: str) -> int:
    """Return about how many pixels a line takes: Chinese characters are as wide as they are high."""
    wide = sum(unicodedata.east_asian_width(character) in {"W", "F"} for character in line)
    return round(_FONT_PIXELS * (wide + _NARROW_SHARE * (len(line) - wide)))
