"""The audit trail: written once, never changed."""

from piccolo.table import Table

from wellkept_sdk.db import columns
from wellkept_sdk.db.indexes import index


class AuditEntry(Table, tablename="audit_entry"):
    """One change that somebody made; the actor's name is that of the time, for accounts are renamed."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    occurred_at = columns.moment()
    actor_kind = columns.text()
    actor_id = columns.identifier(null=True)
    actor_name = columns.text()
    action = columns.text()
    subject = columns.text()
    changes = columns.document()
    request_id = columns.text(null=True)


INDEXES = (
    index("audit_entry", "occurred_at", "id"),
    index("audit_entry", "subject", "occurred_at", "id"),
    index("audit_entry", "actor_id", "occurred_at", "id"),
)
