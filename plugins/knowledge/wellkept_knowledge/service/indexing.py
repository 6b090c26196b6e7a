"""
Keeping the index equal to the articles: documents, tokens with their counts, and what each database searches with.

Everything happens in the caller's transaction, after the row of the statistics is locked: who indexes waits for whoever
indexes, and nobody for both. A caller who locks articles does so before.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.queries import contents
from wellkept_knowledge.queries.contents import Findable
from wellkept_knowledge.rules.documents import Document
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row, store

#: Of documents that are held at a time while all are made anew.
BATCH: Final = 100

_LOCK: Final = "UPDATE knowledge_statistics SET documents = documents WHERE id = 1"
_COLUMNS: Final = (
    "id",
    "article_id",
    "title",
    "keys",
    "symptom",
    "body",
    "plain",
    "length",
    "audience_rank",
    "language",
)
_STORED: Final = f"SELECT {', '.join(_COLUMNS)} FROM knowledge_document WHERE article_id = ?"
_COUNT: Final = (
    "UPDATE knowledge_statistics SET documents = documents + ?, length_total = length_total + ? WHERE id = 1"
)
_GIVEN: Final = {
    Dialect.SQLITE: "SELECT value AS term FROM json_each(?)",
    Dialect.POSTGRES: "SELECT unnest(?::text[]) AS term",
}
_MORE: Final = (
    "INSERT INTO knowledge_term (term, documents) SELECT given.term, 1 FROM ({given}) given WHERE TRUE"
    " ON CONFLICT (term) DO UPDATE SET documents = knowledge_term.documents + 1"
)
_FTS: Final = "title, keys, symptom, body"
_FTS_FORGET: Final = f"INSERT INTO knowledge_fts (knowledge_fts, rowid, {_FTS}) VALUES ('delete', ?, ?, ?, ?, ?)"
_FTS_LEARN: Final = f"INSERT INTO knowledge_fts (rowid, {_FTS}) VALUES (?, ?, ?, ?, ?)"
_FTS_EMPTY: Final = "INSERT INTO knowledge_fts (knowledge_fts) VALUES ('delete-all')"
_DOCUMENT: Final = (
    f"INSERT INTO knowledge_document ({', '.join(_COLUMNS)}, words)"
    f" VALUES ({', '.join('?' * len(_COLUMNS))}, array_to_tsvector(?::text[]))"
)
_POSTINGS: Final = (
    "INSERT INTO knowledge_posting (term, document_id, length, frequency)"
    " SELECT given.term, ?, ?, given.frequency FROM unnest(?::text[], ?::int[]) AS given (term, frequency)"
)


class Reindexed(Struct, frozen=True, kw_only=True):
    """What the index has after it was made anew."""

    documents: int
    terms: int
    length_total: int


class _Entry(Struct, frozen=True, kw_only=True):
    """One document as it is stored, in the order of the columns, with its tokens."""

    values: tuple[Any, ...]
    tokens: frozenset[str]
    length: int

    @property
    def id(self) -> int:
        """Return the document's id, which is the number of the article."""
        return self.values[0]

    @property
    def searched(self) -> tuple[Any, ...]:
        """Return the id and the columns of the full text index."""
        return (self.values[0], *self.values[2:6])


async def index(ctx: Ctx, article_id: UUID) -> None:
    """Make the index say what the article says now: its published revision with its labels, or nothing of it."""
    await ctx.db.execute(_LOCK)
    row = await ctx.db.fetch_one(_STORED, article_id)
    findable = await contents.of_article(ctx, article_id)
    stored = None if row is None else _stored(row)
    document = None if findable is None else Document.of(findable.content)
    entry = None if findable is None or document is None else _entry(findable, document)
    if stored == entry:
        return
    if stored is not None:
        await _forget(ctx, stored)
    if entry is not None and document is not None:
        await _learn(ctx, [(entry, document)])
    await _count(ctx, before=stored, after=entry)


