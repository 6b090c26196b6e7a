"""GS1 elements as scanners and people write them: with FNC1 between them, or with their identifiers in parentheses."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from wellkept_inventory.rules.gs1_identifiers import IDENTIFIERS, LENGTHS, fault_of, predefined_length
from wellkept_inventory.rules.scanning_text import ScanError

#: How scanners transmit the symbol character FNC1.
SEPARATOR: Final = "\x1d"

_BRACKETED: Final = re.compile(r"\(([0-9]{2,4})\)((?:\\\(|[^(])*)")
#: A two-digit year lies from 49 years ago to 50 years ahead (GS1 General Specifications, section 7.12).
_YEARS_AHEAD: Final = 50
_EXPIRY: Final = ("17", "7003")


class Element(NamedTuple):
    """One element: an application identifier such as `10`, and its data."""

    ai: str
    value: str


def element(ai: str, value: str) -> Element:
    """
    Return an element that keeps the rules of its identifier.

    Raises:
        ScanError: there is no such identifier, or its data is malformed.
    """
    if ai not in IDENTIFIERS:
        raise ScanError(ai, "there is no such application identifier")
    fault = fault_of(IDENTIFIERS[ai], value)
    if fault is not None:
        raise ScanError(f"({ai})", fault)
    return Element(ai, value)


def conforms(ai: str, value: str) -> bool:
    """Return whether the identifier may carry the value."""
    return fault_of(IDENTIFIERS[ai], value) is None


def elements_of_string(text: str) -> Sequence[Element]:
    """
    Return the elements of an element string, without the FNC1 that begins it; each further FNC1 is `SEPARATOR`.

    Raises:
        ScanError: it is malformed, or names one identifier twice with different data.
    """
    return agreed(_split(text))


def elements_in_parentheses(text: str) -> Sequence[Element]:
    r"""
    Return the elements of text such as `(01)09506000134352 (10)L1`, as it is printed below symbols.

    In data `\(` stands for a parenthesis; spaces do not count, because no data of GS1 has them.

    Raises:
        ScanError: it is malformed, or names one identifier twice with different data.
    """
    return agreed(_bracketed(text.replace(" ", "")))


def agreed(elements: Iterable[Element]) -> Sequence[Element]:
    """
    Return the elements, each once.

    Raises:
        ScanError: there is none, or one comes twice with different data.
    """
    found: dict[str, Element] = {}
    for each in elements:
        if found.setdefault(each.ai, each) != each:
            raise ScanError(f"({each.ai})", "it stands here twice, with different data")
    if not found:
        raise ScanError("", "there is nothing to read")
    return tuple(found.values())


def expiry_of(elements: Iterable[Element], *, today: date) -> date | None:
    """Return the last day of use, by the elements 17 or 7003; day 00 is the last of its month."""
    values = {each.ai: each.value for each in elements if each.ai in _EXPIRY}
    for ai in _EXPIRY:
        if ai in values:
            return _day(values[ai], today=today)
    return None


def _split(text: str) -> Iterator[Element]:
    rest = text
    while rest:
        ai = next((rest[:length] for length in LENGTHS if rest[:length] in IDENTIFIERS), None)
        if ai is None:
            raise ScanError(rest, "no application identifier stands here")
        rest = rest[len(ai) :]
        length = predefined_length(ai)
        if length is None:
            value, _, rest = rest.partition(SEPARATOR)
        else:
            value, rest = rest[:length], rest[length:].removeprefix(SEPARATOR)
        yield element(ai, value)


def _bracketed(text: str) -> Iterator[Element]:
    end = 0
    while end < len(text):
        found = _BRACKETED.match(text, end)
        if found is None:
            raise ScanError(text[end:], "no application identifier stands here")
        end = found.end()
        yield element(found[1], found[2].replace(r"\(", "("))


def _day(value: str, *, today: date) -> date:
    month, day = int(value[2:4]), int(value[4:6])
    oldest = today.year + _YEARS_AHEAD - 99
    year = oldest + (int(value[:2]) - oldest) % 100
    last = monthrange(year, month)[1]
    return date(year, month, min(day or last, last))
