"""What a label of a part or a location says: to a scanner, and to a person."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from wellkept_inventory.rules.gs1_elements import Element, conforms
from wellkept_inventory.rules.gs1_links import link_to
from wellkept_inventory.rules.labels_text import OwnLabel, text_of

_GTIN: Final = "01"
_LOT: Final = "10"
_SERIAL: Final = "21"


class Label(Struct, frozen=True):
    """What a scanner reads, and the lines that a person reads below the symbol."""

    content: str
    lines: tuple[str, ...]


def part_label(
    *, code: str, name: str, gtin: str | None = None, lot: str | None = None, serial: str | None = None
) -> Label:
    """
    Return the label of a part, and of its lot or serial.

    With a GTIN it is a GS1 Digital Link, which every reader of GS1 understands; not so when lot or serial have
    characters, or more characters, than GS1 allows: then it is a text of ours, which carries them all.

    Args:
        code: the part's.
        name: the part's.
        gtin: 14 digits.
        lot: its number, of 1 character at least.
        serial: its number, of 1 character at least.
    """
    named = [Element(ai, value) for ai, value in ((_GTIN, gtin), (_LOT, lot), (_SERIAL, serial)) if value]
    if gtin and all(conforms(ai, value) for ai, value in named):
        return Label(link_to(named), (code, name, *(f"({ai}) {value}" for ai, value in named)))
    content = text_of(OwnLabel(part_code=code, lot=lot, serial=serial))
    return Label(content, (code, name, *_written("LOT", lot), *_written("SN", serial)))


def location_label(*, code: str, name: str) -> Label:
    """Return the label of a location."""
    return Label(text_of(OwnLabel(location_code=code)), (code, name))


def _written(word: str, value: str | None) -> Sequence[str]:
    return [f"{word} {value}"] if value else []
