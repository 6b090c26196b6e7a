"""What was found, said and split is never edited or deleted: the database itself holds it."""

from wellkept_sdk.db import Database, Dialect

_REFUSED = "Versions, shares, evidence, allocations and histories are never changed or deleted."
_WHOLE = (
    "liability_version",
    "liability_share",
    "liability_case_step",
    "liability_evidence",
    "liability_back_charge_step",
    "liability_retention_entry",
)
#: All but `back_charge_id`, which tells by which back-charge the amount is asked for.
_ALLOCATION = "id, case_id, cost_line_id, share_id, currency, amount_minor, recorded_at"

_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
_ON_POSTGRES = "FOR EACH ROW EXECUTE FUNCTION liability_append_only()"
_FUNCTION = f"""CREATE FUNCTION liability_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'restrict_violation';
END $$"""
_TRIGGERS = (
    *(f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}" for table in _WHOLE),
    *(f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table}" for table in _WHOLE),
    f"CREATE TRIGGER liability_allocation_unchanged BEFORE UPDATE OF {_ALLOCATION} ON liability_allocation",
    "CREATE TRIGGER liability_allocation_undeleted BEFORE DELETE ON liability_allocation",
)


async def change(database: Database) -> None:
    """Make the triggers."""
    on_sqlite = database.dialect is Dialect.SQLITE
    if not on_sqlite:
        await database.execute(_FUNCTION)
    for trigger in _TRIGGERS:
        await database.execute(f"{trigger} {_ON_SQLITE if on_sqlite else _ON_POSTGRES}")
