"""
From text to tokens: the same in Python for both databases, and for what is stored as for what is asked.

A run of Han, Kana or Hangul gives each character and each pair of neighbours, because their words are not written
apart. A run of other letters and digits gives one token, English ones their stem. Codes such as `E-501` give their
parts and the joined form.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs] - it has none

TOKEN_LENGTH_MAX: Final = 64

_STEMS_CACHED: Final = 65_536
_STEMMER: Final = cast("Any", snowballstemmer).stemmer("english")
#: Han with its marks of repetition, Kana, Hangul and its letters.
_UNSPACED: Final = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3041-\u30ff\u31f0-\u31ff\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
)
_LETTERS: Final = rf"(?:(?![{_UNSPACED}])[^\W_])+"
_RUN: Final = re.compile(rf"(?P<unspaced>(?:(?=[^\W_])[{_UNSPACED}])+)|{_LETTERS}(?:[-_./]{_LETTERS})*")
_SIGNS: Final = re.compile(r"[-_./]")


def normal(text: str) -> str:
    """Return a text in the one form that is compared: full width as half width, capitals as small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(normal_text: str) -> list[str]:
    """Return the tokens of a text that is normal already, one for each occurrence."""
    return [token for token, _, _ in placed(normal_text)]


def placed(normal_text: str) -> Iterator[tuple[str, int, int]]:
    """Return the tokens of a text that is normal already, each with the half-open range from which it was made."""
    for run in _RUN.finditer(normal_text):
        yield from (_unspaced if run["unspaced"] else _spaced)(run[0], run.start())


def _unspaced(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    for place, character in enumerate(run, start):
        yield character, place, place + 1
    for place in range(len(run) - 1):
        yield run[place : place + 2], start + place, start + place + 2


def _spaced(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    parts = _SIGNS.split(run)
    place = start
    for part in parts:
        yield _token(part), place, place + len(part)
        place += len(part) + 1
    if len(parts) > 1:
        yield _token("".join(parts)), start, start + len(run)


def _token(word: str) -> str:
    cut = word[:TOKEN_LENGTH_MAX]
    return _stem(cut) if cut.isascii() else cut


@lru_cache(maxsize=_STEMS_CACHED)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
