"""What was answered."""

from wellkept_sdk.db import OnDelete, Table, columns
from wellkept_survey.tables.invitations import SurveyInvitation


class SurveyAnswer(Table, tablename="survey_answer"):
    """The answer to one invitation, whose id it has; `comment` is personal."""

    id = columns.primary_key()
    invitation_id = columns.reference(SurveyInvitation, on_delete=OnDelete.cascade, index=False)
    comment = columns.text(null=True)
    #: Who of ours wrote it down.
    recorded_by = columns.identifier(null=True)
    #: How it reached us then: `{"kind", "contact_name", "note"}`.
    evidence = columns.document(null=True)
    language = columns.text()
    edited_until = columns.moment()
    created_at = columns.created_at()
    updated_at = columns.updated_at()


class SurveyAnswerValue(Table, tablename="survey_answer_value"):
    """What was answered to one question: a number, options or words."""

    id = columns.primary_key()
    invitation_id = columns.reference(SurveyInvitation, on_delete=OnDelete.cascade, index=False)
    question_code = columns.text()
    dimension = columns.text(null=True)
    number = columns.small_integer(null=True)
    choices = columns.document(null=True)
    text = columns.text(null=True)
