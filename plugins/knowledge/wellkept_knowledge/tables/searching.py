"""What a search looks into: one document for each article that is found, and how common each token is."""

from wellkept_knowledge.tables.articles import KnowledgeArticle
from wellkept_sdk.db import OnDelete, Table, columns


class KnowledgeDocument(Table, tablename="knowledge_document"):
    """
    The tokens of an article that is found, each column a string of tokens with spaces between them.

    On PostgreSQL it has the column `words` too, a `tsvector` of all its tokens, made by hand in the migration.
    """

    #: The number of the article.
    id = columns.number_key()
    article_id = columns.reference(KnowledgeArticle, on_delete=OnDelete.cascade, index=False)
    title = columns.text()
    keys = columns.text()
    symptom = columns.text()
    body = columns.text()
    #: The normal text of all fields, which has to contain what is quoted.
    plain = columns.text()
    #: How many tokens all columns have together.
    length = columns.integer()
    audience_rank = columns.small_integer()
    language = columns.text()


class KnowledgeTerm(Table, tablename="knowledge_term"):
    """A token, and how many documents have it."""

    term = columns.text_key()
    documents = columns.integer()


class KnowledgeStatistics(Table, tablename="knowledge_statistics"):
    """How many documents there are and how long they are together: one row, with the id 1, written by the migration."""

    id = columns.number_key()
    documents = columns.integer(default=0)
    length_total = columns.big_integer(default=0)
