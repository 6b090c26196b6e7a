"""What a scanned or typed text says: elements of GS1, a GTIN, a label of ours, or a text that may name anything."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict, replace

from wellkept_inventory.rules.gs1_components import is_checked
from wellkept_inventory.rules.gs1_elements import (
    SEPARATOR,
    Element,
    elements_in_parentheses,
    elements_of_string,
    expiry_of,
)
from wellkept_inventory.rules.gs1_links import elements_of_link
from wellkept_inventory.rules.labels_text import own_label
from wellkept_inventory.rules.scanning_text import ScanError

TEXT_LENGTH_MAX: Final = 4096
GTIN_LENGTH: Final = 14

#: Prefixes by which a scanner says what symbol it read (ISO/IEC 15424).
_SYMBOLOGY: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_SYMBOLOGIES: Final = frozenset({"]C1", "]e0", "]d2", "]Q3", "]J1"})
_RETAIL_SYMBOLOGIES: Final = frozenset({"]E0", "]E4"})
#: Further ways to write FNC1; no data of GS1 has these characters.
_SEPARATORS: Final = re.compile(r"\^|␝|\{GS\}|\{FNC1\}")
_GTIN: Final = re.compile("[0-9]{8}|[0-9]{12,14}")
_UNMARKED: Final = re.compile("01[0-9]{14}")
_GTIN_IDENTIFIERS: Final = ("01", "02", "03")
_LOT: Final = "10"
_SERIAL: Final = "21"


class ScanFormat(StrEnum):
    """How a scanned text is written."""

    GS1 = "gs1"  #: An element string, or elements with their identifiers in parentheses.
    GS1_LINK = "gs1_link"  #: A GS1 Digital Link.
    GTIN = "gtin"  #: Nothing but a GTIN.
    WELLKEPT = "wellkept"  #: A label of ours.
    PLAIN = "plain"  #: Anything else: a code, a manufacturer's number, a serial, or nothing that is known.


class Scan(Struct, frozen=True, kw_only=True):
    """
    What was scanned.

    Args:
        text: as scanned, without the symbology prefix and white space around it; digits that make a GTIN may as well
            be a code or a serial.
        gtin: 14 digits.
        expires_on: the last day of use.
    """

    format: ScanFormat
    text: str
    elements: Sequence[Element] = ()
    gtin: str | None = None
    part_code: str | None = None
    location_code: str | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None


def read_scan(text: str, *, today: date) -> Scan:
    """
    Return what a text says; `today` decides the century of its dates.

    Digits that only happen to have the length of a GTIN or the beginning of an element string, and whose check digit is
    wrong, are plain: 9 of 10 numeric serials are such. Where they name nothing, `is_mistyped_gtin` tells what they are.

    Raises:
        ScanError: it claims to be GS1 or ours, and is malformed; it is empty, longer than 4 096 characters, or has
            control characters or lone surrogates.
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise ScanError("", f"it is longer than {TEXT_LENGTH_MAX} characters")
    stripped = text.strip(" \t\r\n")
    prefix = _SYMBOLOGY.match(stripped)
    symbology = prefix[0] if prefix else ""
    body = stripped.removeprefix(symbology)
    _require_text(body)
    found = _marked(body, symbology=symbology, today=today) or _own(body) or _retail(body, symbology=symbology)
    return found or _unmarked(body, today=today) or Scan(format=ScanFormat.PLAIN, text=body)


def gtin_of(digits: str) -> str | None:
    """Return the 14 digits of a GTIN of 8, 12, 13 or 14 digits; None for what is none, or has a wrong check digit."""
    return digits.zfill(GTIN_LENGTH) if _GTIN.fullmatch(digits) and is_checked(digits) else None


def is_mistyped_gtin(text: str) -> bool:
    """Return whether text has the digits of a GTIN, of which the last is not the check digit of the others."""
    return _GTIN.fullmatch(text) is not None and not is_checked(text)


def _require_text(body: str) -> None:
    if not body:
        raise ScanError("", "there is nothing to read")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in body.replace(SEPARATOR, "")):
        raise ScanError("", "it has control characters or halves of characters")


def _marked(body: str, *, symbology: str, today: date) -> Scan | None:
    """Return what says of itself that it is GS1: by its symbol, FNC1, a parenthesis, or a web address."""
    separated = _SEPARATORS.sub(SEPARATOR, body)
    if body.startswith("("):
        return _gs1(body, elements_in_parentheses(body), today=today)
    if symbology in _GS1_SYMBOLOGIES or separated.startswith(SEPARATOR) or SEPARATOR in body:
        return _gs1(body, elements_of_string(separated.removeprefix(SEPARATOR)), today=today)
    elements = elements_of_link(body)
    return None if elements is None else replace(_gs1(body, elements, today=today), format=ScanFormat.GS1_LINK)


def _own(body: str) -> Scan | None:
    label = own_label(body)
    return None if label is None else Scan(format=ScanFormat.WELLKEPT, text=body, **asdict(label))


def _retail(body: str, *, symbology: str) -> Scan | None:
    gtin = gtin_of(body)
    if gtin is None and symbology in _RETAIL_SYMBOLOGIES:
        raise ScanError(body, "this is no GTIN, or its check digit is wrong")
    return None if gtin is None else Scan(format=ScanFormat.GTIN, text=body, gtin=gtin)


def _unmarked(body: str, *, today: date) -> Scan | None:
    """Return an element string of a scanner that tells no symbology and no first FNC1, if it begins with a GTIN."""
    if not _UNMARKED.match(body):
        return None
    try:
        return _gs1(body, elements_of_string(_SEPARATORS.sub(SEPARATOR, body)), today=today)
    except ScanError:
        return None


def _gs1(text: str, elements: Sequence[Element], *, today: date) -> Scan:
    values = dict(elements)
    return Scan(
        format=ScanFormat.GS1,
        text=text,
        elements=elements,
        gtin=next((values[ai] for ai in _GTIN_IDENTIFIERS if ai in values), None),
        lot=values.get(_LOT),
        serial=values.get(_SERIAL),
        expires_on=expiry_of(elements, today=today),
    )
