"""What is added to tickets: the articles that were judged on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.permissions import READ
from wellkept_knowledge.rules.kinds import KnowledgeVoteKind
from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.db import Clause

_JUDGED: Final = (
    "SELECT DISTINCT vote.ticket_id, vote.article_id, vote.kind, article.number, revision.title"
    " FROM knowledge_vote vote JOIN knowledge_article article ON article.id = vote.article_id"
    " JOIN knowledge_revision revision ON revision.article_id = article.id"
    " AND revision.revision = coalesce(article.published_revision, article.current_revision)"
    " WHERE {where} ORDER BY article.number, vote.kind"
)


class KnowledgeTicketArticle(Struct, frozen=True, kw_only=True):
    """An article, and what was said of it on the ticket; once for each kind of vote."""

    article_id: UUID
    number: int
    title: str
    kind: KnowledgeVoteKind


class KnowledgeTicketExtension(Struct, frozen=True, kw_only=True):
    """What a ticket shows: the articles that were judged on it, by number."""

    articles: list[KnowledgeTicketArticle]


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, KnowledgeTicketExtension]:
    """Return what tickets show; one statement."""
    where = ctx.db.any_of("vote.ticket_id", ids)
    found: defaultdict[UUID, list[KnowledgeTicketArticle]] = defaultdict(list)
    for row in await ctx.db.fetch(_JUDGED.format(where=where.sql), *where.args):
        found[row["ticket_id"]].append(
            KnowledgeTicketArticle(
                article_id=row["article_id"],
                number=row["number"],
                title=row["title"],
                kind=KnowledgeVoteKind(row["kind"]),
            )
        )
    return {each: KnowledgeTicketExtension(articles=found[each]) for each in ids}


def has_article(value: UUID) -> Clause:
    """Return the condition that an article was judged on a ticket."""
    return Clause("ticket.id IN (SELECT vote.ticket_id FROM knowledge_vote vote WHERE vote.article_id = ?)", (value,))


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=KnowledgeTicketExtension,
        load=load_tickets,
        filters={
            "article_id": ExtensionFilter(
                type=UUID, where=has_article, description="Something was said of this article on the ticket."
            )
        },
        permission=READ.name,
    ),
)
