"""The reserved key `core` of every plan: how tickets themselves behave for a record."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wellkept_sdk.terms import Terms

Days = Annotated[int, Meta(ge=0, le=3660)]


class Confirmation(StrEnum):
    """Whether the customer has to agree before a ticket may be closed."""

    REQUIRED = "required"  #: Only a confirmed ticket may be closed by hand.
    OPTIONAL = "optional"  #: A resolved ticket may be closed straight away.


class DayKind(StrEnum):
    """How days until a reminder or an automatic close are counted."""

    BUSINESS = "business"  #: Working days of the default calendar where there is one, else calendar days.
    CALENDAR = "calendar"  #: Every day counts.


class OpeningFact(StrEnum):
    """What a plan may demand when a ticket is opened."""

    EQUIPMENT_ID = "equipment_id"  #: Which installed item it is about.
    FAULT_CODE = "fault_code"  #: The code of the fault.
    OCCURRED_AT = "occurred_at"  #: When the fault appeared.
    OPERATING_STATE = "operating_state"  #: How the equipment was running.
    IMPACT = "impact"  #: What the fault does to the customer.
    REPORTER = "reporter"  #: Who reports it.


class ResolvingFact(StrEnum):
    """What a plan may demand when a ticket is resolved, beside what it may demand on opening."""

    EQUIPMENT_ID = "equipment_id"  #: Which installed item it was about.
    FAULT_CODE = "fault_code"  #: The code of the fault.
    OCCURRED_AT = "occurred_at"  #: When the fault appeared.
    OPERATING_STATE = "operating_state"  #: How the equipment was running.
    IMPACT = "impact"  #: What the fault did to the customer.
    REPORTER = "reporter"  #: Who reported it.
    CAUSE_CODE = "cause_code"  #: The code of the cause.
    TEST_RESULT = "test_result"  #: How the repair was verified.
    EXPLANATION = "explanation"  #: What the customer was told.


class CoreTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How tickets behave; 0 days means never."""

    confirmation: Confirmation = Confirmation.REQUIRED
    remind_after_days: Days = 5
    auto_close_after_days: Days = 10
    days: DayKind = DayKind.BUSINESS
    reopen_within_days: Days = 30
    recurrence_watch_days: Days = 30
    handovers_max: Annotated[int, Meta(ge=0, le=1000)] = 3
    required_to_open: tuple[OpeningFact, ...] = ()
    required_to_resolve: tuple[ResolvingFact, ...] = ()
