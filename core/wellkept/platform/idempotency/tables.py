"""The answers that may be given again."""

from piccolo.columns import JSONB, UUID, BigInt, SmallInt, Text, Timestamptz
from piccolo.table import Table

from wellkept_sdk.db import columns
from wellkept_sdk.db.columns import document, primary_key, small_integer, text
from wellkept_sdk.db.indexes import index


class IdempotencyKey(Table, tablename="idempotency_key"):
    """
    One answered request that carried an Idempotency-Key.

    The scope is the digest of actor, method, path and key. The body is kept as base64, for not every answer is text.
    """

    id: UUID = primary_key()
    created_at: Timestamptz = columns.created_at()
    updated_at: Timestamptz = columns.updated_at()
    version: BigInt = columns.version()
    scope_sha256: Text = text(unique=True)
    body_sha256: Text = text()
    status: SmallInt = small_integer()
    headers: JSONB = document()
    body: Text = text()


INDEXES = [index("idempotency_key", "created_at")]
