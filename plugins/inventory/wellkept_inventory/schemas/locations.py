"""Places of stock."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.services.stock import LocationKind
from wellkept_sdk.text import Code, Name

SOURCING_PRIORITY_MAX = 99

#: What people make; the virtual ones belong to the ledger.
RealKind = Literal["warehouse", "station", "van", "site", "quarantine", "transit"]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, description="An IANA name.", examples=["Asia/Shanghai"])]
SourcingPriority = Annotated[
    int, Meta(ge=1, le=SOURCING_PRIORITY_MAX, description="In which order places are asked for stock: lower first.")
]


class InventoryLocationCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A new place.

    Args:
        parent_id: the place that it lies in.
        time_zone: by which lots expire there; that of its parent, or UTC, if it is left out.
        station_id: the regional station whose store it is.
    """

    code: Code
    name: Name
    kind: RealKind = "warehouse"
    parent_id: UUID | None = None
    time_zone: TimeZone | None = None
    sourcing_priority: SourcingPriority = 50
    station_id: UUID | None = None


class InventoryLocationChanges(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be said of a place that is there."""

    name: Name | UnsetType = UNSET
    kind: RealKind | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    sourcing_priority: SourcingPriority | UnsetType = UNSET
    station_id: UUID | UnsetType | None = UNSET


class InventoryLocationPatch(InventoryLocationChanges, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a place; one that is archived gets no stock any more, and must have none."""

    parent_id: UUID | UnsetType | None = UNSET
    archived: bool | UnsetType = UNSET


class InventoryLocationRead(Struct, frozen=True, kw_only=True):
    """A place of stock; the codes of virtual ones begin with `@`."""

    id: UUID
    code: str
    name: str
    kind: LocationKind
    parent_id: UUID | None
    time_zone: str
    sourcing_priority: int
    station_id: UUID | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int
