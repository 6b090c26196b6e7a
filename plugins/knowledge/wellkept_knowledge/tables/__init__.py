"""What is stored of articles, and of what is searched."""

from typing import Final

from wellkept_knowledge.tables.articles import (
    KnowledgeArticle,
    KnowledgeLabel,
    KnowledgePair,
    KnowledgeRevision,
    KnowledgeVote,
)
from wellkept_knowledge.tables.searching import KnowledgeDocument, KnowledgeStatistics, KnowledgeTerm
from wellkept_sdk.db import Check, TableSet, index, unique_index

SCHEMA: Final = TableSet(
    tables=(
        KnowledgeArticle,
        KnowledgeRevision,
        KnowledgeLabel,
        KnowledgeVote,
        KnowledgePair,
        KnowledgeDocument,
        KnowledgeTerm,
        KnowledgeStatistics,
    ),
    migrations="wellkept_knowledge.migrations",
    indexes=(
        unique_index("knowledge_article", "number"),
        unique_index("knowledge_article", "origin_ticket_id"),
        index("knowledge_article", "status", "review_on"),
        index("knowledge_article", "status", "number"),
        index("knowledge_article", "owner_id", "number"),
        index("knowledge_article", "language", "number"),
        index("knowledge_article", "review_on", "number"),
        index("knowledge_article", "updated_at", "id"),
        index("knowledge_article", "boost_milli"),
        unique_index("knowledge_revision", "article_id", "revision"),
        unique_index("knowledge_label", "article_id", "kind", "value"),
        index("knowledge_label", "kind", "value", "article_id"),
        unique_index("knowledge_vote", "article_id", "ticket_id", "actor_id"),
        index("knowledge_vote", "ticket_id", "article_id"),
        unique_index("knowledge_pair", "zh_cn"),
        unique_index("knowledge_pair", "en"),
        unique_index("knowledge_document", "article_id"),
    ),
    checks=(
        Check("knowledge_article", "status", "status IN ('draft', 'in_review', 'published', 'stale', 'retired')"),
        Check("knowledge_article", "audience", "audience IN ('internal', 'partner', 'customer')"),
        Check(
            "knowledge_article", "published", "status NOT IN ('published', 'stale') OR published_revision IS NOT NULL"
        ),
        Check("knowledge_article", "stale", "(status = 'stale') = (stale_because IS NOT NULL)"),
        Check("knowledge_label", "kind", "kind IN ('model', 'fault_code', 'category', 'customer', 'project')"),
        Check("knowledge_vote", "kind", "kind IN ('used', 'solved', 'misleading')"),
        Check("knowledge_term", "documents", "documents >= 0"),
        Check("knowledge_statistics", "one", "id = 1 AND documents >= 0 AND length_total >= 0"),
    ),
    sequences=("CREATE SEQUENCE knowledge_article_number_seq AS bigint CACHE 1",),
    by_hand=("knowledge_document.words", "knowledge_document__words", "knowledge_posting"),
)

__all__ = [
    "SCHEMA",
    "KnowledgeArticle",
    "KnowledgeDocument",
    "KnowledgeLabel",
    "KnowledgePair",
    "KnowledgeRevision",
    "KnowledgeStatistics",
    "KnowledgeTerm",
    "KnowledgeVote",
]
