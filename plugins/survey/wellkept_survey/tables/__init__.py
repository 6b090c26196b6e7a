"""What is stored of templates, invitations, answers and follow-ups."""

from typing import Final

from wellkept_sdk.db import Check, TableSet, index, unique_index
from wellkept_survey.tables.answers import SurveyAnswer, SurveyAnswerValue
from wellkept_survey.tables.follow_ups import SurveyFollowUp, SurveyFollowUpTransition, SurveyNeed
from wellkept_survey.tables.invitations import SurveyInvitation
from wellkept_survey.tables.templates import SurveyTemplate, SurveyTemplateRevision

#: As they stand in every condition: a partial index serves no other words.
SCHEDULED: Final = "status = 'scheduled' AND send_at IS NOT NULL"
OPEN_FOLLOW_UP: Final = "status IN ('planned', 'assigned')"

SCHEMA = TableSet(
    tables=(
        SurveyTemplate,
        SurveyTemplateRevision,
        SurveyInvitation,
        SurveyAnswer,
        SurveyAnswerValue,
        SurveyFollowUp,
        SurveyFollowUpTransition,
        SurveyNeed,
    ),
    migrations="wellkept_survey.migrations",
    indexes=(
        unique_index("survey_template", "code"),
        unique_index("survey_template_revision", "template_id", "revision"),
        unique_index("survey_invitation", "template_id", "record_id", "wave", "respondent_key"),
        unique_index("survey_invitation", "token_sha256", where="token_sha256 IS NOT NULL"),
        index("survey_invitation", "respondent_key", "sent_at"),
        index("survey_invitation", "customer_id", "template_id", "created_at"),
        index("survey_invitation", "template_id", "created_at"),
        index("survey_invitation", "status", "created_at"),
        index("survey_invitation", "created_at", "id"),
        index("survey_invitation", "ticket_id", "id"),
        index("survey_invitation", "send_at", where=SCHEDULED),
        unique_index("survey_answer", "invitation_id"),
        unique_index("survey_answer_value", "invitation_id", "question_code"),
        index("survey_answer_value", "question_code", "number"),
        unique_index("survey_follow_up", "number"),
        unique_index("survey_follow_up", "project_id", "code", "occurrence"),
        index("survey_follow_up", "due_on", "id", where=OPEN_FOLLOW_UP),
        index("survey_follow_up", "due_on", "id"),
        index("survey_follow_up", "status", "due_on"),
        index("survey_follow_up", "assignee_id", "due_on"),
        index("survey_follow_up_transition", "follow_up_id", "id"),
        index("survey_need", "follow_up_id"),
    ),
    checks=(
        Check("survey_template", "status", "status IN ('active', 'retired')"),
        Check(
            "survey_invitation",
            "status",
            "status IN ('scheduled', 'sent', 'answered', 'expired', 'suppressed', 'cancelled')",
        ),
        Check("survey_invitation", "suppressed", "(status = 'suppressed') = (suppressed_because IS NOT NULL)"),
        Check("survey_invitation", "wave", "wave >= 1"),
        Check("survey_follow_up", "status", "status IN ('planned', 'assigned', 'done', 'missed', 'cancelled')"),
        Check("survey_follow_up", "kind", "kind IN ('phone', 'email', 'visit', 'meeting')"),
        Check("survey_follow_up", "window_until", "window_until >= due_on"),
        Check("survey_need", "kind", "kind IN ('fault', 'part', 'training', 'upgrade', 'complaint', 'other')"),
    ),
    sequences=("CREATE SEQUENCE survey_follow_up_number_seq",),
)

__all__ = [
    "OPEN_FOLLOW_UP",
    "SCHEDULED",
    "SCHEMA",
    "SurveyAnswer",
    "SurveyAnswerValue",
    "SurveyFollowUp",
    "SurveyFollowUpTransition",
    "SurveyInvitation",
    "SurveyNeed",
    "SurveyTemplate",
    "SurveyTemplateRevision",
]
