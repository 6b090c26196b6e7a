"""What the index knows of an article: the tokens of each column, what they weigh, and the text for quoted parts."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Final, Self

from msgspec import Struct

from wellkept_knowledge.rules.ranking import COLUMN_WEIGHTS
from wellkept_knowledge.rules.words import normal, tokens

#: PostgreSQL takes no `tsvector` with more than 2^20 bytes of words; nobody writes so many different ones.
BYTES_MAX: Final = 1_000_000

_BETWEEN_FIELDS: Final = "\n"


class Content(Struct, frozen=True, kw_only=True):
    """What an article says, and its models, fault codes and categories as keys."""

    title: str
    keys: Sequence[str] = ()
    symptom: str = ""
    cause: str = ""
    remedy: str = ""
    body: str = ""
    safety: Sequence[str] = ()
    tools: Sequence[str] = ()

    @property
    def columns(self) -> tuple[Sequence[str], ...]:
        """Return the texts of each column, in the order of the weights."""
        rest = (self.cause, self.remedy, self.body, *self.safety, *self.tools)
        return (self.title,), self.keys, (self.symptom,), rest


class Document(Struct, frozen=True, kw_only=True):
    """
    An article as it is indexed.

    Args:
        columns: tokens of title, keys, symptom and body, with spaces between them.
        length: how many tokens all columns have together.
        frequencies: by token, the sum of weight and occurrences over all columns.
        plain: the normal text of all fields, for quoted parts; no part of it spans two fields.
    """

    columns: tuple[str, ...]
    length: int
    frequencies: dict[str, int]
    plain: str

    @classmethod
    def of(cls, content: Content) -> Self:
        """Return the document of an article."""
        plain = [[normal(text) for text in texts] for texts in content.columns]
        columns = _bounded([list(chain.from_iterable(map(tokens, texts))) for texts in plain])
        frequencies = Counter[str]()
        for weight, column in zip(COLUMN_WEIGHTS, columns, strict=True):
            for token, count in Counter(column).items():
                frequencies[token] += weight * count
        return cls(
            columns=tuple(map(" ".join, columns)),
            length=sum(map(len, columns)),
            frequencies=dict(frequencies),
            plain=_BETWEEN_FIELDS.join(" ".join(text.split()) for texts in plain for text in texts),
        )


def _bounded(columns: list[list[str]]) -> list[list[str]]:
    """Return the columns without the tokens that come after as many different ones as can be indexed."""
    different = dict.fromkeys(chain.from_iterable(columns))
    sizes = accumulate(len(token.encode()) for token in different)
    indexed = {token for token, size in zip(different, sizes, strict=True) if size <= BYTES_MAX}
    if len(indexed) == len(different):
        return columns
    return [[token for token in column if token in indexed] for column in columns]
