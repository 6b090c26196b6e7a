"""Projects as plugins see them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from wellkept_sdk.ids import CustomerId, ProjectId


class Stage(StrEnum):
    """Where a project stands between the plan and its end."""

    PLANNED = "planned"  #: Agreed, not begun.
    CONSTRUCTION = "construction"  #: Being built.
    COMMISSIONING = "commissioning"  #: Built, being started up.
    ACCEPTED = "accepted"  #: The customer has accepted it.
    HANDED_OVER = "handed_over"  #: The customer runs it.
    IN_SERVICE = "in_service"  #: In regular use.
    RETIRED = "retired"  #: No longer in use.


class ProjectRecord(Struct, frozen=True, kw_only=True):
    """What was delivered to a customer, as it is stored."""

    id: ProjectId
    code: str
    name: str
    customer_id: CustomerId
    kind: str
    address: str | None
    region_code: str | None
    longitude: float | None
    latitude: float | None
    time_zone: str | None
    stage: Stage
    accepted_on: date | None
    handed_over_on: date | None
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int
