"""Postings and moves are never edited or deleted: the database itself holds them."""

from wellkept_sdk.db import Database, Dialect

#: All but `ticket_id`, which the deletion of a ticket sets to null.
_POSTING = (
    "id, number_seq, number, kind, occurred_at, recorded_at, actor_id, party_id, reference, reason, reverses_id,"
    " document_kind, document_id"
)
_REFUSED = "Postings and moves are never changed or deleted."

_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
_ON_POSTGRES = "FOR EACH ROW EXECUTE FUNCTION inventory_append_only()"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION inventory_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'restrict_violation';
END $$"""
_TRIGGERS = (
    "CREATE TRIGGER inventory_move_unchanged BEFORE UPDATE ON inventory_move",
    "CREATE TRIGGER inventory_move_undeleted BEFORE DELETE ON inventory_move",
    f"CREATE TRIGGER inventory_posting_unchanged BEFORE UPDATE OF {_POSTING} ON inventory_posting",
    "CREATE TRIGGER inventory_posting_undeleted BEFORE DELETE ON inventory_posting",
)
_TICKET_STAYS = "CREATE TRIGGER inventory_posting_of_ticket BEFORE UPDATE OF ticket_id ON inventory_posting"
_TO_ANOTHER = "FOR EACH ROW WHEN (NEW.ticket_id IS NOT NULL)"


async def change(database: Database) -> None:
    """Make the triggers."""
    if database.dialect is Dialect.SQLITE:
        for trigger in (*_TRIGGERS, f"{_TICKET_STAYS} {_TO_ANOTHER}"):
            await database.execute(f"{trigger} {_ON_SQLITE}")
        return
    await database.execute(_FUNCTION)
    for trigger in _TRIGGERS:
        await database.execute(f"{trigger} {_ON_POSTGRES}")
    await database.execute(f"{_TICKET_STAYS} {_TO_ANOTHER} EXECUTE FUNCTION inventory_append_only()")
