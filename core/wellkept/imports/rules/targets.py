"""Our fields that a column can be mapped to, with the type that each value must have."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct

from wellkept.customers.schemas import Locale, TimeZone
from wellkept.projects.schemas import Address, Latitude, Longitude
from wellkept.tickets.rules.actions import Grade
from wellkept.tickets.schemas.tickets import Title
from wellkept_sdk.moment import Moment
from wellkept_sdk.records.equipment import Criticality, EquipmentStatus
from wellkept_sdk.records.projects import Stage
from wellkept_sdk.records.tickets import Urgency
from wellkept_sdk.text import Code, Email, LongText, Name, Phone, RequiredText, ShortText

COUNT_MAX = 1_000_000


class Kind(StrEnum):
    """What the rows of a file are."""

    TICKETS = "tickets"  #: Tickets with their history; several rows may form one ticket.
    CUSTOMERS = "customers"  #: Customers; their customer types must exist.
    PROJECTS = "projects"  #: Projects; their customers must exist.
    EQUIPMENT = "equipment"  #: Equipment; its projects must exist, a parent stands in an earlier row.


class Target(Struct, frozen=True):
    """One field of ours: the type of its values, and whether a record can do without it."""

    type: Any
    required: bool = False


Count = Annotated[int, Meta(ge=0, le=COUNT_MAX)]

#: The state of a ticket is mapped by `[states]`, not by a type.
STATUS = "status"
REPORTED_AT = "reported_at"
_FREE = Target(LongText)

TARGETS: dict[Kind, dict[str, Target]] = {
    Kind.TICKETS: {
        "title": Target(Title, required=True),
        "project_code": Target(Code, required=True),
        "channel": Target(Code, required=True),
        REPORTED_AT: Target(Moment, required=True),
        STATUS: Target(RequiredText),
        "description": Target(LongText),
        "equipment_code": Target(Code),
        "grade": Target(Grade),
        "urgency": Target(Urgency),
        "complexity": Target(ShortText),
        "fault_code": Target(Code),
        "operating_state": Target(ShortText),
        "impact": Target(LongText),
        "reporter.name": Target(Name),
        "reporter.phone": Target(Phone),
        "reporter.email": Target(Email),
        "occurred_at": Target(Moment),
        "first_responded_at": Target(Moment),
        "resolved_at": Target(Moment),
        "confirmed_at": Target(Moment),
        "closed_at": Target(Moment),
        "reopen_count": Target(Count),
        "handover_count": Target(Count),
        "resolution.cause_code": Target(Code),
        "resolution.cause": Target(RequiredText),
        "resolution.measure": Target(RequiredText),
        "resolution.test_result": Target(LongText),
        "resolution.explanation": Target(LongText),
    },
    Kind.CUSTOMERS: {
        "code": Target(Code, required=True),
        "name": Target(Name, required=True),
        "customer_type": Target(Code, required=True),
        "locale": Target(Locale),
        "time_zone": Target(TimeZone),
        "contact.name": Target(Name),
        "contact.role": Target(ShortText),
        "contact.phone": Target(Phone),
        "contact.email": Target(Email),
    },
    Kind.PROJECTS: {
        "code": Target(Code, required=True),
        "name": Target(Name, required=True),
        "customer_code": Target(Code, required=True),
        "kind": Target(Code, required=True),
        "site.address": Target(Address),
        "site.region_code": Target(Code),
        "site.longitude": Target(Longitude),
        "site.latitude": Target(Latitude),
        "site.time_zone": Target(TimeZone),
        "stage": Target(Stage),
        "accepted_on": Target(date),
        "handed_over_on": Target(date),
    },
    Kind.EQUIPMENT: {
        "code": Target(Code, required=True),
        "name": Target(Name, required=True),
        "project_code": Target(Code, required=True),
        "parent_code": Target(Code),
        "manufacturer": Target(Name),
        "model": Target(Name),
        "serial_number": Target(Name),
        "installed_on": Target(date),
        "commissioned_on": Target(date),
        "status": Target(EquipmentStatus),
        "location": Target(ShortText),
        "criticality": Target(Criticality),
    },
}
_FREE_PREFIXES: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(Kind, ("metadata.",)),
    Kind.EQUIPMENT: ("metadata.", "specifications."),
}


def target(kind: Kind, name: str) -> Target | None:
    """Return our field of this name; the members of free documents are anybody's to name."""
    if any(name.startswith(prefix) and name != prefix for prefix in _FREE_PREFIXES[kind]):
        return _FREE
    return TARGETS[kind].get(name)


def required_targets(kind: Kind) -> list[str]:
    """Return the fields without which there is no record."""
    return [name for name, found in TARGETS[kind].items() if found.required]
