"""Laws that hold for every life of a ticket."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from sla_facts import library
from sla_stories import END, START, other_terms, stories, terms
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockState, Holder
from wellkept_sla.rules.clocks import Clock, Folded
from wellkept_sla.rules.facts import Fact, FactData, FactKind, in_order
from wellkept_sla.rules.fold import fold
from wellkept_sla.terms import OnReopen

MICROSECOND = timedelta(microseconds=1)
LIBRARIES = {on_reopen: library(terms(on_reopen), other=other_terms()) for on_reopen in OnReopen}
ENDS = {FactKind.RESOLVED, FactKind.CANCELLED}
TAKES_UP = {FactKind.REJECTED, FactKind.REOPENED}
HOLDS = {FactKind.HELD, FactKind.RESUMED}
#: The clocks of the stories that run while the ticket is resolved.
AFTER_RESOLUTION = {"agreement", "report", "file", "end"}
ways = st.sampled_from(OnReopen)
moments = st.integers(0, int((END - START).total_seconds())).map(lambda seconds: START + timedelta(seconds=seconds))


def at_the_end(facts: Sequence[Fact], on_reopen: OnReopen) -> Folded:
    """Return the clocks long after the last fact."""
    return fold(LIBRARIES[on_reopen], facts, as_of=END)


def without_positions(folded: Folded) -> list[Clock]:
    """Return clocks as they are whatever the order of recording."""
    return [
        replace(
            clock,
            shifts=[replace(shift, position=0) for shift in clock.shifts],
            segments=[replace(segment, position=0) for segment in clock.segments],
        )
        for clock in folded.clocks
    ]


def without_shifts(folded: Folded) -> list[Clock]:
    """Return clocks without what a pause leaves in their history."""
    return [replace(clock, shifts=()) for clock in without_positions(folded)]


def gaps(facts: Sequence[Fact]) -> list[tuple[datetime, datetime]]:
    """Return when the ticket was resolved or cancelled."""
    found: list[tuple[datetime, datetime]] = []
    ended_at = None
    for fact in facts:
        if fact.kind in ENDS:
            ended_at = ended_at or fact.occurred_at
        elif fact.kind in TAKES_UP and ended_at is not None:
            found.append((ended_at, fact.occurred_at))
            ended_at = None
    return found


def lived(clock: Clock, facts: Sequence[Fact]) -> timedelta:
    """Return how long a clock was there: what follows a resolution without gaps, all others without those."""
    end = clock.stopped_at or END
    if clock.code in AFTER_RESOLUTION:
        return end - clock.starts_at
    return end - clock.starts_at - sum((overlap(clock, gap, end=end) for gap in gaps(facts)), timedelta(0))


def overlap(clock: Clock, gap: tuple[datetime, datetime], *, end: datetime) -> timedelta:
    """Return how much of a gap lies in the life of a clock."""
    return max(timedelta(0), min(end, gap[1]) - max(clock.starts_at, gap[0]))


class TestFold:
    @given(stories(), ways)
    def test_of_the_same_facts_is_the_same(self, facts: list[Fact], on_reopen: OnReopen):
        assert at_the_end(facts, on_reopen) == at_the_end(list(facts), on_reopen)

    @given(stories(), ways, st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_recording(self, facts: list[Fact], on_reopen: OnReopen, random: Random):
        positions = list(range(2, len(facts) + 1))
        random.shuffle(positions)
        recorded = [
            facts[0],
            *(replace(fact, position=place) for fact, place in zip(facts[1:], positions, strict=True)),
        ]
        recorded.sort(key=lambda fact: fact.position)

        assert without_positions(at_the_end(recorded, on_reopen)) == without_positions(at_the_end(facts, on_reopen))

    @given(stories(), ways)
    def test_gives_every_moment_of_a_clock_to_one_holder(self, facts: list[Fact], on_reopen: OnReopen):
        for clock in at_the_end(facts, on_reopen).clocks:
            assert sum(share.elapsed_us for share in clock.attribution) == lived(clock, facts) // MICROSECOND
            assert sum((s.ends_at - s.starts_at for s in clock.segments), timedelta(0)) == lived(clock, facts)
            assert sum(share.counted_us for share in clock.attribution) == clock.consumed_us

    @given(stories(), ways)
    def test_runs_what_follows_a_resolution_without_pauses_until_it_is_taken_back(
        self, facts: list[Fact], on_reopen: OnReopen
    ):
        for clock in at_the_end(facts, on_reopen).clocks:
            if clock.code not in AFTER_RESOLUTION:
                continue
            until = clock.stopped_at or END

            assert clock.state is not ClockState.PAUSED
            assert {share.holder for share in clock.attribution} <= {Holder.US}
            assert not any(clock.starts_at < gap_end < until for _, gap_end in gaps(facts))

    @given(stories(), ways, moments)
    def test_does_not_feel_a_pause_of_no_length(self, facts: list[Fact], on_reopen: OnReopen, at: datetime):
        before = [fact for fact in facts if fact.occurred_at <= at]
        last = next((fact.kind for fact in reversed(before) if fact.kind in ENDS | TAKES_UP | HOLDS), None)
        assume(last in {None, FactKind.RESUMED, *TAKES_UP})
        assume(all(fact.occurred_at != at for fact in facts))
        hold = Fact(
            position=90, kind=FactKind.HELD, occurred_at=at, recorded_at=at, data=FactData(reason=HoldReason.CUSTOMER)
        )
        end = replace(hold, position=91, kind=FactKind.RESUMED, data=FactData())

        found = at_the_end(in_order([*facts, hold, end]), on_reopen)

        assert without_shifts(found) == without_shifts(at_the_end(facts, on_reopen))

    @given(stories(), ways, moments, moments)
    def test_never_takes_back_consumed_time_or_a_breach(
        self, facts: list[Fact], on_reopen: OnReopen, one: datetime, other: datetime
    ):
        earlier = fold(LIBRARIES[on_reopen], facts, as_of=min(one, other))
        later = {clock.key: clock for clock in fold(LIBRARIES[on_reopen], facts, as_of=max(one, other)).clocks}

        for clock in earlier.clocks:
            assert clock.consumed_us <= later[clock.key].consumed_us
            assert clock.breach is None or later[clock.key].breach == clock.breach

    @given(stories(), ways, moments)
    def test_changes_nothing_by_itself_before_the_moment_that_it_names(
        self, facts: list[Fact], on_reopen: OnReopen, at: datetime
    ):
        now = fold(LIBRARIES[on_reopen], facts, as_of=at)
        known = [fact for fact in facts if fact.occurred_at <= at]
        until = END if now.next_at is None else now.next_at - MICROSECOND

        then = fold(LIBRARIES[on_reopen], known, as_of=max(until, at))

        assert [(clock.key, clock.state, clock.breach, clock.due_at) for clock in then.clocks] == [
            (clock.key, clock.state, clock.breach, clock.due_at) for clock in now.clocks
        ]
        assert [clock.thresholds for clock in then.clocks] == [clock.thresholds for clock in now.clocks]
