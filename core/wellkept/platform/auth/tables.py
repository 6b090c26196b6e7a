"""Accounts and their API keys."""

from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept_sdk.db import columns
from wellkept_sdk.db.indexes import index, unique_index


class UserAccount(Table, tablename="user_account"):
    """A person or program that may call; `customer_ids` bind accounts of role customer."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    email = columns.text()
    name = columns.text()
    role = columns.text()
    party_id = columns.identifier(null=True)
    customer_ids = columns.document(default=[])
    active = columns.boolean(default=True)


class ApiKey(Table, tablename="api_key"):
    """A key of an account; only its digest is kept."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    user_id = columns.reference(UserAccount, on_delete=OnDelete.restrict, index=False)
    name = columns.text()
    prefix = columns.text()
    key_sha256 = columns.text()
    scopes = columns.document(null=True)
    expires_at = columns.moment(null=True)
    revoked_at = columns.moment(null=True)
    last_used_at = columns.moment(null=True)


INDEXES = (
    unique_index("user_account", "lower(email)"),
    index("user_account", "role", where="active"),
    unique_index("api_key", "key_sha256"),
    index("api_key", "user_id", "id"),
    index("api_key", "expires_at", where="revoked_at IS NULL"),
)
