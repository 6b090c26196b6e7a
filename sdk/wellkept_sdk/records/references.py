"""The kinds of record that core holds, and a reference to one."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class RecordName(StrEnum):
    """A kind of record that plugins can be active for."""

    CUSTOMER = "customer"  #: Who is served.
    PROJECT = "project"  #: What was delivered.
    EQUIPMENT = "equipment"  #: An installed item.
    TICKET = "ticket"  #: One matter to be put right.


class RecordRef(Struct, frozen=True):
    """One record of core."""

    name: RecordName
    id: UUID
