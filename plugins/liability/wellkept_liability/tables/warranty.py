"""Warranties, what the law asks of them, and what obligors were told."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table


class LiabilityWarrantyTerm(Table, tablename="liability_warranty_term"):
    """One promise: scope, obligor, start rule, length; `ends_on` is exclusive. A row is revoked, never deleted."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    #: Cascades, as an item's: a promise about nothing is none.
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.cascade, index=False)
    #: With everything below it.
    equipment_id = columns.reference(core_table("Equipment"), on_delete=OnDelete.cascade, null=True)
    scope = columns.text()
    side = columns.text()
    #: None is us.
    obligor_party_id = columns.identifier(null=True)
    start_rule = columns.text()
    fixed_on = columns.day(null=True)
    length = columns.document()
    #: Codes of causes: a list.
    exclusions = columns.document()
    replaces_id = columns.reference("self", on_delete=OnDelete.set_null, null=True)
    #: Of what came in the place of another, how its end follows from that one's.
    replacement_rule = columns.text(null=True)
    replacement_minimum = columns.document(null=True)
    reference = columns.text(null=True)
    starts_on = columns.day(null=True)
    ends_on = columns.day(null=True)
    #: What the law asked when the days were last counted: the code of its rule, and the first day that need not be
    #: covered.
    statutory_rule = columns.text(null=True)
    minimum_ends_on = columns.day(null=True)
    satisfied = columns.boolean(null=True)
    #: The end that was announced as near, so that it is announced once.
    ending_announced = columns.day(null=True)
    revoked_at = columns.moment(null=True)
    revoked_reason = columns.text(null=True)
    actor_id = columns.identifier(null=True)


class LiabilityWarrantyDate(Table, tablename="liability_warranty_date"):
    """What the days of a warranty were until a moment, so that a case that is final stands on what was known then."""

    id = columns.primary_key()
    term_id = columns.reference(LiabilityWarrantyTerm, on_delete=OnDelete.cascade, index=False)
    starts_on = columns.day(null=True)
    ends_on = columns.day(null=True)
    until = columns.moment()


class LiabilityReplacement(Table, tablename="liability_replacement"):
    """That an item was replaced: what was taken out and what was fitted, both held."""

    id = columns.primary_key()
    created_at = columns.created_at()
    equipment_id = columns.reference(core_table("Equipment"), on_delete=OnDelete.cascade, index=False)
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True)
    replaced_on = columns.day()
    rule = columns.text()
    minimum = columns.document(null=True)
    serial_removed = columns.text(null=True)
    serial_fitted = columns.text(null=True)
    actor_id = columns.identifier(null=True)


class LiabilityStatutoryRule(Table, tablename="liability_statutory_rule"):
    """The least length that a law allows for a scope."""

    id = columns.primary_key()
    created_at = columns.created_at()
    code = columns.code()
    jurisdiction = columns.text()
    scope = columns.text()
    minimum = columns.document()
    article = columns.text()
    source = columns.text()
    effective_from = columns.day()
    checked_on = columns.day(null=True)
    verified = columns.boolean()


class LiabilitySeason(Table, tablename="liability_season"):
    """From when to when is heated or cooled in a region; month and day, both included."""

    id = columns.primary_key()
    created_at = columns.created_at()
    region_prefix = columns.text()
    season = columns.text()
    starts_md = columns.text()
    ends_md = columns.text()
    source = columns.text()


class LiabilityNotice(Table, tablename="liability_notice"):
    """What the obligor of a warranty was asked to do about a ticket, and by when."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    warranty_term_id = columns.reference(LiabilityWarrantyTerm, on_delete=OnDelete.cascade)
    #: None is us.
    obligor_party_id = columns.identifier(null=True)
    status = columns.text()
    #: A day or a moment, as it was said, and from when on that is over.
    perform_by = columns.text()
    due_at = columns.moment()
    note = columns.text(null=True)
    #: When its default was noticed.
    defaulted_at = columns.moment(null=True)
    performed_at = columns.moment(null=True)
    stepped_in_at = columns.moment(null=True)
    urgent = columns.boolean(default=False)
    #: Who does it instead; None is us.
    step_in_party_id = columns.identifier(null=True)
    reason = columns.text(null=True)
    outcome_note = columns.text(null=True)
    actor_id = columns.identifier(null=True)


class LiabilityTicket(Table, tablename="liability_ticket"):
    """What a ticket is about, as its extension says."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    scope = columns.text(null=True)
