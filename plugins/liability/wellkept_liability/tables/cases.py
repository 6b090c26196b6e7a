"""Cases: who bears which part of a ticket, what the parties said, and the evidence."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table


class LiabilityCase(Table, tablename="liability_case"):
    """The finding for one ticket. Its row is the lock of everything that happens to it."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    #: The ETag; which shares hold, `current_version` tells.
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True, index=False)
    status = columns.text()
    current_version = columns.integer()
    proposed_at = columns.moment(null=True)
    answer_due_at = columns.moment(null=True)
    #: When it was told that answers are overdue, for the current version.
    overdue_at = columns.moment(null=True)
    finalised_at = columns.moment(null=True)
    evidence_root = columns.text(null=True)
    actor_id = columns.identifier(null=True)


class LiabilityVersion(Table, tablename="liability_version"):
    """One immutable set of shares with its cause; never changed, never deleted."""

    id = columns.primary_key()
    case_id = columns.reference(LiabilityCase, on_delete=OnDelete.restrict, index=False)
    version = columns.integer()
    cause = columns.document()
    basis = columns.text()
    basis_text = columns.text(null=True)
    #: Of an arbitration: who decided what.
    decided_by = columns.text(null=True)
    decision = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()


class LiabilityShare(Table, tablename="liability_share"):
    """Who bears which part, in hundredths of a percent; those of a version add up to 10,000. Never changed."""

    id = columns.primary_key()
    version_id = columns.reference(LiabilityVersion, on_delete=OnDelete.restrict, index=False)
    position = columns.integer()
    role = columns.text()
    party_id = columns.identifier(null=True)
    scope = columns.text(null=True)
    share_bp = columns.integer()
    note = columns.text(null=True)


class LiabilityAnswer(Table, tablename="liability_answer"):
    """A party's word on its share of a version; one at a time."""

    id = columns.primary_key()
    version_id = columns.reference(LiabilityVersion, on_delete=OnDelete.restrict)
    share_id = columns.reference(LiabilityShare, on_delete=OnDelete.restrict, index=False)
    answer = columns.text()
    reason = columns.text(null=True)
    #: A list of shares that the party would agree to.
    counter_shares = columns.document(null=True)
    #: `party`, `staff` or `silence`.
    given_by = columns.text()
    evidence = columns.document(null=True)
    actor_id = columns.identifier(null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()


class LiabilityCaseStep(Table, tablename="liability_case_step"):
    """One thing that was done to a case: the history, never changed, never deleted."""

    id = columns.primary_key()
    case_id = columns.reference(LiabilityCase, on_delete=OnDelete.restrict, index=False)
    action = columns.text()
    from_status = columns.text(null=True)
    to_status = columns.text()
    version = columns.integer()
    party_id = columns.identifier(null=True)
    given_by = columns.text()
    note = columns.text(null=True)
    #: The action's own fields.
    data = columns.document()
    actor_id = columns.identifier(null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()


class LiabilityEvidence(Table, tablename="liability_evidence"):
    """What speaks for a finding, with its digest; never changed, never deleted."""

    id = columns.primary_key()
    case_id = columns.reference(LiabilityCase, on_delete=OnDelete.restrict, index=False)
    kind = columns.text()
    #: The attachment or the log entry.
    ref_id = columns.identifier(null=True)
    text = columns.text(null=True)
    sha256 = columns.text()
    taken_at = columns.moment(null=True)
    taken_by = columns.identifier(null=True)
    place = columns.text(null=True)
    note = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    recorded_at = columns.moment()
