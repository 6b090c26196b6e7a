"""Finding articles: the best first, the same on both databases, and only those that the caller may see."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Self
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_knowledge.queries.ranked import UNFAVOURED, Ranking, statement
from wellkept_knowledge.queries.visibility import seen
from wellkept_knowledge.rules.cursors import Place, opened, sealed
from wellkept_knowledge.rules.kinds import KnowledgeAudience, KnowledgeStatus, LabelKind
from wellkept_knowledge.rules.queries import Known, Query
from wellkept_knowledge.rules.ranking import least_score, needed, shown, weighed
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Row, all_of, equal
from wellkept_sdk.http import Page

HITS_MAX: Final = 200
#: Fewer occurrences than these are scored all, without looking for what can be left out.
SCORED_AT_ONCE: Final = 1_000
#: So many documents with much of the query tell how good the last hit of a page is at least.
_SAMPLE: Final = 200
#: How much of the best score that could be reached the documents of a sample may come up to.
_SAMPLED_SHARES: Final = (0.75, 0.4)

_KNOWN: Final = (
    "SELECT statistics.documents, statistics.length_total, term.term, term.documents AS having_it,"
    " (SELECT max(boost_milli) FROM knowledge_article) AS boost_milli_max"
    " FROM knowledge_statistics statistics LEFT JOIN knowledge_term term ON {where}"
)
#: Asked once for all articles, not again for each of them.
_LABELLED: Final = (
    "knowledge_article.id IN"
    " (SELECT label.article_id FROM knowledge_label label WHERE label.kind = ? AND label.value = ?)"
)


class Favour(Struct, frozen=True, kw_only=True):
    """What raises the score of an article: half as much again for the model, twice as much for the fault code."""

    model: str | None = None
    fault_code: str | None = None

    def clause(self) -> Clause:
        """Return the columns that tell which of them an article has."""
        model, fault_code = _labelled(LabelKind.MODEL, self.model), _labelled(LabelKind.FAULT_CODE, self.fault_code)
        columns = (_told(model, self.model, "has_model"), _told(fault_code, self.fault_code, "has_fault_code"))
        return Clause(", ".join(columns), (*model.args, *fault_code.args))


class Question(Struct, frozen=True, kw_only=True):
    """
    What is searched for.

    Args:
        query: the words.
        model: only articles of this model.
        fault_code: only articles of this fault code.
        category: only articles of this category.
        language: only articles in this language.
        favour: what raises the score, as a ticket does.
        where: what else holds of `knowledge_article`.
        limit: how many hits are returned at most.
        cursor: of the page before.
    """

    query: Query
    model: str | None = None
    fault_code: str | None = None
    category: str | None = None
    language: str | None = None
    favour: Favour | None = None
    where: Clause = TRUE
    limit: int
    cursor: str | None = None

    @property
    def asked(self) -> list[object]:
        """Return what a cursor holds for."""
        query = self.query
        return [sorted(query.tokens), query.phrases, self.model, self.fault_code, self.category, self.language]

    def clause(self) -> Clause:
        """Return the condition that labels and language make."""
        return all_of(
            self.where,
            _labelled(LabelKind.MODEL, self.model),
            _labelled(LabelKind.FAULT_CODE, self.fault_code),
            _labelled(LabelKind.CATEGORY, self.category),
            equal("knowledge_article.language", self.language),
        )


class Found(Struct, frozen=True, kw_only=True):
    """A hit: the article with the texts that are found, its score, and the tokens by which it was looked for."""

    article_id: UUID
    number: int
    revision: int
    status: KnowledgeStatus
    audience: KnowledgeAudience
    language: str
    points: int
    has_model: bool
    has_fault_code: bool
    fields: Mapping[str, str]
    tokens: frozenset[str]

    @property
    def title(self) -> str:
        """Return the title of the published revision."""
        return self.fields["title"]

    @property
    def score(self) -> Decimal:
        """Return the score, with six places."""
        return shown(self.points)

    @classmethod
    def of(cls, row: Row, tokens: frozenset[str]) -> Self:
        """Return a row as a hit."""
        return cls(
            article_id=row["article_id"],
            number=row["number"],
            revision=row["published_revision"],
            status=KnowledgeStatus(row["status"]),
            audience=KnowledgeAudience(row["audience"]),
            language=row["language"],
            points=row["points"],
            has_model=bool(row["has_model"]),
            has_fault_code=bool(row["has_fault_code"]),
            fields={name: row[name] for name in ("title", "symptom", "cause", "remedy", "body")},
            tokens=tokens,
        )


async def find(ctx: Ctx, question: Question) -> Page[Found]:
    """
    Return a page of the hits that the caller may see, the best first; no page goes beyond 200 hits.

    Raises:
        Invalid: the cursor is not one of this question.
    """
    place = None if question.cursor is None else opened(question.cursor, asked=question.asked)
    already = 0 if place is None else place.shown
    limit = min(question.limit, HITS_MAX - already)
    known = await _known(ctx, question.query)
    weights = weighed(question.query, known)
    if not weights or limit <= 0:
        return Page(items=[], next_cursor=None)
    ranking = Ranking(
        weights=weights,
        length_mean=known.length_mean,
        where=all_of(await seen(ctx), question.clause()),
        favour=UNFAVOURED if question.favour is None else question.favour.clause(),
        required=question.query.required,
        phrases=question.query.phrases,
        after=TRUE if place is None else _after(place),
        limit=limit + 1,
    )
    # What is favoured may come from far behind, and a ticket that is being opened waits for no further statement.
    narrowed = ranking if question.favour else await _narrowed(ctx, ranking, known)
    rows = await _rows(ctx, narrowed)
    return _page(rows, question, already=already, limit=limit, tokens=frozenset(ranking.tokens))


async def _known(ctx: Ctx, query: Query) -> Known:
    where = ctx.db.any_of("term.term", query.tokens)
    rows = await ctx.db.fetch(_KNOWN.format(where=where.sql), *where.args)
    return Known(
        documents=rows[0]["documents"],
        length_total=rows[0]["length_total"],
        having={row["term"]: row["having_it"] for row in rows if row["term"] is not None},
        boost_milli_max=rows[0]["boost_milli_max"] or 0,
    )


async def _narrowed(ctx: Ctx, ranking: Ranking, known: Known) -> Ranking:
    """Return the ranking of only those documents that can come onto the page, whatever the others say."""
    if sum(known.having[token] for token in ranking.tokens) <= SCORED_AT_ONCE:
        return ranking
    highest = sum(weight.most for weight in ranking.weights)
    for share in _SAMPLED_SHARES:
        groups = needed(ranking.weights, score=share * highest)
        sample = await _rows(ctx, replace(ranking, groups=groups, some=_SAMPLE))
        if len(sample) == ranking.limit:
            least = least_score(sample[-1]["points"], boost_milli_max=known.boost_milli_max)
            return replace(ranking, groups=needed(ranking.weights, score=least), least=least)
    return ranking


async def _rows(ctx: Ctx, ranking: Ranking) -> list[Row]:
    found = statement(ranking, ctx.db.dialect)
    return await ctx.db.fetch(found.sql, *found.args)


def _page(rows: list[Row], question: Question, *, already: int, limit: int, tokens: frozenset[str]) -> Page[Found]:
    items = [Found.of(row, tokens) for row in rows[:limit]]
    shown_so_far = already + len(items)
    if len(rows) <= limit or shown_so_far >= HITS_MAX:
        return Page(items=items, next_cursor=None)
    place = Place(items[-1].points, items[-1].number, shown_so_far)
    return Page(items=items, next_cursor=sealed(place, asked=question.asked))


def _after(place: Place) -> Clause:
    return Clause("points < ? OR (points = ? AND number > ?)", (place.points, place.points, place.number))


def _labelled(kind: LabelKind, value: str | None) -> Clause:
    return TRUE if value is None else Clause(_LABELLED, (kind.value, value))


def _told(labelled: Clause, value: str | None, name: str) -> str:
    return f"0 AS {name}" if value is None else f"CASE WHEN {labelled.sql} THEN 1 ELSE 0 END AS {name}"
