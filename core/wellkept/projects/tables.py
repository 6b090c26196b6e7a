"""The rows of projects."""

from enum import StrEnum

from piccolo.columns import UUID, BigInt, Date, DoublePrecision, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import JSONB
from piccolo.table import Table

from wellkept.customers.tables import Customer
from wellkept.platform.storage.columns import (
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
from wellkept.platform.storage.schema import index


class Stage(StrEnum):
    """Where a project stands between the plan and its end."""

    PLANNED = "planned"  #: Agreed, not begun.
    CONSTRUCTION = "construction"  #: Being built.
    COMMISSIONING = "commissioning"  #: Built, being started up.
    ACCEPTED = "accepted"  #: The customer has accepted it.
    HANDED_OVER = "handed_over"  #: The customer runs it.
    IN_SERVICE = "in_service"  #: In regular use.
    RETIRED = "retired"  #: No longer in use.


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
