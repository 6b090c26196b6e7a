"""How well searches answer questions of which others have judged the answers: `python -m benchmarks.retrieval`."""

import asyncio
import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from statistics import fmean
from subprocess import run
from typing import Final
from uuid import UUID

from msgspec import Struct

from benchmarks.application import application, system_ctx
from benchmarks.databases import SQLITE, empty_database
from wellkept_knowledge import plugin as knowledge
from wellkept_knowledge.queries.search import Question, find
from wellkept_knowledge.rules.queries import parsed
from wellkept_knowledge.service.indexing import reindex
from wellkept_sdk import Ctx
from wellkept_sdk.now import now

SETS: Final = ("zh_drcd", "zh_aviation_maintenance", "en_cranfield", "en_cacm")
#: Of the ranks that count.
DEPTH: Final = 10
_DATA: Final = Path(__file__).parents[1] / "../shared/data"
#: Where the peers' figures have another name.
_NAMES: Final = {"zh_aviation_maintenance": "zh_camb_qa"}


class Collection(Struct, frozen=True, kw_only=True):
    """
    Texts, questions and which texts answer which.

    Args:
        texts: by their ids.
        questions: by their ids.
        answers: by question, the ids of the texts that answer it.
    """

    texts: Mapping[str, str]
    questions: Mapping[str, str]
    answers: Mapping[str, frozenset[str]]


class RetrievalFigures(Struct, frozen=True, kw_only=True):
    """
    How well one collection is answered.

    Args:
        name: of the collection.
        questions: that have answers.
        ndcg10: normalised discounted cumulative gain of the first ten hits, the mean of all questions.
        mrr10: one over the rank of the first answer, the mean of all questions.
        peers: of each peer, the same two figures.
    """

    name: str
    questions: int
    ndcg10: float
    mrr10: float
    peers: Mapping[str, tuple[float, float]]


def data_folder() -> Path:
    """Return where data lies that others have made."""
    return Path(os.environ.get("WELLKEPT_TEST_DATA") or _DATA)


def retrieval_figures(names: Sequence[str] = SETS) -> list[RetrievalFigures]:
    """Return the figures of the collections that are here."""
    return [figures_of(name) for name in names if (data_folder() / name).exists()]


def figures_of(name: str) -> RetrievalFigures:
    """Return the figures of one collection, from a database of its own."""
    with empty_database(SQLITE, postgres_url=None) as (url, folder):
        return asyncio.run(_answered(url, folder, name))


def collection(name: str) -> Collection:
    """Return a collection."""
    folder = data_folder() / name
    if name == "zh_aviation_maintenance":
        return Collection(
            texts={each["id"]: each["text"] for each in _lines(folder / "retrieval_corpus.jsonl.zst")},
            questions={each["id"]: each["text"] for each in _lines(folder / "retrieval_queries.jsonl")},
            answers=_judged(
                (row["query"], row["doc"])
                for row in _ranked(folder / "retrieval_ranked_lists.tsv")
                if int(row["rank_by_annotators"]) < DEPTH
            ),
        )
    [judgements] = folder.glob("qrels.*")
    judged = (line.split() for line in _text(judgements).splitlines())
    [questions] = folder.glob("queries.jsonl*")
    return Collection(
        texts={each["_id"]: f"{each.get('title', '')} {each['text']}" for each in _lines(folder / "corpus.jsonl.zst")},
        questions={each["_id"]: each["text"] for each in _lines(questions)},
        answers=_judged((question, text) for question, _, text, grade in judged if int(grade) > 0),
    )


def ndcg(found: Sequence[str], answers: frozenset[str]) -> float:
    """Return the gain of the first hits, discounted by rank, as a share of the best that there could be."""
    gained = sum(1 / log2(rank + 1) for rank, each in enumerate(found[:DEPTH], start=1) if each in answers)
    return gained / sum(1 / log2(rank + 1) for rank in range(1, min(DEPTH, len(answers)) + 1))


def reciprocal_rank(found: Sequence[str], answers: frozenset[str]) -> float:
    """Return one over the rank of the first answer; nothing if it is not among the first hits."""
    return next((1 / rank for rank, each in enumerate(found[:DEPTH], start=1) if each in answers), 0.0)


async def _answered(url: str, folder: Path, name: str) -> RetrievalFigures:
    given = collection(name)
    ids = list(given.texts)
    async with application(url, folder=folder, plugins=[knowledge]) as app:
        ctx = system_ctx(app, knowledge.manifest.name)
        await _store(ctx, [given.texts[each] for each in ids])
        hits = {each: await _found(ctx, given.questions[each], ids) for each in given.answers}
    return RetrievalFigures(
        name=name,
        questions=len(hits),
        ndcg10=fmean(ndcg(found, given.answers[each]) for each, found in hits.items()),
        mrr10=fmean(reciprocal_rank(found, given.answers[each]) for each, found in hits.items()),
        peers=_peers(name),
    )


async def _store(ctx: Ctx, texts: Sequence[str]) -> None:
    """Store each text as the body of a published article that says nothing else."""
    moment = now()
    await ctx.db.execute_many(
        "INSERT INTO knowledge_article (id, number, status, current_revision, published_revision, audience, language,"
        " created_at, updated_at) VALUES (?, ?, 'published', 1, 1, 'internal', 'en', ?, ?)",
        [(UUID(int=number), number, moment, moment) for number in range(1, len(texts) + 1)],
    )
    await ctx.db.execute_many(
        "INSERT INTO knowledge_revision (id, article_id, revision, title, body, created_at) VALUES (?, ?, 1, '', ?, ?)",
        [(UUID(int=number), UUID(int=number), text, moment) for number, text in enumerate(texts, start=1)],
    )
    await reindex(ctx)


async def _found(ctx: Ctx, question: str, ids: Sequence[str]) -> list[str]:
    page = await find(ctx, Question(query=parsed(question.replace('"', " ")), limit=DEPTH))
    return [ids[hit.number - 1] for hit in page.items]


def _peers(name: str) -> dict[str, tuple[float, float]]:
    figures = json.loads((data_folder() / "search_baselines.json").read_text())[_NAMES.get(name, name)]
    return {peer: (measured["ndcg10"], measured["mrr10"]) for peer, measured in figures.items()}


def _judged(pairs: Iterator[tuple[str, str]]) -> dict[str, frozenset[str]]:
    answers: defaultdict[str, set[str]] = defaultdict(set)
    for question, text in pairs:
        answers[question].add(text)
    return {question: frozenset(texts) for question, texts in answers.items()}


def _ranked(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(path.read_text().splitlines(), delimiter="\t")


def _lines(path: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, _text(path).splitlines())


def _text(path: Path) -> str:
    if path.suffix == ".zst":
        return run(["zstd", "-dc", str(path)], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607 - ours
    return path.read_text()


if __name__ == "__main__":
    for each in retrieval_figures():
        print(each.name, each.questions, round(each.ndcg10, 4), round(each.mrr10, 4), each.peers)
