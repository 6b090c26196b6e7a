"""Codes of administrative regions: which sites a rule with such a code covers, and how closely it names them."""

from typing import Final

_DIGITS: Final = 6
_PAIR: Final = 2
_SPECIFICITY_MAX: Final = 8


def prefix_of(code: str) -> str:
    """
    Return what the codes of a region's places begin with.

    A code of six digits loses its trailing pairs of zeros, as GB/T 2260 writes provinces and prefectures; any other is
    left as it is.
    """
    if not _is_six_digits(code):
        return code
    while len(code) > _PAIR and code.endswith("00"):
        code = code[:-_PAIR]
    return code


def covers(code: str, site_code: str) -> bool:
    """Return whether a region holds a site: by prefix for codes of six digits, else by the very same code."""
    return site_code.startswith(prefix_of(code)) if _is_six_digits(code) else site_code == code


def prefixes_of_site(site_code: str) -> list[str]:
    """Return every prefix under which a rule may be kept that covers a site: few, whatever the code is."""
    pairs = [site_code[:length] for length in range(_PAIR, _DIGITS + 1, _PAIR)]
    return list(dict.fromkeys([*pairs, site_code]))


def specificity_of(prefix: str) -> int:
    """Return how closely a prefix names a place: its length, at most eight."""
    return min(len(prefix), _SPECIFICITY_MAX)


def _is_six_digits(code: str) -> bool:
    return len(code) == _DIGITS and code.isdigit()
