"""What has to be written when the facts give other clocks than are stored."""

from datetime import timedelta

from msgspec.structs import replace

from sla_cache import fold_of, id_of, stored
from sla_clocks import at
from sla_facts import grade_changed, held, numbered, opened, resolved, responded, resumed
from wellkept_sla.rules.cache import Changes, changes, moments_come, present
from wellkept_sla.rules.clocks import Folded, ShiftReason, ThresholdState
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.stored import Stored

OPENED = opened("03-02 09:00")


def compared(before: Folded | None, after: Folded, *, facts: list[Fact], new: int) -> Changes:
    known = Stored() if before is None else stored(before)
    return changes(known, after, facts=facts, recorded=facts[len(facts) - new :])


class TestChanges:
    def test_of_a_new_ticket_are_all_its_clocks(self) -> None:
        facts = numbered(OPENED)

        found = compared(None, fold_of(facts, as_of="03-02 09:00"), facts=facts, new=1)

        assert [clock.code for clock in found.clocks] == ["resolution", "response"]
        assert (found.breached, found.withdrawn, found.shifts, found.vanished) == ([], [], [], [])

    def test_are_none_while_time_only_passes(self) -> None:
        facts = numbered(OPENED)
        before = fold_of(facts, as_of="03-02 09:00")

        found = compared(before, fold_of(facts, as_of="03-02 12:00"), facts=facts, new=0)

        assert found.clocks == []

    def test_of_a_hold_are_the_clock_that_waits_and_its_shift(self) -> None:
        facts = numbered(OPENED, held("03-02 10:00"))
        before = fold_of(facts[:1], as_of="03-02 10:00")

        found = compared(before, fold_of(facts, as_of="03-02 10:00"), facts=facts, new=1)

        assert [clock.code for clock in found.clocks] == ["resolution"]
        [(clock, shift)] = found.shifts
        assert (clock.code, shift.reason, shift.due_at_after) == ("resolution", ShiftReason.PAUSED, None)

    def test_of_what_comes_late_are_told_by_one_shift(self) -> None:
        facts = numbered(OPENED, responded("03-02 12:00"), held("03-02 10:00"), resumed("03-02 11:00"))
        before = fold_of(facts[:2], as_of="03-02 13:00")

        found = compared(before, fold_of(facts, as_of="03-02 13:00"), facts=facts, new=2)

        [(clock, shift)] = found.shifts
        assert (clock.code, shift.reason, shift.position) == ("resolution", ShiftReason.LATE_FACT, 4)
        assert (shift.due_at_before, shift.due_at_after) == (at("03-03 09:00"), at("03-03 10:00"))

    def test_name_a_breach_once(self) -> None:
        facts = numbered(OPENED)
        before, after = (fold_of(facts, as_of=f"03-02 {hour}:00") for hour in (13, 14))

        first = compared(before, after, facts=facts, new=0)
        again = compared(after, fold_of(facts, as_of="03-02 15:00"), facts=facts, new=0)

        assert [(clock.code, breach.due_at) for clock, breach in first.breached] == [("response", at("03-02 13:00"))]
        assert again.breached == []

    def test_withdraw_a_breach_that_never_was(self) -> None:
        facts = numbered(OPENED, responded("03-02 12:00"))
        before = fold_of(facts[:1], as_of="03-02 14:00")
        after = fold_of(facts, as_of="03-02 14:00")

        found = compared(before, after, facts=facts, new=1)

        assert [breach.due_at for breach in found.withdrawn] == [at("03-02 13:00")]

    def test_let_a_withdrawal_stand(self) -> None:
        facts = numbered(OPENED)
        folded = fold_of(facts, as_of="03-02 14:00")

        found = changes(stored(folded, withdrawn=["response"]), folded, facts=facts, recorded=[])

        assert (found.breached, found.withdrawn) == ([], [])

    def test_end_a_clock_that_never_was(self) -> None:
        facts = numbered(OPENED)
        folded = fold_of(facts, as_of="03-02 10:00")
        only_response = replace(folded, clocks=[clock for clock in folded.clocks if clock.code == "response"])

        found = changes(stored(folded), only_response, facts=facts, recorded=[])

        assert [row.code for row in found.vanished] == ["resolution"]

    def test_of_a_grade_are_the_old_clocks_and_the_new_ones(self) -> None:
        facts = numbered(OPENED, grade_changed("03-02 10:00", 2))
        before = fold_of(facts[:1], as_of="03-02 10:00")

        found = compared(before, fold_of(facts, as_of="03-02 10:00"), facts=facts, new=1)

        assert [clock.key for clock in found.clocks] == [
            ("resolution", 1),
            ("resolution", 2),
            ("response", 1),
            ("response", 2),
        ]
        assert found.before["resolution", 1].id == id_of(before.clocks[0])


class TestMoments:
    def test_that_have_come_are_those_behind_us(self) -> None:
        facts = numbered(OPENED)

        found = moments_come(fold_of(facts, as_of="03-02 21:00"))

        assert [(moment.code, moment.state) for _, moment in found] == [("half", ThresholdState.REACHED)]


class TestPresent:
    def test_is_now(self) -> None:
        facts = numbered(OPENED, resolved("03-02 10:00"))

        assert present(facts, at=at("03-02 11:00")) == at("03-02 11:00")

    def test_is_the_last_fact_of_a_clock_that_is_ahead(self) -> None:
        facts = numbered(OPENED, resolved("03-02 10:00"))

        assert present(facts, at=at("03-02 10:00") - timedelta(seconds=30)) == at("03-02 10:00")
