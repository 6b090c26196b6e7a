"""Money: what each share comes to, what parties owe us for it, and what is held back."""

from wellkept_liability.tables.cases import LiabilityCase, LiabilityShare
from wellkept_sdk.db import OnDelete, Table, columns, core_table


class LiabilityBackCharge(Table, tablename="liability_back_charge"):
    """What one party owes us of a ticket's costs; below zero it is a credit."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    case_id = columns.reference(LiabilityCase, on_delete=OnDelete.restrict)
    party_id = columns.identifier()
    currency = columns.text()
    amount_minor = columns.big_integer()
    status = columns.text()
    issued_at = columns.moment(null=True)
    answer_due_at = columns.moment(null=True)
    #: When it was told that the answer is overdue.
    overdue_at = columns.moment(null=True)
    #: `party`, `staff` or `silence`.
    answered_by = columns.text(null=True)
    reason = columns.text(null=True)
    method = columns.text(null=True)
    retention_id = columns.identifier(null=True)
    reference = columns.text(null=True)
    settled_at = columns.moment(null=True)
    actor_id = columns.identifier(null=True)


class LiabilityBackChargeStep(Table, tablename="liability_back_charge_step"):
    """One thing that was done to a back-charge: the history, never changed, never deleted."""

    id = columns.primary_key()
    back_charge_id = columns.reference(LiabilityBackCharge, on_delete=OnDelete.restrict, index=False)
    action = columns.text()
    from_status = columns.text(null=True)
    to_status = columns.text()
    given_by = columns.text()
    reason = columns.text(null=True)
    note = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()


class LiabilityAllocation(Table, tablename="liability_allocation"):
    """What a share comes to of one cost line; those of a line add up to it. The amount never changes."""

    id = columns.primary_key()
    case_id = columns.reference(LiabilityCase, on_delete=OnDelete.restrict, index=False)
    #: A line of the plugin `costs`.
    cost_line_id = columns.identifier()
    share_id = columns.reference(LiabilityShare, on_delete=OnDelete.restrict)
    currency = columns.text()
    amount_minor = columns.big_integer()
    back_charge_id = columns.reference(LiabilityBackCharge, on_delete=OnDelete.restrict, null=True)
    recorded_at = columns.moment()


class LiabilityRetention(Table, tablename="liability_retention"):
    """Money held back of a project's price. Its row is the lock of its balance."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    #: A document of money outlives its project.
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.set_null, null=True, index=False)
    direction = columns.text()
    party_id = columns.identifier(null=True)
    currency = columns.text()
    settlement_price_minor = columns.big_integer()
    rate_bp = columns.integer()
    amount_minor = columns.big_integer()
    balance_minor = columns.big_integer()
    start_rule = columns.text()
    fixed_on = columns.day(null=True)
    completion_reported_on = columns.day(null=True)
    months = columns.integer()
    starts_on = columns.day(null=True)
    ends_on = columns.day(null=True)
    status = columns.text()
    step_due_at = columns.moment(null=True)
    reference = columns.text(null=True)
    actor_id = columns.identifier(null=True)


class LiabilityRetentionEntry(Table, tablename="liability_retention_entry"):
    """One dated act: money withheld, deducted or paid, or a step of the release; never changed, never deleted."""

    id = columns.primary_key()
    retention_id = columns.reference(LiabilityRetention, on_delete=OnDelete.restrict, index=False)
    position = columns.integer()
    kind = columns.text()
    amount_minor = columns.big_integer(null=True)
    back_charge_id = columns.identifier(null=True)
    #: `party`, `staff` or `silence`.
    given_by = columns.text()
    reason = columns.text(null=True)
    reference = columns.text(null=True)
    note = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()
