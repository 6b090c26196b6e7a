"""Failures of optional plugins that a change outlived."""

STATEMENTS = (
    """CREATE TABLE plugin_failure (
    "id" UUID PRIMARY KEY NOT NULL,
    "plugin" TEXT NOT NULL,
    "hook" TEXT NOT NULL,
    "subject" TEXT,
    "error" TEXT NOT NULL,
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL
)""",
    """CREATE INDEX plugin_failure__plugin__created_at__id ON plugin_failure (plugin, created_at, id)""",
    """CREATE INDEX plugin_failure__created_at__id ON plugin_failure (created_at, id)""",
)
