"""What is asked."""

from wellkept_sdk.db import OnDelete, Table, columns


class SurveyTemplate(Table, tablename="survey_template"):
    """A named set of questions; `revision` is the one that new invitations ask."""

    id = columns.primary_key()
    code = columns.code()
    name = columns.text()
    status = columns.text()
    #: Whether respondent and ticket of its answers are hidden from everybody.
    anonymous = columns.boolean(default=False)
    #: Whether it came with the plugin and nobody has made it his own yet.
    preset = columns.boolean(default=False)
    revision = columns.integer()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class SurveyTemplateRevision(Table, tablename="survey_template_revision"):
    """The questions as they are asked from a moment on; never changed."""

    id = columns.primary_key()
    template_id = columns.reference(SurveyTemplate, on_delete=OnDelete.cascade, index=False)
    revision = columns.integer()
    questions = columns.document()
    #: By locale, as `thanks`.
    intro = columns.document()
    thanks = columns.document()
    created_by = columns.identifier(null=True)
    created_at = columns.created_at()
