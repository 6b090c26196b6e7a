"""What is stored of promised times: the facts, and the clocks that are folded from them."""

from wellkept_sdk.db import OnDelete, Table, TableSet, columns, core_table, index, unique_index


class SlaTerms(Table, tablename="sla_terms"):
    """The terms of an activation under the hash of their content; never changed, shared by all their tickets."""

    id = columns.primary_key()
    created_at = columns.created_at()
    hash = columns.text()
    document = columns.document()


class SlaTicket(Table, tablename="sla_ticket"):
    """One row per ticket: whoever folds locks it, and lists read it."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    first_due_at = columns.moment(null=True)
    first_due_clock_id = columns.identifier(null=True)
    response_due_at = columns.moment(null=True)
    resolution_due_at = columns.moment(null=True)
    breached = columns.boolean()
    paused = columns.boolean()
    #: None once the matter is put right, until somebody says otherwise.
    holder = columns.text(null=True)
    party_id = columns.identifier(null=True)
    #: For when the timer is set; None while nothing can happen by itself.
    next_at = columns.moment(null=True)


class SlaFact(Table, tablename="sla_fact"):
    """One recorded input of the fold; never changed, never deleted."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    position = columns.integer()
    kind = columns.text()
    occurred_at = columns.moment()
    recorded_at = columns.moment()
    actor_id = columns.identifier(null=True)
    data = columns.document()


class SlaClock(Table, tablename="sla_clock"):
    """One clock as it was folded last; of a running one, `consumed_us` is that of then."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    code = columns.text()
    number = columns.integer()
    cycle = columns.integer()
    kind = columns.text()
    measure = columns.text()
    party_id = columns.identifier(null=True)
    grade = columns.small_integer()
    target = columns.document()
    calendar_code = columns.text()
    calendar_revision_id = columns.identifier()
    time_zone = columns.text()
    state = columns.text()
    starts_at = columns.moment()
    original_due_at = columns.moment()
    due_at = columns.moment(null=True)
    provisional = columns.boolean()
    consumed_us = columns.big_integer()
    paused_since = columns.moment(null=True)
    stopped_at = columns.moment(null=True)
    stopped_by = columns.text(null=True)
    cancelled_because = columns.text(null=True)
    replaces_id = columns.identifier(null=True)
    over_elapsed_us = columns.big_integer(null=True)
    over_business_us = columns.big_integer(null=True)
    #: The position of the last fact that was known then.
    folded_to = columns.integer()


class SlaBreach(Table, tablename="sla_breach"):
    """A due that passed while the clock ran; never changed, never deleted."""

    id = columns.primary_key()
    clock_id = columns.reference(SlaClock, on_delete=OnDelete.cascade, index=False)
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=True)
    due_at = columns.moment()
    breached_at = columns.moment()
    detected_at = columns.moment()
    on_attach = columns.boolean()
    holder = columns.text()
    party_id = columns.identifier(null=True)
    #: How the time until then divides among the holders: a list of shares.
    attribution = columns.document()


class SlaMark(Table, tablename="sla_mark"):
    """What became of a breach afterwards: a pardon, or that it never was one; never changed, never deleted."""

    id = columns.primary_key()
    breach_id = columns.reference(SlaBreach, on_delete=OnDelete.cascade, index=False)
    kind = columns.text()
    reason_code = columns.text(null=True)
    note = columns.text(null=True)
    #: The ids of attachments: a list.
    evidence = columns.document()
    fact_id = columns.identifier(null=True)
    actor_id = columns.identifier(null=True)
    recorded_at = columns.moment()


class SlaShift(Table, tablename="sla_shift"):
    """One move of a clock's due; never changed, never deleted."""

    id = columns.primary_key()
    clock_id = columns.reference(SlaClock, on_delete=OnDelete.cascade, index=False)
    reason = columns.text()
    due_at_before = columns.moment(null=True)
    due_at_after = columns.moment(null=True)
    fact_id = columns.identifier()
    recorded_at = columns.moment()


class SlaThreshold(Table, tablename="sla_threshold"):
    """A moment of a threshold that came, or had passed before the ticket was recorded: it never comes again."""

    id = columns.primary_key()
    clock_id = columns.reference(SlaClock, on_delete=OnDelete.cascade, index=False)
    code = columns.text()
    repetition = columns.integer()
    at = columns.moment()
    state = columns.text()
    reached_at = columns.moment(null=True)


IS_OPEN = "state IN ('running', 'paused')"

SCHEMA = TableSet(
    tables=(SlaTerms, SlaTicket, SlaFact, SlaClock, SlaBreach, SlaMark, SlaShift, SlaThreshold),
    migrations="wellkept_sla.migrations",
    indexes=(
        unique_index("sla_terms", "hash"),
        unique_index("sla_ticket", "ticket_id"),
        index("sla_ticket", "first_due_at", "ticket_id"),
        index("sla_ticket", "ticket_id", where="breached"),
        index("sla_ticket", "ticket_id", where="paused"),
        unique_index("sla_fact", "ticket_id", "position"),
        unique_index("sla_clock", "ticket_id", "code", "number"),
        index("sla_clock", "due_at", "id", where="state = 'running'"),
        # The list without a state, which has the ended and the paused too.
        index("sla_clock", "due_at", "id"),
        index("sla_clock", "party_id", "due_at", where="kind = 'uc'"),
        index("sla_clock", "stopped_at", "code", "grade"),
        # What a new revision of a calendar concerns, ticket by ticket.
        index("sla_clock", "calendar_code", "ticket_id", where=IS_OPEN),
        unique_index("sla_breach", "clock_id", "due_at"),
        index("sla_breach", "breached_at", "id"),
        unique_index("sla_mark", "breach_id", "kind"),
        index("sla_shift", "clock_id", "id"),
        unique_index("sla_threshold", "clock_id", "code", "repetition"),
    ),
)
