"""Contacts without a fault, what they found, and every step of their lives."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table


class SurveyFollowUp(Table, tablename="survey_follow_up"):
    """One contact with a customer about a project: planned by its terms, or by somebody."""

    id = columns.primary_key()
    number_seq = columns.big_integer()
    number = columns.text()
    customer_id = columns.reference(core_table("Customer"), on_delete=OnDelete.cascade)
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.cascade, index=False)
    code = columns.text()
    occurrence = columns.integer()
    #: Whether somebody has planned it, and not the terms.
    manual = columns.boolean(default=False)
    kind = columns.text()
    due_on = columns.day()
    #: The last day on which it may be made.
    window_until = columns.day()
    status = columns.text()
    assignee_id = columns.identifier(null=True)
    checklist = columns.document()
    #: `{"summary", "contact_name"}`.
    result = columns.document(null=True)
    #: Why it was moved, missed or cancelled, at last.
    reason = columns.text(null=True)
    done_at = columns.moment(null=True)
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class SurveyFollowUpTransition(Table, tablename="survey_follow_up_transition"):
    """One step in the life of a follow-up; never changed."""

    id = columns.primary_key()
    follow_up_id = columns.reference(SurveyFollowUp, on_delete=OnDelete.cascade, index=False)
    action = columns.text()
    from_status = columns.text(null=True)
    to_status = columns.text()
    occurred_at = columns.moment()
    recorded_at = columns.moment()
    actor_id = columns.identifier(null=True)
    data = columns.document()


class SurveyNeed(Table, tablename="survey_need"):
    """Something that a follow-up found."""

    id = columns.primary_key()
    follow_up_id = columns.reference(SurveyFollowUp, on_delete=OnDelete.cascade, index=False)
    position = columns.integer()
    kind = columns.text()
    text = columns.text()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True)
    created_at = columns.created_at()
