"""Equipment as plugins see it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from wellkept_sdk.ids import EquipmentId, ProjectId


class EquipmentStatus(StrEnum):
    """Where an item stands in its life."""

    PLANNED = "planned"  #: Not installed yet.
    IN_SERVICE = "in_service"  #: Installed and in use.
    STOPPED = "stopped"  #: Installed, at rest for now.
    RETIRED = "retired"  #: Taken out of use for good.


class Criticality(StrEnum):
    """How much depends on an item."""

    A = "a"  #: The plant stops or people are in danger without it.
    B = "b"  #: The plant runs worse without it.
    C = "c"  #: The plant runs on without it.


class EquipmentRecord(Struct, frozen=True, kw_only=True):
    """An installed item, as it is stored; `path` holds the ids from the root down to itself, each followed by `/`."""

    id: EquipmentId
    code: str
    name: str
    project_id: ProjectId
    parent_id: EquipmentId | None
    path: str
    manufacturer: str | None
    model: str | None
    serial_number: str | None
    installed_on: date | None
    commissioned_on: date | None
    status: EquipmentStatus
    location: str | None
    criticality: Criticality | None
    specifications: dict[str, Any]
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int
