"""
The statement of a search: who may see, which labels, what is required, and the score, before any limit.

SQLite scores by the `bm25()` of its full text index. PostgreSQL adds up its postings by the same formula; how much a
token tells is sent along. Both look only at documents that can still come among the first (`rules.ranking.needed`).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wellkept_knowledge.rules.ranking import (
    COLUMN_WEIGHTS,
    FRESH_MILLI,
    LENGTH_SHARE,
    MICROS,
    SATURATION,
    STALE_MILLI,
    Weighed,
)
from wellkept_sdk.db import TRUE, Clause, Dialect, all_of, contains, given

_ARTICLE: Final = (
    "knowledge_article.id AS article_id, knowledge_article.number, knowledge_article.status,"
    " knowledge_article.audience, knowledge_article.language, knowledge_article.published_revision, {favour}"
)
_REVISION: Final = "revision.title, revision.symptom, revision.cause, revision.remedy, revision.body"
_FACTOR: Final = (
    "knowledge_article.boost_milli"
    f" * CASE knowledge_article.status WHEN 'stale' THEN {STALE_MILLI} ELSE {FRESH_MILLI} END"
)
#: In quarters, as `rules.ranking` has it: 4, 6 with the model, 8 with the fault code, 12 with both.
_FAVOURED: Final = "(2 + 2 * has_fault_code) * (2 + has_model)"
_BM25: Final = f"-bm25(knowledge_fts, {', '.join(f'{weight}.0' for weight in COLUMN_WEIGHTS)})"

# CROSS JOIN keeps the order of the tables: the index is asked once, whatever the planner thinks of it.
_ON_SQLITE: Final = f"""
    SELECT {_ARTICLE}, CAST({_BM25} * {MICROS} + 0.5 AS INTEGER) * {_FACTOR} AS factored
    FROM knowledge_fts CROSS JOIN knowledge_article ON knowledge_article.number = knowledge_fts.rowid{{joined}}
    WHERE knowledge_fts MATCH ? AND ({{where}}){{some}}"""
#: The sign keeps SQLite from asking the index again for each of them.
_REQUIRED_ON_SQLITE: Final = "+knowledge_fts.rowid IN (SELECT rowid FROM knowledge_fts WHERE knowledge_fts MATCH ?)"
_DOCUMENT_ON_SQLITE: Final = " CROSS JOIN knowledge_document document ON document.id = knowledge_fts.rowid"

_TERM_SCORE: Final = (
    f"weight.idf * ((posting.frequency * {SATURATION + 1}::float8) / (posting.frequency + {SATURATION}::float8"
    f" * ({1 - LENGTH_SHARE}::float8 + {LENGTH_SHARE}::float8 * posting.length / ?::float8)))"
)
_ALL_SCORED: Final = f"""
    SELECT posting.document_id, sum({_TERM_SCORE}) AS score FROM unnest(?::text[], ?::float8[]) AS weight (term, idf)
    JOIN knowledge_posting posting ON posting.term = weight.term GROUP BY posting.document_id"""
# OFFSET keeps the planner from reading all postings of a term for the sake of a few documents.
_CHOSEN_SCORED: Final = f"""
    SELECT chosen.document_id, sum({_TERM_SCORE}) AS score
    FROM chosen CROSS JOIN unnest(?::text[], ?::float8[]) AS weight (term, idf) CROSS JOIN LATERAL (
        SELECT frequency, length FROM knowledge_posting
        WHERE term = weight.term AND document_id = chosen.document_id OFFSET 0
    ) posting GROUP BY chosen.document_id"""
_WORDS_CHOSEN: Final = (
    "SELECT document.id AS document_id FROM knowledge_document document WHERE document.words @@ ?::tsquery"
)
_CHEAPEST_CHOSEN: Final = "SELECT DISTINCT document_id FROM knowledge_posting WHERE term = ANY(?::text[])"
#: So many articles at most are looked up one by one; more are read in their order.
_LOOKED_UP_MAX: Final = 10_000
#: To look a posting up costs as much as reading so many in their order.
_LOOK_UP_COST: Final = 3
_ON_POSTGRES: Final = f"""
    SELECT article.*, floor(scored.score * {MICROS} + 0.5)::bigint * article.factor AS factored
    FROM scored{{joined}} CROSS JOIN LATERAL (
        SELECT {_ARTICLE}, {_FACTOR} AS factor FROM knowledge_article
        WHERE knowledge_article.number = scored.document_id AND ({{where}}){{each}}
    ) article WHERE {{enough}}"""
_REQUIRED_ON_POSTGRES: Final = "document.words @@ ?::tsquery"
_DOCUMENT_ON_POSTGRES: Final = " JOIN knowledge_document document ON document.id = scored.document_id"

_FIRST: Final = f"""
    favoured AS (SELECT *, factored * {_FAVOURED} AS points FROM ranked),
    first_ones AS (SELECT * FROM favoured WHERE {{after}} ORDER BY points DESC, number LIMIT {{limit}})
    SELECT first_ones.*, {_REVISION} FROM first_ones JOIN knowledge_revision revision
    ON revision.article_id = first_ones.article_id AND revision.revision = first_ones.published_revision
    ORDER BY first_ones.points DESC, first_ones.number"""


UNFAVOURED: Final = Clause("0 AS has_model, 0 AS has_fault_code")


class Ranking(Struct, frozen=True, kw_only=True):
    """
    What is ranked.

    Args:
        weights: the tokens that count.
        length_mean: how many tokens a document has on average.
        where: what else holds of `knowledge_article`.
        favour: the columns `has_model` and `has_fault_code`, 0 or 1 each.
        required: tokens that a document must have.
        phrases: what its text must contain.
        groups: of each of which it must have a token.
        least: the BM25 score that it must have.
        after: what holds of `points` and `number`.
        limit: how many of the first are returned.
        some: how many documents are looked at, any that come along; all, if absent.
    """

    weights: Sequence[Weighed]
    length_mean: float
    where: Clause
    favour: Clause = UNFAVOURED
    required: Sequence[str] = ()
    phrases: Sequence[str] = ()
    groups: Sequence[Sequence[str]] = ()
    least: float | None = None
    after: Clause = TRUE
    limit: int
    some: int | None = None

    @property
    def tokens(self) -> list[str]:
        """Return the tokens that count, the rarest first."""
        return [weight.token for weight in self.weights]


def statement(ranking: Ranking, dialect: Dialect) -> Clause:
    """Return the statement that finds the first hits, with their texts, and its arguments."""
    ranked = (_on_sqlite if dialect is Dialect.SQLITE else _on_postgres)(ranking)
    first = _FIRST.format(after=ranking.after.sql, limit=ranking.limit)
    return Clause(f"WITH {ranked.sql},{first}", (*ranked.args, *ranking.after.args))


def _on_sqlite(ranking: Ranking) -> Clause:
    ranking = _divided(ranking)
    narrower = [*ranking.groups, *([token] for token in ranking.required)]
    # Each token stands in the scored expression once, or it would count twice.
    whole = ranking.groups if len(ranking.groups) > 1 else [ranking.tokens]
    only = narrower if whole is not ranking.groups else [[token] for token in ranking.required]
    required = Clause(_REQUIRED_ON_SQLITE, (_fts(only),)) if only else TRUE
    enough = given(f"{_BM25} >= ?", ranking.least)
    where = all_of(ranking.where, required, enough, _containing(ranking, Dialect.SQLITE))
    joined = _DOCUMENT_ON_SQLITE if ranking.phrases else ""
    sql = _ON_SQLITE.format(favour=ranking.favour.sql, joined=joined, where=where.sql, some=_some(ranking))
    return Clause(f"ranked AS MATERIALIZED ({sql})", (*ranking.favour.args, _fts(whole), *where.args))


def _divided(ranking: Ranking) -> Ranking:
    """Return the ranking with every token in a group, where there are several: the last one takes the others in."""
    if len(ranking.groups) < 2:  # noqa: PLR2004 - with one there is nothing to divide
        return ranking
    *groups, last = ranking.groups
    grouped = {token for group in ranking.groups for token in group}
    return replace(ranking, groups=[*groups, [*last, *(each for each in ranking.tokens if each not in grouped)]])


def _on_postgres(ranking: Ranking) -> Clause:
    chosen = _chosen(ranking)
    required = Clause(_REQUIRED_ON_POSTGRES, (_tsquery([each] for each in ranking.required),))
    where = all_of(ranking.where, _containing(ranking, Dialect.POSTGRES), required if ranking.required else TRUE)
    enough = given("scored.score >= ?", ranking.least)
    joined = _DOCUMENT_ON_POSTGRES if ranking.required else ""
    each = " OFFSET 0" if chosen or ranking.least is not None or _postings(ranking) <= _LOOKED_UP_MAX else ""
    ranked = _ON_POSTGRES.format(
        favour=ranking.favour.sql, joined=joined, where=where.sql, each=each, enough=enough.sql
    )
    scored = _ALL_SCORED if chosen is None else _CHOSEN_SCORED
    first = "" if chosen is None else f"chosen AS MATERIALIZED ({chosen.sql}), "
    return Clause(
        f"{first}scored AS MATERIALIZED ({scored}), ranked AS ({ranked})",
        (
            *(() if chosen is None else chosen.args),
            *(ranking.length_mean, ranking.tokens, [weight.idf for weight in ranking.weights]),
            *(*ranking.favour.args, *where.args, *enough.args),
        ),
    )


def _chosen(ranking: Ranking) -> Clause | None:
    """Return the documents that are worth looking up; None where it costs less to add all postings up."""
    if ranking.some is not None:
        return Clause(f"{_WORDS_CHOSEN} LIMIT {ranking.some}", (_tsquery(ranking.groups),))
    having = {weight.token: weight.having for weight in ranking.weights}
    costs = [(sum(having[token] for token in group), list(group)) for group in ranking.groups]
    fewest, group = min(costs, default=(0, list[str]()))
    if not group or fewest * len(having) * _LOOK_UP_COST > _postings(ranking):
        return None
    # The words of documents tell of several groups at once which documents have all of them.
    several = len(costs) > 1
    return Clause(_WORDS_CHOSEN, (_tsquery(ranking.groups),)) if several else Clause(_CHEAPEST_CHOSEN, (group,))


def _postings(ranking: Ranking) -> int:
    """Return how many postings the tokens have together."""
    return sum(weight.having for weight in ranking.weights)


def _containing(ranking: Ranking, dialect: Dialect) -> Clause:
    return all_of(*(contains(phrase, "document.plain", dialect=dialect) for phrase in ranking.phrases))


def _some(ranking: Ranking) -> str:
    return "" if ranking.some is None else f" LIMIT {ranking.some}"


def _fts(groups: Iterable[Iterable[str]]) -> str:
    """Return an expression of FTS5; tokens have letters and digits only, so that quotation marks are enough."""
    return _all_of_any(groups, mark='"', both=" AND ", either=" OR ")


def _tsquery(groups: Iterable[Iterable[str]]) -> str:
    return _all_of_any(groups, mark="'", both=" & ", either=" | ")


def _all_of_any(groups: Iterable[Iterable[str]], *, mark: str, both: str, either: str) -> str:
    quoted = ([f"{mark}{token}{mark}" for token in group] for group in groups)
    return both.join(f"({either.join(group)})" for group in quoted)
