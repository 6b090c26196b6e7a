"""Where the words of a query stand in the fields of a hit: ranges of code points, never markup."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from msgspec import Struct

from wellkept_knowledge.rules.words import normal, placed

FIELDS_MAX: Final = 3
CUT_LENGTH: Final = 160
#: How much of the cut stands before the first hit, where the text goes on after it.
_BEFORE: Final = 40
#: Where a field has no hit so far, it gets no highlight.
_READ_MAX: Final = 20_000
_CHARACTERS_CACHED: Final = 8_192
#: Vowels and finals, which stand in one syllable with the letter before.
_HANGUL_FURTHER: Final = ("\u1160", "\u11ff")

Range = tuple[int, int]


class Highlight(Struct, frozen=True, kw_only=True):
    """
    A part of a field.

    Args:
        field: which.
        text: of the field as it is stored, 160 code points at most.
        ranges: half-open, in code points of that part; in order, none touches another.
    """

    field: str
    text: str
    ranges: list[Range]


def highlights(fields: Sequence[tuple[str, str]], tokens: Collection[str]) -> list[Highlight]:
    """Return where the first three fields have one of the tokens, each cut around its first hit."""
    found: list[Highlight] = []
    for name, text in fields:
        if len(found) == FIELDS_MAX:
            break
        highlight = _highlight(name, text, tokens)
        if highlight is not None:
            found.append(highlight)
    return found


def _highlight(name: str, text: str, tokens: Collection[str]) -> Highlight | None:
    hits = sorted(_hits(text[:_READ_MAX], tokens))
    if not hits:
        return None
    start = max(0, min(hits[0][0] - _BEFORE, len(text) - CUT_LENGTH))
    cut = text[start : start + CUT_LENGTH]
    within = takewhile(lambda hit: hit[0] < start + CUT_LENGTH, hits)
    ranges = [(hit[0] - start, min(hit[1] - start, len(cut))) for hit in within]
    return Highlight(field=name, text=cut, ranges=list(_joined(ranges)))


def _hits(text: str, tokens: Collection[str]) -> Iterator[Range]:
    clusters = list(_clusters(text))
    pieces = [normal(text[start:end]) for start, end in clusters]
    places = [cluster for cluster, piece in zip(clusters, pieces, strict=True) for _ in piece]
    for token, start, end in placed("".join(pieces)):
        if token in tokens:
            yield places[start][0], places[end - 1][1]


def _clusters(text: str) -> Iterator[Range]:
    """Return the ranges that become normal each by itself: a character with all that may melt into it."""
    starts = [place for place, character in enumerate(text) if place == 0 or not _melts(character)]
    yield from pairwise([*starts, len(text)])


@lru_cache(maxsize=_CHARACTERS_CACHED)
def _melts(character: str) -> bool:
    """Tell whether a character may become one with what stands before it: a mark, or a further letter of Hangul."""
    first = unicodedata.normalize("NFKC", character)[0]
    return unicodedata.combining(first) != 0 or _HANGUL_FURTHER[0] <= first <= _HANGUL_FURTHER[1]


def _joined(ranges: Sequence[Range]) -> Iterator[Range]:
    """Return the ranges, in order, those as one that overlap or touch."""
    start, end = ranges[0]
    for first, last in ranges[1:]:
        if first > end:
            yield start, end
            start, end = first, last
        end = max(end, last)
    yield start, end