async def reindex(ctx: Ctx) -> Reindexed:
    """Make the whole index anew, in one transaction; of an index that was right nothing changes."""
    async with ctx.db.transaction():
        await ctx.db.execute(_LOCK)
        await _empty(ctx)
        documents, length_total, having, last = 0, 0, Counter[str](), 0
        while batch := await contents.after(ctx, last, limit=BATCH):
            made = [Document.of(findable.content) for findable in batch]
            learnt = [(_entry(findable, document), document) for findable, document in zip(batch, made, strict=True)]
            await _learn(ctx, learnt)
            having.update(chain.from_iterable(document.frequencies for _, document in learnt))
            length_total += sum(document.length for _, document in learnt)
            documents, last = documents + len(batch), batch[-1].number
        await store(ctx.db, "knowledge_term", columns=("term", "documents"), rows=sorted(having.items()))
        await ctx.db.execute(_COUNT, documents, length_total)
        return Reindexed(documents=documents, terms=len(having), length_total=length_total)


def _stored(row: Row) -> _Entry:
    tokens = frozenset(" ".join(row[column] for column in ("title", "keys", "symptom", "body")).split())
    return _Entry(values=tuple(row[column] for column in _COLUMNS), tokens=tokens, length=row["length"])


def _entry(findable: Findable, document: Document) -> _Entry:
    return _Entry(
        values=(
            findable.number,
            findable.article_id,
            *document.columns,
            document.plain,
            document.length,
            findable.audience_rank,
            findable.language,
        ),
        tokens=frozenset(document.frequencies),
        length=document.length,
    )


async def _forget(ctx: Ctx, entry: _Entry) -> None:
    """Take a document out of what the database searches with, by the very tokens that it was taken in with."""
    if ctx.db.dialect is Dialect.SQLITE:
        await ctx.db.execute(_FTS_FORGET, *entry.searched)
    else:
        where = ctx.db.any_of("term", sorted(entry.tokens))
        await ctx.db.execute(
            f"DELETE FROM knowledge_posting WHERE document_id = ? AND {where.sql}", entry.id, *where.args
        )
    await ctx.db.execute("DELETE FROM knowledge_document WHERE id = ?", entry.id)


async def _learn(ctx: Ctx, learnt: Sequence[tuple[_Entry, Document]]) -> None:
    """Take documents in, into the tables and into what the database searches with."""
    if ctx.db.dialect is Dialect.SQLITE:
        await store(ctx.db, "knowledge_document", columns=_COLUMNS, rows=[entry.values for entry, _ in learnt])
        await ctx.db.execute_many(_FTS_LEARN, [entry.searched for entry, _ in learnt])
        return
    terms = [(entry, document.frequencies, sorted(document.frequencies)) for entry, document in learnt]
    await ctx.db.execute_many(_DOCUMENT, [(*entry.values, own) for entry, _, own in terms])
    await ctx.db.execute_many(
        _POSTINGS,
        [(entry.id, entry.length, own, [frequencies[term] for term in own]) for entry, frequencies, own in terms],
    )


async def _count(ctx: Ctx, *, before: _Entry | None, after: _Entry | None) -> None:
    """Count the document, its length and its tokens; tokens that no document has any more are forgotten."""
    had, has = (frozenset[str]() if entry is None else entry.tokens for entry in (before, after))
    await _raise(ctx, sorted(has - had))
    await _lower(ctx, sorted(had - has))
    documents = (after is not None) - (before is not None)
    length = (0 if after is None else after.length) - (0 if before is None else before.length)
    await ctx.db.execute(_COUNT, documents, length)


async def _raise(ctx: Ctx, terms: Sequence[str]) -> None:
    if terms:
        await ctx.db.execute(_MORE.format(given=_given(ctx)), list(terms))


async def _lower(ctx: Ctx, terms: Collection[str]) -> None:
    where = ctx.db.any_of("term", terms)
    await ctx.db.execute(f"DELETE FROM knowledge_term WHERE {where.sql} AND documents = 1", *where.args)
    await ctx.db.execute(f"UPDATE knowledge_term SET documents = documents - 1 WHERE {where.sql}", *where.args)


def _given(ctx: Ctx) -> str:
    """Return the rows of a list of terms, as the column `term`."""
    return _GIVEN[ctx.db.dialect]


async def _empty(ctx: Ctx) -> None:
    if ctx.db.dialect is Dialect.SQLITE:
        await ctx.db.execute(_FTS_EMPTY)
    else:
        await ctx.db.execute("DELETE FROM knowledge_posting")
    for table in ("knowledge_document", "knowledge_term"):
        await ctx.db.execute(f"DELETE FROM {table}")
    await ctx.db.execute("UPDATE knowledge_statistics SET documents = 0, length_total = 0 WHERE id = 1")
