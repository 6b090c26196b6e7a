"""The facts of a ticket as one tells them, and the clocks that the fold makes of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from made_calendars import closed, cn_standard
from sla_clocks import PUMPCO, TERMS_HASH, at, working
from wellkept_calendars.rules.content import CalendarsException
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled
from wellkept_sdk.ids import PartyId
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import Duration
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Holder, Measure
from wellkept_sla.rules.clocks import Clock, Folded
from wellkept_sla.rules.facts import Fact, FactData, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.terms import PRESET, ClockTerms, Grade, SlaTerms

REVISION: Final = UUID("01990000-0000-7000-8000-000000000001")
NEXT_REVISION: Final = UUID("01990000-0000-7000-8000-000000000002")
OTHER_HASH: Final = "b" * 64
CUSTOMERS_TIME: Final = (HoldReason.CUSTOMER, HoldReason.ACCESS, HoldReason.WEATHER, HoldReason.SCHEDULED)


def standard(*exceptions: CalendarsException, revision_id: UUID = REVISION) -> CompiledCalendar:
    """Return the standard calendar of 2026 with dated changes."""
    return compiled(
        cn_standard(*exceptions), code="cn-standard", revision_id=revision_id, revision=1 if not exceptions else 2
    )


STANDARD: Final = standard()
#: The same with Wednesday, 4 March, closed.
REVISED: Final = standard(closed("2026-03-04"), revision_id=NEXT_REVISION)


def happened(kind: FactKind, text: str, *, recorded: str | None = None, **data: Any) -> Fact:
    """Return a fact that was recorded when it happened, or later."""
    recorded_at = at(recorded or text)
    return Fact(position=0, kind=kind, occurred_at=at(text), recorded_at=recorded_at, data=FactData(**data))


def opened(
    text: str,
    *,
    grade: int = 1,
    recorded: str | None = None,
    parties: Mapping[str, PartyId] | None = None,
    **data: Any,
) -> Fact:
    """Return the opening of a ticket that was reported then; other terms than the usual are named by their hash."""
    said: dict[str, Any] = {
        "terms_hash": TERMS_HASH,
        "calendars": {"cn-standard": REVISION},
        "parties": parties or {"PUMPCO": PUMPCO},
        "reported_at": at(text),
        **data,
    }
    return happened(FactKind.OPENED, text, recorded=recorded, grade=grade, **said)


def held(text: str, reason: str = "customer", *, party_id: PartyId | None = None) -> Fact:
    """Return a hold."""
    return happened(FactKind.HELD, text, reason=HoldReason(reason), party_id=party_id)


def resumed(text: str) -> Fact:
    """Return the end of a hold."""
    return happened(FactKind.RESUMED, text)


def responded(text: str) -> Fact:
    """Return our answer."""
    return happened(FactKind.RESPONDED, text)


def resolved(text: str) -> Fact:
    """Return the end of the matter."""
    return happened(FactKind.RESOLVED, text)


def held_by(text: str, holder: Holder, *, party_id: PartyId | None = None) -> Fact:
    """Return somebody's word on who has the matter in hand."""
    return happened(FactKind.HOLDER, text, holder=holder, party_id=party_id)


def grade_changed(text: str, grade: int) -> Fact:
    """Return a change of the grade."""
    return happened(FactKind.GRADE_CHANGED, text, grade=grade)


def activated(text: str, terms_hash: str | None = OTHER_HASH) -> Fact:
    """Return a change of the terms; None takes the ticket from sla."""
    return happened(
        FactKind.ACTIVATION_CHANGED,
        text,
        terms_hash=terms_hash,
        calendars={"cn-standard": REVISION},
        parties={"PUMPCO": PUMPCO},
    )


def calendar_revised(text: str) -> Fact:
    """Return the news that the standard calendar is closed on 4 March."""
    return happened(FactKind.CALENDAR_REVISED, text, calendars={"cn-standard": NEXT_REVISION})


def same_for_all(target: Duration) -> dict[Grade, Duration]:
    """Return one target for every grade."""
    return {"1": target, "2": target, "3": target}


def resolution(target: Duration, **fields: Any) -> ClockTerms:
    """Return a clock until the matter is put right; the customer's time does not count."""
    said: dict[str, Any] = {"pauses_on": CUSTOMERS_TIME, **fields}
    return ClockTerms(kind=ClockKind.SLA, measure=Measure.RESOLUTION, targets=same_for_all(target), **said)


def clock(measure: Measure, target: Duration, *, kind: ClockKind = ClockKind.SLA, **fields: Any) -> ClockTerms:
    """Return a clock with one target for every grade."""
    return ClockTerms(kind=kind, measure=measure, targets=same_for_all(target), **fields)


def working_preset() -> SlaTerms:
    """Return the preset with its hours meant as working hours."""
    hours_of = {"response": (4, 8, 24), "resolution": (24, 48, 72)}
    grades: tuple[Grade, ...] = ("1", "2", "3")
    clocks = {
        code: replace(PRESET[code], targets=dict(zip(grades, map(working, numbers), strict=True)))
        for code, numbers in hours_of.items()
    }
    return SlaTerms(clocks=clocks)


def numbered(*facts: Fact) -> list[Fact]:
    """Return facts with their positions in the order in which they are told."""
    return [replace(fact, position=position) for position, fact in enumerate(facts, start=1)]


def library(terms: SlaTerms | None = None, *, other: SlaTerms | None = None) -> Library:
    """Return the terms of the opening and of a later activation, and both revisions of the calendar."""
    return Library(
        terms={TERMS_HASH: terms or SlaTerms(), OTHER_HASH: other or SlaTerms()},
        calendars={REVISION: STANDARD, NEXT_REVISION: REVISED},
    )


def folded(*facts: Fact, as_of: str, terms: SlaTerms | None = None, other: SlaTerms | None = None) -> Folded:
    """Return what the fold makes of a story at a moment."""
    return fold(library(terms, other=other), numbered(*facts), as_of=at(as_of))


def clocks(
    *facts: Fact, as_of: str, terms: SlaTerms | None = None, other: SlaTerms | None = None
) -> dict[tuple[str, int], Clock]:
    """Return the clocks of a story at a moment by code and number."""
    return {found.key: found for found in folded(*facts, as_of=as_of, terms=terms, other=other).clocks}


def one(target: Duration, *facts: Fact, as_of: str, **fields: Any) -> Clock:
    """Return the only clock of a story: the resolution, with one target."""
    terms = SlaTerms(clocks={"resolution": resolution(target, **fields)})
    [found] = folded(*facts, as_of=as_of, terms=terms).clocks
    return found


def text(moment: datetime | None) -> str | None:
    """Return a moment of 2026 as one says it in China: `02-14 10:00`, with seconds where they matter."""
    if moment is None:
        return None
    local = moment.astimezone(at("01-01 00:00").tzinfo)
    shown = f"{local:%m-%d %H:%M}"
    return shown if (local.second, local.microsecond) == (0, 0) else f"{shown}:{local:%S.%f}"


def length(microseconds: int | None) -> str | None:
    """Return a length as one writes it: `PT2H30M`."""
    return None if microseconds is None else write_duration(timedelta(microseconds=microseconds))
