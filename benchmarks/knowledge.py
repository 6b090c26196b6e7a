"""What it takes to find articles among very many, and how well they answer: `python -m benchmarks.knowledge`."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from msgspec import Struct

from benchmarks.application import application, system_ctx
from benchmarks.articles import Trade, fill, settle
from benchmarks.budget import Budget, most_of
from benchmarks.databases import POSTGRES, SQLITE, empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import Spread, spread
from benchmarks.retrieval import RetrievalFigures, retrieval_figures
from benchmarks.tables import VERDICTS, section
from wellkept_knowledge import plugin as knowledge
from wellkept_knowledge.queries.search import Found, Question, find
from wellkept_knowledge.rules.queries import parsed
from wellkept_knowledge.service.indexing import reindex
from wellkept_sdk import Ctx
from wellkept_sdk.http import Page

ARTICLES: Final = 100_000
QUESTIONS: Final = 100
LIMIT: Final = 20
ROUNDS: Final = 3
SEARCH_MS_MAX: Final = 10.0
OVER_BARE_MAX: Final = 2.0
POSTGRES_OVER_SQLITE_MAX: Final = 4.0
#: What one would write without all the rest: no label, nobody who may not see it, no vote.
BARE: Final = (
    "SELECT rowid, bm25(knowledge_fts, 3.0, 4.0, 2.0, 1.0) AS score FROM knowledge_fts WHERE knowledge_fts MATCH ?"
    " ORDER BY score LIMIT 20"
)
_MILLISECONDS: Final = 1_000


class SearchFigures(Struct, frozen=True, kw_only=True):
    """
    Searches among many articles, on one database.

    Args:
        database: its name.
        articles: how many.
        index_seconds: what it takes to index all of them anew.
        search_ms: of each question, the middle of the rounds.
        bare_ms: the same of the bare statement of FTS5; none on PostgreSQL.
        statements: of a question, the mean.
    """

    database: str
    articles: int
    index_seconds: float
    search_ms: list[float]
    bare_ms: list[float]
    statements: float

    def middle(self) -> Spread:
        """Return the times of a search."""
        return spread(self.search_ms)


class KnowledgeFigures(Struct, frozen=True, kw_only=True):
    """What one run finds out about knowledge: how fast, on each database, and how well, by collection."""

    searches: list[SearchFigures]
    retrieval: list[RetrievalFigures]


def knowledge_figures(plan: Plan) -> KnowledgeFigures:
    """Return the figures; how well questions are answered is a part of the whole bench only."""
    searches = [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]
    return KnowledgeFigures(searches=searches, retrieval=retrieval_figures() if plan.imports else [])


def knowledge_budgets(figures: KnowledgeFigures) -> list[Budget]:
    """Return every budget of knowledge that a run can judge."""
    middle = {each.database: each.middle().middle for each in figures.searches}
    found = [
        most_of(
            f"search of {each.articles:,} articles, {each.database}",
            most=SEARCH_MS_MAX,
            measured=middle[each.database],
            unit=" ms",
            text=each.middle().text(digits=1),
        )
        for each in figures.searches
    ]
    over_bare = [median(each.search_ms) / median(each.bare_ms) for each in figures.searches if each.bare_ms]
    found += [
        most_of("search over the bare FTS5", most=OVER_BARE_MAX, measured=each, unit=" times") for each in over_bare
    ]
    if POSTGRES in middle:
        ratio = middle[POSTGRES] / middle[SQLITE]
        found.append(
            most_of("search, PostgreSQL over SQLite", most=POSTGRES_OVER_SQLITE_MAX, measured=ratio, unit=" times")
        )
    return found


def knowledge_text(figures: KnowledgeFigures) -> str:
    """Return both parts for people."""
    return "\n".join(
        [
            section(
                "Searches",
                ("database", "articles", "p50 ms", "bare FTS5 p50 ms", "statements", "index anew s"),
                map(_search_line, figures.searches),
            ),
            section(
                "Answers to judged questions",
                ("collection", "who", "nDCG@10", "MRR@10"),
                (line for each in figures.retrieval for line in _retrieval_lines(each)),
            ),
        ]
    )


def _search_line(figures: SearchFigures) -> Sequence[str]:
    bare = f"{median(figures.bare_ms):.1f}" if figures.bare_ms else ""
    return (
        figures.database,
        f"{figures.articles:,}",
        figures.middle().text(digits=1),
        bare,
        f"{figures.statements:.1f}",
        f"{figures.index_seconds:.1f}",
    )


def _retrieval_lines(figures: RetrievalFigures) -> Iterator[Sequence[str]]:
    yield f"{figures.name}, {figures.questions} questions", "Wellkept", f"{figures.ndcg10:.4f}", f"{figures.mrr10:.4f}"
    for peer, (ndcg10, mrr10) in figures.peers.items():
        yield "", peer, f"{ndcg10:.4f}", f"{mrr10:.4f}"


def _of_database(plan: Plan, name: str) -> SearchFigures:
    with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
        return asyncio.run(_searched(url, folder, name=name, articles=plan.articles))


async def _searched(url: str, folder: Path, *, name: str, articles: int) -> SearchFigures:
    async with application(url, folder=folder, plugins=[knowledge]) as app:
        await fill(app, articles)
        ctx = system_ctx(app, knowledge.manifest.name)
        began = perf_counter()
        await reindex(ctx)
        index_seconds = perf_counter() - began
        await settle(app.database)
        asked = Trade(seed=99).questions(QUESTIONS)
        before = app.database.statements
        tokens = [await _tokens(ctx, q) for q in asked]
        statements = (app.database.statements - before) / len(asked)
        return SearchFigures(
            database=name,
            articles=articles,
            index_seconds=index_seconds,
            search_ms=[await _ms(lambda q=q: _search(ctx, q)) for q in asked],
            bare_ms=[await _ms(lambda each=each: _bare(ctx, each)) for each in tokens if each]
            if name == SQLITE
            else [],
            statements=statements,
        )


async def _search(ctx: Ctx, q: str) -> Page[Found]:
    return await find(ctx, Question(query=parsed(q), limit=LIMIT))


async def _tokens(ctx: Ctx, q: str) -> frozenset[str]:
    """Return the tokens of a question that count, or none if it finds nothing."""
    return next((hit.tokens for hit in (await _search(ctx, q)).items), frozenset[str]())


async def _bare(ctx: Ctx, tokens: Iterable[str]) -> object:
    return await ctx.db.fetch(BARE, " OR ".join(f'"{token}"' for token in tokens))


async def _ms(call: Callable[[], Awaitable[object]]) -> float:
    """Return what a call takes: the middle of the rounds."""
    seconds: list[float] = []
    for _ in range(ROUNDS):
        began = perf_counter()
        await call()
        seconds.append(perf_counter() - began)
    return median(seconds) * _MILLISECONDS


def main() -> None:
    """Take these figures alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.knowledge", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--postgres", default=LOCAL_SERVER)
    given = parser.parse_args()
    figures = knowledge_figures(Plan(articles=given.articles, postgres_url=given.postgres, output=Path()))
    print(knowledge_text(figures))
    for budget in knowledge_budgets(figures):
        print(budget.what, budget.promised, budget.measured, VERDICTS[budget.kept], sep="  ")


if __name__ == "__main__":
    main()
