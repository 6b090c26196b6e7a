"""Tickets of Zammad's own tests as our facts: what its fields and its history say, and nothing that they do not."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from sla_clocks import TERMS_HASH
from sla_vectors import calendar_of
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import BusinessTime
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Measure
from wellkept_sla.rules.clocks import Clock, StoppedBy
from wellkept_sla.rules.facts import Fact, FactData, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.terms import ClockTerms, SlaTerms

Vector = Mapping[str, Any]

_MEASURES: Final = {
    "first_response_time": Measure.RESPONSE,
    "update_time": Measure.UPDATE,
    "solution_time": Measure.RESOLUTION,
}
_CODES: Final = {"first_response": "first_response_time", "update": "update_time", "close": "solution_time"}
_MINUTE: Final = timedelta(minutes=1)
_MICROSECOND: Final = timedelta(microseconds=1)


def answer(vector: Vector) -> str | int | None:
    """Return what our fold says to the question of a vector, in Zammad's own form."""
    found = newest_clocks(vector)
    attribute: str = vector["attribute"]
    if attribute == "escalation_at":
        dues = [clock.due_at for clock in found.values() if clock.is_open and clock.due_at is not None]
        return _written(min(dues, default=None))
    what, _, question = attribute.partition("_escalation_at")
    if not question and attribute.endswith("_escalation_at"):
        clock = found.get(_CODES[what])
        return None if clock is None else _written(clock.due_at)
    return _minutes(attribute, found)


def agrees(vector: Vector) -> bool:
    """Return whether both say the same; a closing time and the next opening are the same working instant."""
    ours, theirs = answer(vector), vector["expected"]
    if not isinstance(ours, str) or not isinstance(theirs, str):
        return ours == theirs
    between = calendar_of(vector).elapsed(datetime.fromisoformat(ours), datetime.fromisoformat(theirs))
    return between == timedelta(0)


def newest_clocks(vector: Vector) -> dict[str, Clock]:
    """Return the newest clock of each measure when the last thing has happened that a vector tells."""
    calendar = calendar_of(vector)
    facts = [_opening(vector, revision_id=calendar.revision_id), *sorted(_facts(vector), key=_moment)]
    numbered = [replace(fact, position=position) for position, fact in enumerate(facts, start=1)]
    library = Library(terms={TERMS_HASH: _terms(vector)}, calendars={calendar.revision_id: calendar})
    as_of = max(fact.occurred_at for fact in numbered)
    return {clock.code: clock for clock in fold(library, numbered, as_of=as_of).clocks}


def _terms(vector: Vector) -> SlaTerms:
    return SlaTerms(
        calendar="peer",
        clocks={
            code: ClockTerms(
                kind=ClockKind.SLA,
                measure=_MEASURES[code],
                targets={"3": BusinessTime(duration=write_duration(minutes * _MINUTE))},
                pauses_on=(HoldReason.CUSTOMER,),
            )
            for code, minutes in vector["sla_minutes"].items()
            if minutes is not None
        },
    )


def _opening(vector: Vector, *, revision_id: Any) -> Fact:
    at = datetime.fromisoformat(vector["ticket"]["created_at"])
    return _fact(FactKind.OPENED, at, grade=3, terms_hash=TERMS_HASH, calendars={"peer": revision_id}, reported_at=at)


def _facts(vector: Vector) -> Iterator[Fact]:
    ticket: Mapping[str, str] = vector["ticket"]
    for begins, ends in vector["pauses"]:
        yield _fact(FactKind.HELD, datetime.fromisoformat(begins), reason=HoldReason.CUSTOMER)
        yield _fact(FactKind.RESUMED, datetime.fromisoformat(ends))
    if "first_response_at" in ticket:
        yield _fact(FactKind.RESPONDED, datetime.fromisoformat(ticket["first_response_at"]))
    # The tests write fields that contradict each other: a first answer after a closing that never took place.
    if "close_at" in ticket and (vector["history"] or not vector["attribute"].startswith("first_response")):
        yield _fact(FactKind.RESOLVED, datetime.fromisoformat(ticket["close_at"]))
    for article in vector["articles"]:
        kind = FactKind.CUSTOMER_MESSAGE if article["sender"] == "Customer" else FactKind.OUR_MESSAGE
        if not article["internal"]:
            yield _fact(kind, datetime.fromisoformat(article["created_at"]))


def _fact(kind: FactKind, at: datetime, **data: Any) -> Fact:
    return Fact(position=0, kind=kind, occurred_at=at, recorded_at=at, data=FactData(**data))


def _moment(fact: Fact) -> datetime:
    return fact.occurred_at


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _minutes(attribute: str, found: Mapping[str, Clock]) -> int | None:
    """Return whole minutes that were used (`…_in_min`) or left (`…_diff_in_min`) when a clock stopped."""
    is_left = attribute.endswith("_diff_in_min")
    what = attribute.removesuffix("_diff_in_min").removesuffix("_in_min")
    clock = found.get(_CODES[what])
    if clock is None or clock.stopped_at is None:
        return None
    if what == "first_response" and clock.stopped_by is StoppedBy.RESOLVED:
        # Ours stops waiting for an answer when the matter is resolved, and says so; Zammad goes on without an end.
        return None
    used = clock.consumed_us // (_MINUTE // _MICROSECOND)
    assert isinstance(clock.target, BusinessTime)
    return clock.target.length // _MINUTE - used if is_left else used
