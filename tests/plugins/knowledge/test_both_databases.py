"""The same articles and questions on both databases: the same hits, in the same order, with the same scores."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pytest
from benchmarks.articles import Trade

from articles_index import Shelf, index_app
from wellkept_knowledge.queries import search
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import dialects

ARTICLES: Final = 2_000
QUESTIONS: Final = 1_000
#: Of these questions every hit is compared with what is found when nothing is left out.
WHOLE: Final = 100

Hits = list[tuple[int, Decimal]]


def articles() -> Sequence[Mapping[str, Any]]:
    """Return articles of which some are stale, and some are thought much or little of."""
    trade = Trade(seed=1)
    return [
        {
            **texts,
            "labels": {"model": [trade.model()], "fault_code": [trade.fault_code()]},
            "boost_milli": 850 + 25 * (number % 14),
            "status": "stale" if number % 9 == 0 else "published",
        }
        for number, texts in enumerate(trade.articles(ARTICLES))
    ]


def questions() -> Sequence[str]:
    """Return questions of all kinds, some with a part that is required."""
    asked = Trade(seed=2).questions(QUESTIONS)
    return [f'"{q}"' if number % 17 == 0 else q for number, q in enumerate(asked)]


async def hits(shelf: Shelf, q: str) -> Hits:
    return [(hit.number, hit.score) for hit in await shelf.find(q, limit=20)]


async def found(dialect: Dialect, monkeypatch: pytest.MonkeyPatch) -> list[Hits]:
    """Return what is found on one database, where leaving out what cannot come up changes nothing."""
    async with index_app(dialect) as shelf:
        await shelf.put_all(articles())
        narrowed = [await hits(shelf, q) for q in questions()]
        with monkeypatch.context() as whole:
            whole.setattr(search, "SCORED_AT_ONCE", 10**9)
            for q, expected in list(zip(questions(), narrowed, strict=True))[:WHOLE]:
                assert await hits(shelf, q) == expected, q
    return narrowed


@pytest.mark.slow
@pytest.mark.unmeasured
@pytest.mark.skipif(len(dialects()) == 1, reason="There is one database only.")
async def test_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    on_sqlite = await found(Dialect.SQLITE, monkeypatch)
    on_postgres = await found(Dialect.POSTGRES, monkeypatch)

    different = [q for q, one, other in zip(questions(), on_sqlite, on_postgres, strict=True) if one != other]
    assert different == []
    assert sum(map(bool, on_sqlite)) > 0.9 * QUESTIONS
