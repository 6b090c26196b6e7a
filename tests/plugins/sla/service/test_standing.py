"""What is known of a ticket when it is folded, and what comes of it."""

from uuid import UUID

from sla_cache import TICKET, fold_of, id_of, stored
from sla_clocks import at
from sla_facts import numbered, opened, responded
from wellkept_sdk.ids import CustomerId, ProjectId
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.cache import changes, moments_come
from wellkept_sla.rules.clocks import Folded
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.service.standing import Outcome, Standing, ids_of, row_of

FACTS = numbered(opened("03-02 09:00"), responded("03-02 10:00"))
SOMEBODY = UUID("01990000-0000-7000-8000-00000000bbbb")


def standing(facts: list[Fact]) -> Standing:
    return Standing(
        ticket_id=TICKET,
        customer_id=CustomerId(SOMEBODY),
        project_id=ProjectId(SOMEBODY),
        facts=facts,
        recorded=facts[1:],
    )


def outcome(folded: Folded) -> Outcome:
    before = standing(FACTS)
    clock_ids = {clock.key: id_of(clock) for clock in folded.clocks}
    return Outcome(
        before=before,
        folded=folded,
        changes=changes(before.stored, folded, facts=FACTS, recorded=before.recorded),
        came=moments_come(folded),
        clock_ids=clock_ids,
        breach_ids=[],
        row=row_of(before, folded, clock_ids=clock_ids),
    )


class TestRow:
    def test_says_what_is_due_and_when_something_happens_next(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")

        row = outcome(folded).row

        assert (row.first_due_at, row.first_due_clock_id) == (at("03-03 09:00"), id_of(folded.clocks[0]))
        assert (row.response_due_at, row.holder, row.next_at) == (None, Holder.US, at("03-02 21:00"))


class TestIds:
    def test_are_kept_and_new_ones_made_for_the_others(self) -> None:
        folded = fold_of(FACTS, as_of="03-02 12:00")
        first_only = stored(fold_of(FACTS[:1], as_of="03-02 09:30"))

        found = ids_of(first_only, folded)
        fresh = ids_of(standing(FACTS).stored, folded)

        assert found == {clock.key: id_of(clock) for clock in folded.clocks}
        assert len(set(fresh.values())) == len(folded.clocks)


class TestOutcome:
    def test_knows_its_facts_by_their_position(self) -> None:
        found = outcome(fold_of(FACTS, as_of="03-02 12:00"))

        assert (found.ticket_id, found.is_first, found.row_before) == (TICKET, True, None)
        assert (found.fact_id(1), found.recorded[0].kind) == (FACTS[0].id, FactKind.RESPONDED)

    def test_escalates_only_where_a_threshold_asks_for_it(self) -> None:
        assert not outcome(fold_of(FACTS, as_of="03-02 21:30")).escalates
