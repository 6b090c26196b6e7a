"""What is stored of suppliers' stock: agreements with their prices, what is owed line by line, and the statements."""

from wellkept_sdk.db import OnDelete, Table, TableSet, columns, core_table, index, unique_index


class ConsignmentAgreement(Table, tablename="consignment_agreement"):
    """What was agreed with one supplier."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    party_id = columns.identifier()
    status = columns.text()
    currency = columns.text()
    time_zone = columns.text()
    starts_on = columns.day()
    ends_on = columns.day(null=True)
    period = columns.text()
    answer_days = columns.integer()
    silence = columns.text()
    loss_rule = columns.text()
    ageing_limit_days = columns.integer(null=True)
    ageing_action = columns.text(null=True)
    metadata = columns.document()


class ConsignmentItem(Table, tablename="consignment_item"):
    """A part of an agreement, at one place or, under the nil UUID, at all."""

    id = columns.primary_key()
    agreement_id = columns.reference(ConsignmentAgreement, on_delete=OnDelete.restrict, index=False)
    part_id = columns.identifier()
    location_id = columns.identifier()
    minimum_milli = columns.big_integer(null=True)
    maximum_milli = columns.big_integer(null=True)


class ConsignmentPrice(Table, tablename="consignment_price"):
    """What a unit costs on days from `valid_from` until before `valid_to`; never changed, never deleted."""

    id = columns.primary_key()
    agreement_id = columns.reference(ConsignmentAgreement, on_delete=OnDelete.restrict, index=False)
    part_id = columns.identifier()
    version = columns.integer()
    valid_from = columns.day()
    valid_to = columns.day(null=True)
    unit_price_minor = columns.big_integer()
    reason = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    recorded_at = columns.moment()


class ConsignmentLine(Table, tablename="consignment_line"):
    """One debit or credit; never changed but for the one step from unpriced to priced, never deleted."""

    id = columns.primary_key()
    kind = columns.text()
    agreement_id = columns.reference(ConsignmentAgreement, on_delete=OnDelete.restrict, index=False)
    party_id = columns.identifier()
    part_id = columns.identifier(null=True)
    #: The nil UUID stands for none.
    lot_id = columns.identifier()
    lot = columns.text(null=True)
    serial = columns.text(null=True)
    location_id = columns.identifier(null=True)
    move_id = columns.identifier(null=True)
    corrects_line_id = columns.identifier(null=True)
    price_id = columns.identifier(null=True)
    price_version = columns.integer(null=True)
    #: A back-charge.
    source_id = columns.identifier(null=True)
    #: Of a claim, in hundredths.
    share_percent = columns.small_integer(null=True)
    price_on = columns.day()
    quantity_milli = columns.big_integer()
    unit_price_minor = columns.big_integer(null=True)
    amount_minor = columns.big_integer(null=True)
    currency = columns.text()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()
    reason = columns.text(null=True)
    #: The ids of attachments: a list.
    evidence = columns.document()
    actor_id = columns.identifier(null=True)


class ConsignmentStatement(Table, tablename="consignment_statement"):
    """What both sides settle for a period of an agreement."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    agreement_id = columns.reference(ConsignmentAgreement, on_delete=OnDelete.restrict, index=False)
    party_id = columns.identifier()
    period_from = columns.day()
    period_to = columns.day()
    status = columns.text()
    currency = columns.text()
    total_minor = columns.big_integer()
    issued_at = columns.moment(null=True)
    answer_due_on = columns.day(null=True)
    agreed_at = columns.moment(null=True)
    paid_on = columns.day(null=True)
    reference = columns.text(null=True)
    reminded_at = columns.moment(null=True)


class ConsignmentStatementLine(Table, tablename="consignment_statement_line"):
    """A line on a statement, with the supplier's answer; `standing` until it is cancelled or carried."""

    id = columns.primary_key()
    statement_id = columns.reference(ConsignmentStatement, on_delete=OnDelete.cascade, index=False)
    line_id = columns.reference(ConsignmentLine, on_delete=OnDelete.restrict)
    standing = columns.boolean()
    late = columns.boolean()
    answer = columns.text()
    reason = columns.text(null=True)
    party_quantity_milli = columns.big_integer(null=True)
    party_amount_minor = columns.big_integer(null=True)
    outcome = columns.text(null=True)
    note = columns.text(null=True)
    answered_by = columns.identifier(null=True)
    answered_at = columns.moment(null=True)
    answered_how = columns.text(null=True)


class ConsignmentReceipt(Table, tablename="consignment_receipt"):
    """What came in under a supplier's name, so that the age of what still lies there can be told."""

    id = columns.primary_key()
    party_id = columns.identifier()
    part_id = columns.identifier()
    #: The nil UUID stands for none.
    lot_id = columns.identifier()
    move_id = columns.identifier()
    quantity_milli = columns.big_integer()
    occurred_at = columns.moment()


class ConsignmentAged(Table, tablename="consignment_aged"):
    """A layer of stock that was announced as too old, so that it is announced once."""

    id = columns.primary_key()
    agreement_id = columns.reference(ConsignmentAgreement, on_delete=OnDelete.cascade, index=False)
    #: The receipt's move that brought the layer in.
    move_id = columns.identifier()
    announced_at = columns.moment()


SCHEMA = TableSet(
    tables=(
        ConsignmentAgreement,
        ConsignmentItem,
        ConsignmentPrice,
        ConsignmentLine,
        ConsignmentStatement,
        ConsignmentStatementLine,
        ConsignmentReceipt,
        ConsignmentAged,
    ),
    migrations="wellkept_consignment.migrations",
    indexes=(
        unique_index("consignment_agreement", "number"),
        index("consignment_agreement", "party_id", "status"),
        unique_index("consignment_item", "agreement_id", "part_id", "location_id"),
        index("consignment_item", "part_id"),
        unique_index("consignment_price", "agreement_id", "part_id", "version"),
        unique_index("consignment_line", "move_id", where="move_id IS NOT NULL"),
        unique_index("consignment_line", "corrects_line_id", "price_id", where="kind = 'correction'"),
        unique_index("consignment_line", "source_id", where="source_id IS NOT NULL"),
        index("consignment_line", "agreement_id", "occurred_at", "id"),
        index("consignment_line", "agreement_id", "part_id", "price_on"),
        index("consignment_line", "corrects_line_id"),
        index("consignment_line", "occurred_at", "id"),
        unique_index("consignment_statement", "number"),
        unique_index(
            "consignment_statement", "agreement_id", "period_from", "period_to", where="status <> 'cancelled'"
        ),
        index("consignment_statement", "party_id", "status"),
        unique_index("consignment_statement_line", "line_id", where="standing"),
        index("consignment_statement_line", "statement_id", "answer"),
        unique_index("consignment_receipt", "move_id"),
        index("consignment_receipt", "party_id", "part_id", "lot_id", "occurred_at"),
        unique_index("consignment_aged", "agreement_id", "move_id"),
    ),
    sequences=("CREATE SEQUENCE consignment_agreement_number_seq", "CREATE SEQUENCE consignment_statement_number_seq"),
)
