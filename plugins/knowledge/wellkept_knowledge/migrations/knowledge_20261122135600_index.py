"""
What each database searches with, which none of the declared tables can be.

SQLite has a full text index whose content are the documents; whoever changes a document tells it what it forgets and
what it takes up. PostgreSQL has the tokens of a document as a `tsvector`, for required words, and a posting for each
token of each document, for the score.
"""

from wellkept_sdk.db import Database, Dialect

_STATISTICS = "INSERT INTO knowledge_statistics (id, documents, length_total) VALUES (1, 0, 0)"
#: All characters but those of ASCII belong to tokens, so that the tokens stay those that were made in Python.
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE knowledge_fts USING fts5(title, keys, symptom, body, content='knowledge_document', content_rowid='id', tokenize='ascii')",
)
_ON_POSTGRES = (
    "ALTER TABLE knowledge_document ADD COLUMN words TSVECTOR NOT NULL DEFAULT ''",
    "CREATE INDEX knowledge_document__words ON knowledge_document USING gin (words)",
    # The length of the document stands in the key too, so that a score reads nothing but the index.
    # Without a reference to the document, which would need an index as large as the table: whoever removes a document
    # knows its tokens.
    """CREATE TABLE knowledge_posting (
    "term" TEXT COLLATE "C" NOT NULL,
    "document_id" INTEGER NOT NULL,
    "frequency" INTEGER NOT NULL,
    "length" INTEGER NOT NULL,
    PRIMARY KEY (term, document_id) INCLUDE (frequency, length)
)""",
)


async def change(database: Database) -> None:
    """Make the index of this database, and the row that counts the documents."""
    await database.execute(_STATISTICS)
    for statement in _ON_SQLITE if database.dialect is Dialect.SQLITE else _ON_POSTGRES:
        await database.execute(statement)
