"""When engineers have time for a visit."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct, field


class StationsSlot(Struct, frozen=True, kw_only=True):
    """A time that lies in an engineer's working time, in no absence, and overlaps no visit."""

    starts_at: datetime = field(name="from")
    ends_at: datetime = field(name="to")
    engineer_id: UUID


class StationsSlots(Struct, frozen=True, kw_only=True):
    """The first such times, in their order."""

    items: list[StationsSlot]
