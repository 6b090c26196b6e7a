"""Who was asked, and who was not."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table
from wellkept_survey.tables.templates import SurveyTemplate


class SurveyInvitation(Table, tablename="survey_invitation"):
    """One respondent asked once in one wave; `record_id` is the ticket, visit or project that it is about."""

    id = columns.primary_key()
    template_id = columns.reference(SurveyTemplate, on_delete=OnDelete.restrict, index=False)
    revision = columns.integer()
    record_id = columns.identifier()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, null=True, index=False)
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.cascade)
    customer_id = columns.reference(core_table("Customer"), on_delete=OnDelete.cascade, index=False)
    visit_id = columns.identifier(null=True)
    #: The ticket's station when it was sent; no foreign key, for the plugin `stations` may be absent.
    station_id = columns.identifier(null=True)
    trigger = columns.text()
    wave = columns.integer()
    #: SHA-256 in hexadecimal of the account's id, else the e-mail address, else the digits of the phone number.
    respondent_key = columns.text()
    #: Personal: `{"name", "email", "phone", "role", "user_id"}`.
    respondent = columns.document()
    channel = columns.text()
    status = columns.text()
    suppressed_because = columns.text(null=True)
    cancel_reason = columns.text(null=True)
    #: Of the token in the link, SHA-256 in hexadecimal.
    token_sha256 = columns.text(null=True)
    #: None of one that waits until somebody makes its link.
    send_at = columns.moment(null=True)
    sent_at = columns.moment(null=True)
    expires_at = columns.moment(null=True)
    answered_at = columns.moment(null=True)
    reminders_sent = columns.small_integer(default=0)
    follow_up_ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True)
    invited_by = columns.identifier(null=True)
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
