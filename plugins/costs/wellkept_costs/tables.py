"""What is stored of costs: lines, what a ticket comes to, what is used of allowances, approvals and statements."""

from wellkept_sdk.db import Check, OnDelete, Table, TableSet, columns, core_table, index, unique_index


class CostsLine(Table, tablename="costs_line"):
    """One thing that was spent on a ticket; never changed, never deleted."""

    id = columns.primary_key()
    #: Set to null only by the database, with the deletion of a ticket.
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True, index=False)
    number = columns.big_integer()
    kind = columns.text()
    description = columns.text()
    quantity_milli = columns.big_integer()
    unit = columns.text()
    currency = columns.text()
    unit_cost_minor = columns.big_integer()
    unit_price_minor = columns.big_integer()
    cost_minor = columns.big_integer()
    price_minor = columns.big_integer()
    covered_by = columns.text()
    coverage_code = columns.text()
    allowance_code = columns.text(null=True)
    #: With the code, the key of what is used of the allowance, so that a reversal gives it back where it was taken.
    allowance_contract_id = columns.identifier(null=True)
    allowance_starts_on = columns.day(null=True)
    occurred_on = columns.day()
    party_id = columns.identifier(null=True)
    visit_id = columns.identifier(null=True)
    source = columns.text()
    source_key = columns.text(null=True)
    #: Whether it follows a charge that a plugin states.
    collected = columns.boolean()
    reverses_line_id = columns.identifier(null=True)
    #: Instead of which line it stands.
    corrects_line_id = columns.identifier(null=True)
    #: Of the second part of a split line, the first.
    split_from_id = columns.identifier(null=True)
    note = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    created_at = columns.created_at()


class CostsTicket(Table, tablename="costs_ticket"):
    """What a ticket comes to: the sums of its lines, and what the customer has approved; its lock as well."""

    #: The ticket's own id.
    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    customer_id = columns.identifier()
    currency = columns.text()
    cost_minor = columns.big_integer()
    price_minor = columns.big_integer()
    chargeable_minor = columns.big_integer()
    approved_minor = columns.big_integer(null=True)


class CostsAllowanceUse(Table, tablename="costs_allowance_use"):
    """How much of an allowance is used in one of its periods; its lock as well."""

    id = columns.primary_key()
    contract_id = columns.identifier()
    code = columns.text()
    period_starts_on = columns.day()
    used_milli = columns.big_integer()


class CostsApproval(Table, tablename="costs_approval"):
    """Up to what the customer wants chargeable work on a ticket; never changed, never deleted."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True, index=False)
    limit_minor = columns.big_integer()
    currency = columns.text()
    evidence = columns.document(null=True)
    actor_id = columns.identifier(null=True)
    created_at = columns.created_at()


class CostsStatement(Table, tablename="costs_statement"):
    """What customer and we settle for a period."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number = columns.big_integer()
    customer_id = columns.reference(core_table("Customer"), on_delete=OnDelete.cascade, index=False)
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.set_null, null=True)
    currency = columns.text()
    from_on = columns.day()
    to_on = columns.day()
    status = columns.text()
    total_minor = columns.big_integer()
    issued_at = columns.moment(null=True)
    answer_due_at = columns.moment(null=True)
    #: When it came to its status.
    moved_at = columns.moment()
    agreed_at = columns.moment(null=True)
    settled_at = columns.moment(null=True)
    agreed_by = columns.text(null=True)
    evidence = columns.document(null=True)
    reference = columns.text(null=True)


class CostsStatementLine(Table, tablename="costs_statement_line"):
    """A line on a statement, until it is released."""

    id = columns.primary_key()
    statement_id = columns.reference(CostsStatement, on_delete=OnDelete.cascade, index=False)
    line_id = columns.reference(CostsLine, on_delete=OnDelete.restrict)
    amount_minor = columns.big_integer()
    dispute = columns.text(null=True)
    released_at = columns.moment(null=True)


SCHEMA = TableSet(
    tables=(CostsLine, CostsTicket, CostsAllowanceUse, CostsApproval, CostsStatement, CostsStatementLine),
    migrations="wellkept_costs.migrations",
    indexes=(
        unique_index("costs_line", "number"),
        unique_index("costs_line", "source", "source_key", where="source_key IS NOT NULL"),
        unique_index("costs_line", "reverses_line_id", where="reverses_line_id IS NOT NULL"),
        unique_index("costs_line", "split_from_id", where="split_from_id IS NOT NULL"),
        index("costs_line", "ticket_id", "id"),
        index("costs_line", "covered_by", "occurred_on", "ticket_id"),
        unique_index("costs_ticket", "ticket_id"),
        unique_index("costs_allowance_use", "contract_id", "code", "period_starts_on"),
        index("costs_approval", "ticket_id", "id"),
        unique_index("costs_statement", "number"),
        index("costs_statement", "customer_id", "from_on", "id"),
        index("costs_statement", "status", "number"),
        index("costs_statement_line", "statement_id", "line_id"),
        # A line is settled once.
        unique_index("costs_statement_line", "line_id", where="released_at IS NULL"),
    ),
    checks=(
        Check("costs_line", "units", "unit_cost_minor >= 0 AND unit_price_minor >= 0"),
        Check("costs_allowance_use", "used", "used_milli >= 0"),
    ),
    sequences=("CREATE SEQUENCE costs_line_number_seq", "CREATE SEQUENCE costs_statement_number_seq"),
)
