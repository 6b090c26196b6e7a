"""Typed identifiers: UUID version 7 (RFC 9562, section 5.7), so that ids sort by the time of their making."""

import os
import threading
import time
from typing import NewType
from uuid import UUID

CustomerTypeId = NewType("CustomerTypeId", UUID)
CustomerId = NewType("CustomerId", UUID)
ProjectId = NewType("ProjectId", UUID)
EquipmentId = NewType("EquipmentId", UUID)
TicketId = NewType("TicketId", UUID)
AttachmentId = NewType("AttachmentId", UUID)
LogEntryId = NewType("LogEntryId", UUID)
UserId = NewType("UserId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
EventId = NewType("EventId", UUID)
PartyId = NewType("PartyId", UUID)
ServicePlanId = NewType("ServicePlanId", UUID)
ContractId = NewType("ContractId", UUID)
ActivationId = NewType("ActivationId", UUID)
CalendarId = NewType("CalendarId", UUID)
ClockId = NewType("ClockId", UUID)

_COUNTER_BITS = 12
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1
_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_RANDOM_BITS = 62

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """
    Return a new id that is greater than every id this process made before.

    Its first 60 bits hold Unix time: 48 bits of milliseconds and, as method 3 of RFC 9562 section 6.2 allows,
    12 bits of the fraction of that millisecond. Within one tick the number is raised by one, so ids never tie.
    Migrations import this function by its path: it must stay here for ever.
    """
    global _last  # noqa: PLW0603 - the monotonic tick is the one thing this module remembers
    milliseconds, fraction_ns = divmod(time.time_ns(), 1_000_000)
    tick = (milliseconds << _COUNTER_BITS) | ((fraction_ns << _COUNTER_BITS) // 1_000_000)
    with _lock:
        _last = tick = max(tick, _last + 1)
    random = int.from_bytes(os.urandom(8)) >> (64 - _RANDOM_BITS)
    stamp = ((tick >> _COUNTER_BITS) << 80) | ((tick & _COUNTER_MASK) << 64)
    return UUID(int=stamp | _VERSION_AND_VARIANT | random)
