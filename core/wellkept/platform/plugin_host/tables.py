"""Failures of optional plugins that a change outlived."""

from piccolo.columns import UUID, Text, Timestamptz
from piccolo.table import Table

from wellkept_sdk.db.columns import created_at, primary_key, text
from wellkept_sdk.db.indexes import index


class PluginFailure(Table, tablename="plugin_failure"):
    """One call of a hook that failed, stored with the change that went on without it."""

    id: UUID = primary_key()
    plugin: Text = text()
    hook: Text = text()
    subject: Text = text(null=True)
    error: Text = text()
    request_id: Text = text(null=True)
    created_at: Timestamptz = created_at()


INDEXES = [
    index("plugin_failure", "plugin", "created_at", "id"),
    index("plugin_failure", "created_at", "id"),
]
