"""Lines and approvals are never edited or deleted: the database itself holds them."""

from wellkept_sdk.db import Database, Dialect

_REFUSED = "Cost lines and approvals are never changed or deleted."
#: All but `ticket_id`, which the deletion of a ticket sets to null.
_LINE = (
    "id, number, kind, description, quantity_milli, unit, currency, unit_cost_minor, unit_price_minor, cost_minor,"
    " price_minor, covered_by, coverage_code, allowance_code, allowance_contract_id, allowance_starts_on, occurred_on,"
    " party_id, visit_id, source, source_key, collected, reverses_line_id, corrects_line_id, split_from_id, note,"
    " actor_id, created_at"
)
_APPROVAL = "id, limit_minor, currency, evidence, actor_id, created_at"

_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
_ON_POSTGRES = "EXECUTE FUNCTION costs_append_only()"
_FUNCTION = f"""CREATE FUNCTION costs_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'restrict_violation';
END $$"""
_GIVEN_A_TICKET = "WHEN (NEW.ticket_id IS NOT NULL)"
_TRIGGERS = tuple(
    trigger
    for table, columns in (("costs_line", _LINE), ("costs_approval", _APPROVAL))
    for trigger in (
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW",
        f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} FOR EACH ROW",
        f"CREATE TRIGGER {table}_of_ticket BEFORE UPDATE OF ticket_id ON {table} FOR EACH ROW {_GIVEN_A_TICKET}",
    )
)


async def change(database: Database) -> None:
    """Make the triggers."""
    if database.dialect is Dialect.SQLITE:
        for trigger in _TRIGGERS:
            await database.execute(f"{trigger} {_ON_SQLITE}")
        return
    await database.execute(_FUNCTION)
    for trigger in _TRIGGERS:
        await database.execute(f"{trigger} {_ON_POSTGRES}")
