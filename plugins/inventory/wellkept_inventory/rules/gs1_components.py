"""
What the parts of a GS1 element may hold: characters, check digits, dates, times.

The names and meanings of the checks are those of the GS1 Barcode Syntax Dictionary; the formulas of the check digit
and of the check character pair are those of the GS1 General Specifications, section 7.9.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from math import isqrt
from typing import Final, NamedTuple

CHARACTERS: Final = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

_MONTHS: Final = 12
_POSITION_MAX: Final = 1_800_000_000

_PAIR_CHARACTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PAIR_MODULUS: Final = 1021
_PAIR_LENGTH: Final = 2
_PAIR_WEIGHTS: Final = tuple(n for n in range(2, 510) if all(n % divisor for divisor in range(2, isqrt(n) + 1)))


class Check(NamedTuple):
    """A rule that data must follow, and what is wrong with data that does not."""

    holds: Callable[[str], bool]
    fault: str


def is_checked(digits: str) -> bool:
    """Return whether digits end with their check digit: weights 3 and 1 in turn from the right, modulo 10."""
    if not re.fullmatch("[0-9]+", digits):
        return False
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + 3 * sum(values[1::2])) % 10 == 0


def _is_pair_checked(data: str) -> bool:
    """Return whether text ends with its check character pair: falling prime weights, modulo 1021, base 32."""
    text, pair = data[:-_PAIR_LENGTH], data[-_PAIR_LENGTH:]
    if len(pair) < _PAIR_LENGTH or len(text) > len(_PAIR_WEIGHTS) or not set(text) <= set(CHARACTERS):
        return False
    weighted = zip(reversed(text), _PAIR_WEIGHTS, strict=False)
    total = sum(CHARACTERS.index(character) * weight for character, weight in weighted) % _PAIR_MODULUS
    return pair == _PAIR_CHARACTERS[total >> 5] + _PAIR_CHARACTERS[total & 31]


def _is_date(data: str) -> bool:
    """Return whether YYYYMMDD is a day."""
    if not re.fullmatch("[0-9]{8}", data):
        return False
    year, month, day = int(data[:4]), int(data[4:6]), int(data[6:])
    return 1 <= month <= _MONTHS and 1 <= day <= monthrange(year, month)[1]


def _is_date_of_a_century(data: str) -> bool:
    """Return whether YYMMDD is a day; 00 is a leap year, as 2000 was."""
    return _is_date(f"20{data}")


def _is_date_or_month(data: str) -> bool:
    """Return whether YYMMDD is a day, or a whole month, which has the day 00."""
    return _is_date_of_a_century(f"{data[:4]}01" if data.endswith("00") else data)


def _is_piece_of_total(data: str) -> bool:
    """Return whether the first half of the digits counts a piece of as many as the second half says."""
    if not re.fullmatch("([0-9]{2})+", data):
        return False
    half = len(data) // 2
    return 1 <= int(data[:half]) <= int(data[half:])


def _is_position_in_sequence(data: str) -> bool:
    """Return whether text is like 2/3."""
    found = re.fullmatch("([1-9][0-9]*)/([1-9][0-9]*)", data)
    return found is not None and int(found[1]) <= int(found[2])


def _is_within(most: int) -> Callable[[str], bool]:
    return lambda data: re.fullmatch("[0-9]{10}", data) is not None and int(data) <= most


def _is_base64(data: str) -> bool:
    """Return whether text is of the alphabet that file names may have; padding fills up to threes, as GS1 has it."""
    found = re.fullmatch("[0-9A-Za-z_-]*(={0,2})", data)
    return found is not None and (not found[1] or len(data) % 3 == 0)


def _is(pattern: str) -> Callable[[str], bool]:
    wanted = re.compile(pattern, re.DOTALL)
    return lambda data: wanted.fullmatch(data) is not None


_HOUR: Final = "([01][0-9]|2[0-3])"
_MINUTE: Final = "[0-5][0-9]"

CHECKS: Final[Mapping[str, Check]] = {
    "csetnumeric": Check(_is("[0-9]*"), "only digits may stand here"),
    "cset39": Check(_is("[#/0-9A-Z-]*"), "a character may not stand here"),
    "cset64": Check(_is_base64, "a character may not stand here"),
    "cset82": Check(_is(f"[{re.escape(CHARACTERS)}]*"), "a character may not stand here"),
    "csum": Check(is_checked, "the check digit is wrong"),
    "csumalpha": Check(_is_pair_checked, "the check characters are wrong"),
    "hasnondigit": Check(_is(".*[^0-9].*"), "it needs a character that is no digit"),
    "hh": Check(_is(_HOUR), "there is no such hour"),
    "hhmi": Check(_is(_HOUR + _MINUTE), "there is no such time"),
    "hyphen": Check(_is("-+"), "only a hyphen may stand here"),
    "importeridx": Check(_is("[0-9A-Za-z_-]"), "it is no index of an importer"),
    "iso5218": Check(_is("[0129]"), "it is no code of a sex"),
    "latitude": Check(_is_within(_POSITION_MAX), "it is no latitude"),
    "longitude": Check(_is_within(2 * _POSITION_MAX), "it is no longitude"),
    "mediatype": Check(_is("0[1-9]|10|[89][0-9]"), "it is no type of medium"),
    "mi": Check(_is(_MINUTE), "there is no such minute"),
    "nonzero": Check(_is("[0-9]*[1-9][0-9]*"), "it may not be zero"),
    "nozeroprefix": Check(_is("([1-9][0-9]*)?"), "it may not begin with zero"),
    "pcenc": Check(_is("([^%]|%[0-9A-Fa-f]{2})*"), "two hexadecimal digits belong after %"),
    "pieceoftotal": Check(_is_piece_of_total, "it is no piece of a total"),
    "posinseqslash": Check(_is_position_in_sequence, "it is no position in a sequence"),
    "ss": Check(_is(_MINUTE), "there is no such second"),
    "winding": Check(_is("[019]"), "it is no direction of winding"),
    "yesno": Check(_is("[01]"), "it is neither 0 nor 1"),
    "yymmd0": Check(_is_date_or_month, "there is no such date"),
    "yymmdd": Check(_is_date_of_a_century, "there is no such date"),
    "yyyymmdd": Check(_is_date, "there is no such date"),
    "zero": Check(_is("0+"), "it must be zero"),
}
