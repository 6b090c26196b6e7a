"""The rows of customers and their types."""

from piccolo.columns import UUID, BigInt, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import JSONB
from piccolo.table import Table

from wellkept_sdk.db.columns import (
    code,
    created_at,
    document,
    identifier,
    primary_key,
    reference,
    text,
    updated_at,
    version,
)
from wellkept_sdk.db.indexes import index


class CustomerType(Table, tablename="customer_type"):
    """A kind of customer, to which a service plan can be given."""

    id: UUID = primary_key()
    code: Text = code(unique=True)
    name: Text = text()
    default_plan_id: UUID = identifier(null=True, index=True)
    created_at: Timestamptz = created_at()
    updated_at: Timestamptz = updated_at()
    version: BigInt = version()


class Customer(Table, tablename="customer"):
    """Who is served."""

    id: UUID = primary_key()
    code: Text = code(unique=True)
    name: Text = text()
    customer_type_id: ForeignKey[CustomerType] = reference(CustomerType, on_delete=OnDelete.restrict, index=False)
    contacts: JSONB = document(default=[])
    locale: Text = text()
    time_zone: Text = text()
    metadata: JSONB = document(default={})
    created_at: Timestamptz = created_at()
    updated_at: Timestamptz = updated_at()
    version: BigInt = version()


INDEXES = (index("customer", "customer_type_id", "code"),)
