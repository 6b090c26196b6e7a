"""What starts and what stops each measure: one function for everything that happens to a ticket."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from wellkept_sdk.services.sla import Holder, Measure
from wellkept_sla.rules.clocks import CancelledBecause, ShiftReason, StoppedBy
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.rules.points import follows_resolution, point_of
from wellkept_sla.rules.running import Running
from wellkept_sla.rules.turns import Phase
from wellkept_sla.rules.walk import Walk
from wellkept_sla.terms import OnReopen

#: What the end of the matter stops with a verdict, early or late.
_STOPPED_AT_THE_END: Final = frozenset({Measure.RESPONSE, Measure.RESOLUTION, Measure.HOLDING})


def happen(walk: Walk, fact: Fact) -> None:
    """Let a fact that changes nothing in force start, stop, pause and go on with clocks."""
    point = point_of(fact)
    news = point if point is not None and walk.reach(point) else None
    if news is not None:
        _stop_spans(walk, news, fact=fact)
    react = _REACTIONS.get(fact.kind)
    if react is not None:
        react(walk, fact)
    if news is not None:
        _start_spans(walk, news, fact=fact)
    if fact.position in walk.holdings:
        _hand_over(walk, fact)


def _stop_spans(walk: Walk, point: str, *, fact: Fact) -> None:
    for run in walk.open_runs(Measure.SPAN):
        if run.identity.terms.stops_on == point:
            run.stop(walk.at(fact), by=StoppedBy.POINT, position=fact.position)


def _start_spans(walk: Walk, point: str, *, fact: Fact) -> None:
    for code in walk.named(Measure.SPAN):
        terms = walk.setting.clocks[code]
        if terms.starts_on == point and follows_resolution(terms) is walk.has_ended:
            run = walk.start(code, fact=fact)
            if walk.has_reached(terms.stops_on):
                # Who was on site before anybody was sent has kept the promise.
                run.stop(walk.at(fact), by=StoppedBy.POINT, position=fact.position)


def _open(walk: Walk, fact: Fact) -> None:
    for measure in (Measure.RESPONSE, Measure.RESOLUTION):
        walk.start_if_none(measure, fact=fact)


def _hold(walk: Walk, fact: Fact) -> None:
    assert fact.data.reason is not None, "A hold has a reason."
    if not walk.has_ended:
        walk.turn(fact, phase=fact.data.reason)


def _resume(walk: Walk, fact: Fact) -> None:
    if not isinstance(walk.phase, Phase):
        walk.turn(fact, phase=Phase.OPEN)


def _answer(walk: Walk, fact: Fact) -> None:
    by = StoppedBy.RESPONDED if fact.kind is FactKind.RESPONDED else StoppedBy.MESSAGE
    at = walk.at(fact)
    for run in walk.open_runs():
        measure = run.identity.terms.measure
        # An answer and its message are recorded at the same moment: together they are one update.
        is_another = measure is Measure.UPDATE and run.identity.starts_at < at
        if is_another or measure in {Measure.RESPONSE, Measure.NEXT_RESPONSE}:
            run.stop(at, by=by, position=fact.position)
    walk.is_answered = True
    if not walk.has_ended:
        walk.start_if_none(Measure.UPDATE, fact=fact)


def _ask(walk: Walk, fact: Fact) -> None:
    if walk.is_answered and not walk.has_ended:
        walk.start_if_none(Measure.NEXT_RESPONSE, fact=fact)


def _resolve(walk: Walk, fact: Fact) -> None:
    if walk.has_ended:
        return
    at = walk.at(fact)
    for run in walk.open_runs():
        run.go_on(at, position=fact.position)
        run.count_until(at)
        if run.is_breached or run.identity.terms.measure in _STOPPED_AT_THE_END:
            run.stop(at, by=StoppedBy.RESOLVED, position=fact.position)
        else:
            run.cancel(at, because=CancelledBecause.RESOLVED)
    walk.is_answered = True
    walk.turn(fact, phase=Phase.RESOLVED)


def _close(walk: Walk, fact: Fact) -> None:
    for run in walk.open_runs(Measure.SPAN):
        if run.identity.terms.stops_on == FactKind.CONFIRMED:
            run.cancel(walk.at(fact), because=CancelledBecause.CLOSED)


def _cancel(walk: Walk, fact: Fact) -> None:
    if walk.phase is not Phase.CANCELLED:
        _cancel_open(walk, fact, because=CancelledBecause.CANCELLED)
        walk.turn(fact, phase=Phase.CANCELLED)


def _cancel_open(walk: Walk, fact: Fact, *, because: CancelledBecause) -> None:
    at = walk.at(fact)
    for run in walk.open_runs():
        run.go_on(at, position=fact.position)
        run.cancel(at, because=because)


def _take_up(walk: Walk, fact: Fact) -> None:
    if walk.has_ended:
        _cancel_open(walk, fact, because=CancelledBecause.REOPENED)
        walk.turn(fact, phase=Phase.OPEN)
        for code in walk.named(Measure.RESOLUTION):
            old = walk.last_of(code)
            if old is not None and _ended_with_the_ticket(old):
                _run_again(walk, old, fact=fact)
        if walk.is_answered:
            walk.start_if_none(Measure.UPDATE, fact=fact)
    if fact.data.by_customer:
        _ask(walk, fact)


def _ended_with_the_ticket(run: Running) -> bool:
    return run.stopped_by is StoppedBy.RESOLVED or run.cancelled_because is CancelledBecause.CANCELLED


def _run_again(walk: Walk, old: Running, *, fact: Fact) -> None:
    assert walk.setting.terms is not None, "A clock that runs again has terms."
    at = walk.at(fact)
    again = replace(old.identity, attached_at=fact.recorded_at, answers_from=at)
    on_reopen = walk.setting.terms.on_reopen
    if on_reopen is OnReopen.RESUME:
        walk.reopen(old, fact=fact)
        _follow(walk, old, fact=fact)
    elif on_reopen is OnReopen.RESTART:
        walk.succeed(old, identity=replace(again, starts_at=at, position=fact.position))
    else:
        new = walk.succeed(old, identity=again)
        new.shifts = []
        new.shift(ShiftReason.REOPENED, at=at, position=fact.position, before=old.due.at)


def _follow(walk: Walk, run: Running, *, fact: Fact) -> None:
    # What changed while the ticket had ended changes its clocks when they run again.
    if run.identity.grade != walk.setting.grade:
        walk.supersede(run, fact=fact, because=CancelledBecause.GRADE_CHANGED)
    elif run.identity.terms != walk.setting.clocks[run.identity.code]:
        walk.supersede(run, fact=fact, because=CancelledBecause.ACTIVATION_CHANGED)


def _hand_over(walk: Walk, fact: Fact) -> None:
    holding = walk.holdings[fact.position]
    party_id = holding.party_id if holding.holder is Holder.PARTY else None
    # A holding begins only where the one before it was somebody else's.
    for run in walk.open_runs(Measure.HOLDING):
        run.stop(walk.at(fact), by=StoppedBy.HOLDER, position=fact.position)
    if party_id is None or walk.has_ended:
        return
    for code in walk.named(Measure.HOLDING):
        party = walk.setting.clocks[code].party
        if (party is None or walk.setting.parties.get(party) == party_id) and not walk.has_open(code):
            walk.start(code, fact=fact, party_id=party_id)


_REACTIONS: Final[Mapping[FactKind, Callable[[Walk, Fact], None]]] = {
    FactKind.OPENED: _open,
    FactKind.HELD: _hold,
    FactKind.RESUMED: _resume,
    FactKind.RESPONDED: _answer,
    FactKind.OUR_MESSAGE: _answer,
    FactKind.CUSTOMER_MESSAGE: _ask,
    FactKind.RESOLVED: _resolve,
    FactKind.CLOSED: _close,
    FactKind.CANCELLED: _cancel,
    FactKind.REJECTED: _take_up,
    FactKind.REOPENED: _take_up,
}
