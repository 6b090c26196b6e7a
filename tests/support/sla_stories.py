"""Random lives of tickets: every action where core allows it, at distinct moments of spring 2026."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st

from sla_clocks import MOTORCO, PUMPCO, TERMS_HASH, at, hours, working
from sla_facts import CUSTOMERS_TIME, OTHER_HASH, REVISION, clock, resolution
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Holder, Measure
from wellkept_sla.rules.facts import Fact, FactData, FactKind
from wellkept_sla.terms import PRESET, OnReopen, SlaTerms

START: Final = at("02-13 09:00")
#: Enough for the facts of one story, and for time to pass after the last of them.
END: Final = at("05-01 09:00")

_OPEN: Final = (
    FactKind.TRIAGED,
    FactKind.ASSIGNED,
    FactKind.RESPONDED,
    FactKind.HELD,
    FactKind.RESOLVED,
    FactKind.CANCELLED,
    FactKind.GRADE_CHANGED,
    FactKind.CUSTOMER_MESSAGE,
    FactKind.OUR_MESSAGE,
    FactKind.MILESTONE,
    FactKind.HOLDER,
    FactKind.ACTIVATION_CHANGED,
)
_HELD: Final = (FactKind.RESUMED, *(kind for kind in _OPEN if kind is not FactKind.HELD))
_WHILE_ENDED: Final = (
    FactKind.CUSTOMER_MESSAGE,
    FactKind.MILESTONE,
    FactKind.GRADE_CHANGED,
    FactKind.HOLDER,
    FactKind.ACTIVATION_CHANGED,
)
#: What may follow a fact, where that is not what could follow before; a simulation may withdraw what is resolved.
_NEXT: Final[Mapping[FactKind, Sequence[FactKind]]] = {
    FactKind.HELD: _HELD,
    FactKind.RESUMED: _OPEN,
    FactKind.RESOLVED: (
        FactKind.CONFIRMED,
        FactKind.CLOSED,
        FactKind.REJECTED,
        FactKind.CANCELLED,
        *_WHILE_ENDED,
    ),
    FactKind.CONFIRMED: (FactKind.CLOSED, FactKind.REOPENED, *_WHILE_ENDED),
    FactKind.CLOSED: (FactKind.REOPENED, *_WHILE_ENDED),
    FactKind.CANCELLED: (FactKind.REOPENED, *_WHILE_ENDED),
    FactKind.REJECTED: _OPEN,
    FactKind.REOPENED: _OPEN,
}
_PARTIES: Final = {"PUMPCO": PUMPCO, "MOTORCO": MOTORCO}
_VALUES: Final[Mapping[FactKind, Mapping[str, st.SearchStrategy[Any]]]] = {
    FactKind.GRADE_CHANGED: {"grade": st.integers(1, 3)},
    FactKind.MILESTONE: {"milestone": st.sampled_from(["on_site", "left"])},
    FactKind.ACTIVATION_CHANGED: {"terms_hash": st.sampled_from([TERMS_HASH, OTHER_HASH, None])},
    FactKind.REJECTED: {"by_customer": st.booleans()},
    FactKind.REOPENED: {"by_customer": st.booleans()},
}


def terms(on_reopen: OnReopen) -> SlaTerms:
    """Return terms with a clock of every measure and every unit."""
    return SlaTerms(
        on_reopen=on_reopen,
        clocks={
            "response": clock(Measure.RESPONSE, working(4)),
            "resolution": resolution(working(24), thresholds=PRESET["resolution"].thresholds),
            "repair": resolution(hours(48)),
            "days": resolution(BusinessDays(days=3)),
            "answers": clock(Measure.NEXT_RESPONSE, hours(2), pauses_on=CUSTOMERS_TIME),
            "updates": clock(Measure.UPDATE, working(8), pauses_on=(HoldReason.PARTS,)),
            "visit": clock(Measure.SPAN, hours(8), starts_on="assigned", stops_on="milestone:on_site"),
            "agreement": clock(Measure.SPAN, working(4), starts_on="resolved", stops_on="confirmed"),
            "report": clock(Measure.SPAN, hours(8), starts_on="resolved", stops_on="milestone:left"),
            "file": clock(Measure.SPAN, BusinessDays(days=1), starts_on="confirmed", stops_on="closed"),
            "suppliers": clock(Measure.HOLDING, working(16), kind=ClockKind.UC),
        },
    )


def other_terms() -> SlaTerms:
    """Return terms to which a ticket may change: other pauses, some clocks more, some less."""
    clocks = {**terms(OnReopen.RESUME).clocks}
    del clocks["days"], clocks["report"]
    clocks["agreement"] = clock(Measure.SPAN, hours(2), starts_on="resolved", stops_on="confirmed")
    clocks["end"] = clock(Measure.SPAN, hours(24), starts_on="resolved", stops_on="closed")
    clocks["repair"] = resolution(hours(12), pauses_on=())
    clocks["triage"] = clock(Measure.SPAN, hours(1), starts_on="opened", stops_on="triaged", kind=ClockKind.OLA)
    return SlaTerms(clocks=clocks)


def stories(*, without: Sequence[FactKind] = ()) -> st.SearchStrategy[list[Fact]]:
    """Return lives of tickets that leave out some kinds of facts."""
    return st.composite(_story)(frozenset(without))


def _story(draw: st.DrawFn, without: frozenset[FactKind]) -> list[Fact]:
    facts = [_fact(START, FactKind.OPENED, grade=2, terms_hash=TERMS_HASH, reported_at=START)]
    allowed: Sequence[FactKind] = _OPEN
    seconds = draw(st.lists(st.integers(1, 200_000), min_size=1, max_size=14))
    moment = START
    for gap in seconds:
        moment += timedelta(seconds=gap)
        kind = draw(st.sampled_from([kind for kind in allowed if kind not in without]))
        facts.append(_fact(moment, kind, **_data(draw, kind)))
        allowed = _NEXT.get(kind, allowed)
    return [_numbered(fact, position) for position, fact in enumerate(facts, start=1)]


def _data(draw: st.DrawFn, kind: FactKind) -> Mapping[str, Any]:
    if kind is FactKind.HELD:
        reason = draw(st.sampled_from(HoldReason))
        party_id = draw(st.sampled_from([PUMPCO, MOTORCO, None])) if reason is HoldReason.THIRD_PARTY else None
        return {"reason": reason, "party_id": party_id}
    if kind is FactKind.HOLDER:
        holder = draw(st.sampled_from(Holder))
        return {"holder": holder, "party_id": PUMPCO if holder is Holder.PARTY else None}
    return {name: draw(values) for name, values in _VALUES.get(kind, {}).items()}


def _fact(moment: Any, kind: FactKind, **data: Any) -> Fact:
    if "terms_hash" in data:
        data |= {"calendars": {"cn-standard": REVISION}, "parties": _PARTIES}
    return Fact(position=0, kind=kind, occurred_at=moment, recorded_at=moment, data=FactData(**data))


def _numbered(fact: Fact, position: int) -> Fact:
    return Fact(
        position=position,
        kind=fact.kind,
        occurred_at=fact.occurred_at,
        recorded_at=fact.recorded_at,
        data=fact.data,
    )
