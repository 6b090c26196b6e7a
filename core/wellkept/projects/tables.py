"""The rows of projects."""

from piccolo.columns import UUID, BigInt, Date, DoublePrecision, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import JSONB
from piccolo.table import Table

from wellkept.customers.tables import Customer
from wellkept_sdk.db.columns import (
    code,
    created_at,
    day,
    document,
    double,
    primary_key,
    reference,
    text,
    updated_at,
    version,
)
from wellkept_sdk.db.indexes import index
from wellkept_sdk.records.projects import Stage


class Project(Table, tablename="project"):
    """What was delivered to a customer."""

    id: UUID = primary_key()
    code: Text = code(unique=True)
    name: Text = text()
    customer_id: ForeignKey[Customer] = reference(Customer, on_delete=OnDelete.restrict, index=False)
    kind: Text = text()
    address: Text = text(null=True)
    region_code: Text = text(null=True, index=True)
    longitude: DoublePrecision = double(null=True)
    latitude: DoublePrecision = double(null=True)
    time_zone: Text = text(null=True)
    stage: Text = text(default=Stage.IN_SERVICE.value)
    accepted_on: Date = day(null=True)
    handed_over_on: Date = day(null=True)
    metadata: JSONB = document(default={})
    created_at: Timestamptz = created_at()
    updated_at: Timestamptz = updated_at()
    version: BigInt = version()


INDEXES = (index("project", "customer_id", "code"),)
