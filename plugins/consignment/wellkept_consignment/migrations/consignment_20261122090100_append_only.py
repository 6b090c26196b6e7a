"""Prices and lines are never edited or deleted: the database itself holds them."""

from wellkept_sdk.db import Database, Dialect

_REFUSED = "Prices and lines are never changed or deleted."
#: All but what the first price fills in, and `ticket_id`, which the deletion of a ticket sets to null.
_LINE = (
    "id, kind, agreement_id, party_id, part_id, lot_id, lot, serial, location_id, move_id, corrects_line_id, source_id,"
    " share_percent, price_on, quantity_milli, currency, occurred_at, recorded_at, reason, evidence, actor_id"
)
_PRICED = "price_id, price_version, unit_price_minor, amount_minor"

_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
_ON_POSTGRES = "FOR EACH ROW EXECUTE FUNCTION consignment_append_only()"
_FUNCTION = f"""CREATE FUNCTION consignment_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'restrict_violation';
END $$"""
_TRIGGERS = (
    "CREATE TRIGGER consignment_price_unchanged BEFORE UPDATE ON consignment_price",
    "CREATE TRIGGER consignment_price_undeleted BEFORE DELETE ON consignment_price",
    f"CREATE TRIGGER consignment_line_unchanged BEFORE UPDATE OF {_LINE} ON consignment_line",
    "CREATE TRIGGER consignment_line_undeleted BEFORE DELETE ON consignment_line",
)
_CONDITIONAL = (
    (
        f"CREATE TRIGGER consignment_line_priced_once BEFORE UPDATE OF {_PRICED} ON consignment_line",
        "FOR EACH ROW WHEN (OLD.amount_minor IS NOT NULL)",
    ),
    (
        "CREATE TRIGGER consignment_line_of_ticket BEFORE UPDATE OF ticket_id ON consignment_line",
        "FOR EACH ROW WHEN (NEW.ticket_id IS NOT NULL)",
    ),
)


async def change(database: Database) -> None:
    """Make the triggers."""
    if database.dialect is Dialect.SQLITE:
        for trigger in (*_TRIGGERS, *(f"{trigger} {condition}" for trigger, condition in _CONDITIONAL)):
            await database.execute(f"{trigger} {_ON_SQLITE}")
        return
    await database.execute(_FUNCTION)
    for trigger in _TRIGGERS:
        await database.execute(f"{trigger} {_ON_POSTGRES}")
    for trigger, condition in _CONDITIONAL:
        await database.execute(f"{trigger} {condition} EXECUTE FUNCTION consignment_append_only()")
