"""What a caller types, read: its distinct tokens, and the quoted parts that an article must have."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from wellkept_knowledge.rules.words import normal, tokens
from wellkept_sdk.errors import Invalid, invalid

QUERY_LENGTH_MAX: Final = 1_000
#: How many distinct tokens count for the score; the rarest do.
TOKENS_MAX: Final = 32

_POINTER: Final = "query/q"
_QUOTED: Final = re.compile(r'"([^"]*)"')


class Query(Struct, frozen=True, kw_only=True):
    """
    What is searched for.

    Args:
        tokens: all distinct tokens, those of the quoted parts too, in the order of their first occurrence.
        phrases: the quoted parts, normal and with single spaces; the text of a hit contains all of them.
        required: the tokens of the quoted parts; a hit has all of them.
    """

    tokens: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


class Known(Struct, frozen=True, kw_only=True):
    """
    How common tokens are in the index.

    Args:
        documents: how many there are in all.
        length_total: how many tokens they have together.
        having: how many documents have a token; none for a token that is not named.
        boost_milli_max: the highest boost of any article.
    """

    documents: int
    length_total: int
    having: Mapping[str, int]
    boost_milli_max: int = 1_000

    @property
    def length_mean(self) -> float:
        """Return how many tokens a document has on average; 1 where there are none."""
        return self.length_total / self.documents if self.length_total else 1.0


def parsed(text: str) -> Query:
    """Return what a text asks for; a quotation mark that is not closed is no more than a separator."""
    typed = normal(text)
    phrases = tuple(dict.fromkeys(phrase for phrase in map(_single_spaced, _QUOTED.findall(typed)) if tokens(phrase)))
    required = tuple(dict.fromkeys(token for phrase in phrases for token in tokens(phrase)))
    return Query(tokens=tuple(dict.fromkeys(tokens(typed))), phrases=phrases, required=required)


def asked(text: str) -> Query:
    """
    Return what a caller asks for.

    Raises:
        Invalid: it has not one letter or digit.
    """
    query = parsed(text)
    if not query.tokens:
        raise _nothing()
    return query


def kept(query: Query, known: Known) -> list[str]:
    """
    Return the tokens that count, the rarest first.

    Tokens that no document has find nothing. Those that more than half of the documents have tell nothing apart and
    are dropped, unless they are required; of a query that has no others, the rarest one stays.
    """
    having = known.having
    found = sorted((each for each in query.tokens if having.get(each)), key=lambda each: (having[each], each))
    telling = [each for each in found if 2 * having[each] <= known.documents or each in query.required]
    return (telling or found[:1])[:TOKENS_MAX]


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _nothing() -> Invalid:
    return invalid(_POINTER, "too_short", "Needs at least one letter or digit.")
