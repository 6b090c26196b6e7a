"""Revisions are never edited or deleted: the database itself holds them."""

from wellkept_sdk.db import Database, Dialect

_REFUSED = "Revisions are never changed or deleted."
#: All but the reviewer, who is written when the revision is published.
_REVISION = (
    "id, article_id, revision, title, symptom, cause, remedy, body, safety, tools, parts, author_id, note, created_at"
)

_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
_ON_POSTGRES = "FOR EACH ROW EXECUTE FUNCTION knowledge_append_only()"
_FUNCTION = f"""CREATE FUNCTION knowledge_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'restrict_violation';
END $$"""
_TRIGGERS = (
    f"CREATE TRIGGER knowledge_revision_unchanged BEFORE UPDATE OF {_REVISION} ON knowledge_revision",
    "CREATE TRIGGER knowledge_revision_undeleted BEFORE DELETE ON knowledge_revision",
)


async def change(database: Database) -> None:
    """Make the triggers."""
    if database.dialect is Dialect.POSTGRES:
        await database.execute(_FUNCTION)
    body = _ON_SQLITE if database.dialect is Dialect.SQLITE else _ON_POSTGRES
    for trigger in _TRIGGERS:
        await database.execute(f"{trigger} {body}")
