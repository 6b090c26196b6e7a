"""How well promised times were kept, group by group."""

from enum import StrEnum

from msgspec import Struct


class GroupBy(StrEnum):
    """By what clocks are grouped."""

    CUSTOMER = "customer"  #: Whose tickets they are.
    PROJECT = "project"  #: Whose tickets they are.
    GRADE = "grade"  #: The grade that their target was for.
    CODE = "code"  #: Their code in the terms.
    PARTY = "party"  #: Who had promised them, of kind `uc`.
    MONTH = "month"  #: When they ended or are due, by UTC.


class SlaReportLine(Struct, frozen=True, kw_only=True):
    """
    One group of clocks.

    Args:
        key: an id, a grade, a code, or a month such as `2026-03`; null for clocks of no named party.
        label: its name for people.
        met: stopped until their due.
        missed: stopped after it, and not excused.
        excused: stopped after it, and excused.
        cancelled: ended without a verdict.
        open: running or paused.
        on_time: met among met and missed, with four decimals; null where there are none.
        median_consumed: of all that were met, missed or excused, each in its own unit; null where there are none.
    """

    key: str | None
    label: str
    met: int
    missed: int
    excused: int
    cancelled: int
    open: int
    on_time: str | None
    median_consumed: str | None


class SlaReport(Struct, frozen=True, kw_only=True):
    """How well promised times were kept, one line for each group, in the order of their labels."""

    items: list[SlaReportLine]
