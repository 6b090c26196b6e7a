"""Where the stored clocks differ from what the facts give."""

from msgspec.structs import replace

from sla_cache import fold_of, id_of, stored
from sla_clocks import at
from sla_facts import grade_changed, numbered, opened, responded
from wellkept_sdk.services.sla import ClockState
from wellkept_sla.rules.differences import differences, differs, folded_value, is_withdrawn, standing
from wellkept_sla.rules.stored import Stored

FACTS = numbered(opened("03-02 09:00"), responded("03-02 10:00"), grade_changed("03-02 11:00", 2))


class TestDifferences:
    def test_are_none_where_everything_is_as_it_was_folded(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")

        assert differences(stored(folded), folded.clocks) == []

    def test_leave_out_what_goes_on_counting(self) -> None:
        before, after = (fold_of(FACTS, as_of=f"03-02 {hour}:00") for hour in (12, 15))

        assert differences(stored(before), after.clocks) == []

    def test_name_the_clock_the_field_and_both_values(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")
        rows = stored(folded)
        wrong = replace(rows.clocks[-1], due_at=at("03-02 20:00"), state=ClockState.MISSED)

        found = differences(replace(rows, clocks=[*rows.clocks[:-1], wrong]), folded.clocks)

        assert [(each.clock_id, each.code, each.field, each.stored, each.folded) for each in found] == [
            (wrong.id, "response", "state", "missed", "met"),
            (wrong.id, "response", "due_at", "2026-03-02T20:00:00+08:00", "2026-03-02T05:00:00Z"),
        ]

    def test_name_what_is_there_on_one_side_only(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")
        rows = stored(folded)

        lacking = differences(Stored(), folded.clocks[-1:])
        surplus = differences(replace(rows, clocks=rows.clocks[-1:]), [])

        assert [(each.field, each.stored, each.folded) for each in lacking] == [("clock", None, "met")]
        assert [(each.field, each.stored, each.folded) for each in surplus] == [("clock", "met", None)]

    def test_name_breaches_that_are_missing_or_never_were(self) -> None:
        facts = FACTS[:1]
        broken, kept = (fold_of(facts, as_of=f"03-02 {hour}:00") for hour in (14, 12))

        lacking = differences(stored(kept), broken.clocks)
        surplus = differences(stored(broken), kept.clocks)

        assert [(each.code, each.stored, each.folded) for each in lacking] == [
            ("response", None, "2026-03-02T05:00:00Z")
        ]
        assert [(each.code, each.stored, each.folded) for each in surplus] == [
            ("response", "2026-03-02T05:00:00Z", None)
        ]

    def test_accept_a_clock_that_was_ended_because_it_never_was(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")
        rows = stored(folded)
        gone = replace(rows.clocks[0], state=ClockState.CANCELLED, cancelled_because=None)

        assert is_withdrawn(gone)
        assert differences(Stored(clocks=[gone]), []) == []


class TestClock:
    def test_differs_where_it_replaces_another(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")
        [_, second, *_] = folded.clocks
        rows = {row.key: row for row in stored(folded).clocks}

        assert second.key == ("resolution", 2)
        assert not differs(rows[second.key], second, numbers={row.id: row.number for row in rows.values()})
        assert differs(rows[second.key], second, numbers={id_of(second): 2})

    def test_keeps_no_excess_while_it_runs_on(self) -> None:
        [resolution, *_] = fold_of(FACTS[:1], as_of="03-04 12:00").clocks

        assert resolution.over_elapsed_us is not None
        assert folded_value(resolution, "over_elapsed_us") is None


class TestBreach:
    def test_stands_until_it_is_withdrawn(self) -> None:
        folded = fold_of(FACTS[:1], as_of="03-02 14:00")
        response = folded.clocks[-1]

        assert len(standing(stored(folded).breaches, id_of(response))) == 1
        assert standing(stored(folded, withdrawn=["response"]).breaches, id_of(response)) == []
