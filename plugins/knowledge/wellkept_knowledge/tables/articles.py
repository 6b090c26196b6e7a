"""Articles with their revisions and labels, what was said of them on tickets, and the words of both languages."""

from wellkept_knowledge.rules.kinds import KnowledgeStatus
from wellkept_sdk.db import OnDelete, Table, columns, core_table

BOOST_NONE = 1_000


class KnowledgeArticle(Table, tablename="knowledge_article"):
    """One piece of knowledge; what it says stands in its revisions."""

    id = columns.primary_key()
    number = columns.big_integer()
    status = columns.text(default=KnowledgeStatus.DRAFT.value)
    current_revision = columns.integer()
    #: The revision that is found; null while the article was never published, or was restored since.
    published_revision = columns.integer(null=True)
    audience = columns.text()
    language = columns.text()
    owner_id = columns.identifier(null=True)
    review_on = columns.day(null=True)
    stale_because = columns.text(null=True)
    #: When a revision was published or reviewed last: older votes do not make it stale again.
    reviewed_at = columns.moment(null=True)
    boost_milli = columns.integer(default=BOOST_NONE)
    used = columns.integer(default=0)
    solved = columns.integer(default=0)
    misleading = columns.integer(default=0)
    origin_ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True, index=False)
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class KnowledgeRevision(Table, tablename="knowledge_revision"):
    """The text of an article, never changed; only its reviewer is written when it is published."""

    id = columns.primary_key()
    article_id = columns.reference(KnowledgeArticle, on_delete=OnDelete.cascade, index=False)
    revision = columns.integer()
    title = columns.text()
    symptom = columns.text(default="")
    cause = columns.text(default="")
    remedy = columns.text(default="")
    body = columns.text(default="")
    #: Three lists of texts.
    safety = columns.document(default=[])
    tools = columns.document(default=[])
    parts = columns.document(default=[])
    #: Null where Wellkept itself has written it, from a ticket.
    author_id = columns.identifier(null=True)
    reviewer_id = columns.identifier(null=True)
    note = columns.text(null=True)
    created_at = columns.created_at()


class KnowledgeLabel(Table, tablename="knowledge_label"):
    """What an article belongs to; the value of a customer or project is its id."""

    id = columns.primary_key()
    article_id = columns.reference(KnowledgeArticle, on_delete=OnDelete.cascade, index=False)
    kind = columns.text()
    value = columns.text()


class KnowledgeVote(Table, tablename="knowledge_vote"):
    """What somebody says of an article on a ticket; a later vote replaces it."""

    id = columns.primary_key()
    article_id = columns.reference(KnowledgeArticle, on_delete=OnDelete.cascade, index=False)
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    actor_id = columns.identifier()
    kind = columns.text()
    note = columns.text(null=True)
    #: When the ticket last came back after this vote.
    reopened_at = columns.moment(null=True)
    created_at = columns.created_at()


class KnowledgePair(Table, tablename="knowledge_pair"):
    """A word of the trade in both languages."""

    id = columns.primary_key()
    zh_cn = columns.text()
    en = columns.text()
    note = columns.text(null=True)
    created_at = columns.created_at()
