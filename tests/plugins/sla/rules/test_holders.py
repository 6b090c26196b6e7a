from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from sla_clocks import MOTORCO, PUMPCO, TERMS_HASH, at, held_by, library, told
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.clocks import Holding
from wellkept_sla.rules.facts import Fact, FactKind, in_order
from wellkept_sla.rules.holders import holdings
from wellkept_sla.terms import SlaTerms

OPENED = (FactKind.OPENED, "03-02 09:00", {"terms_hash": TERMS_HASH})
CUSTOMER: dict[str, Any] = {"reason": HoldReason.CUSTOMER}
THIRD_PARTY: dict[str, Any] = {"reason": HoldReason.THIRD_PARTY}
TO_PUMPCO: dict[str, Any] = {"holder": Holder.PARTY, "party_id": PUMPCO}


def timeline(facts: list[Fact], *, terms: SlaTerms | None = None, **others: SlaTerms) -> list[Holding]:
    """Return the holdings without the positions, which tests of their own look at."""
    found = holdings(facts, library=library(terms, **others), starts_at=at("03-02 09:00"))
    return [replace(holding, position=1) for holding in found]


class TestHoldings:
    def test_begin_with_us(self):
        facts = told(OPENED)

        assert timeline(facts) == [held_by("03-02 09:00", None, Holder.US)]

    def test_give_a_hold_to_whom_its_reason_names_until_it_is_resumed(self):
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", CUSTOMER), (FactKind.RESUMED, "03-02 18:00"))

        assert timeline(facts) == [
            held_by("03-02 09:00", "03-02 12:00", Holder.US),
            held_by("03-02 12:00", "03-02 18:00", Holder.CUSTOMER),
            held_by("03-02 18:00", None, Holder.US),
        ]

    def test_name_the_fact_with_which_each_began(self):
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", CUSTOMER), (FactKind.RESUMED, "03-02 18:00"))

        found = holdings(facts, library=library(), starts_at=at("03-02 09:00"))

        assert [holding.position for holding in found] == [1, 2, 3]

    def test_take_the_party_of_a_hold(self):
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", {**THIRD_PARTY, "party_id": PUMPCO}))

        assert timeline(facts)[-1] == held_by("03-02 12:00", None, Holder.PARTY, party_id=PUMPCO)

    def test_leave_a_party_unnamed_that_the_hold_does_not_name(self):
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", THIRD_PARTY))

        assert timeline(facts)[-1] == held_by("03-02 12:00", None, Holder.PARTY)

    def test_have_no_party_where_the_holder_is_none(self):
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", {**CUSTOMER, "party_id": PUMPCO}))

        assert timeline(facts)[-1] == held_by("03-02 12:00", None, Holder.CUSTOMER)

    def test_stay_with_us_where_the_terms_name_nobody_for_a_reason(self):
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", CUSTOMER))

        assert timeline(facts, terms=SlaTerms(holders={})) == [held_by("03-02 09:00", None, Holder.US)]

    def test_are_one_where_nothing_changes(self):
        parts = {"reason": HoldReason.PARTS}
        facts = told(OPENED, (FactKind.HELD, "03-02 12:00", parts), (FactKind.RESUMED, "03-02 13:00"))

        assert timeline(facts) == [held_by("03-02 09:00", None, Holder.US)]

    def test_let_a_stated_holder_override_until_the_resumption(self):
        facts = told(
            OPENED,
            (FactKind.HELD, "03-02 10:00", CUSTOMER),
            (FactKind.HOLDER, "03-02 11:00", TO_PUMPCO),
            (FactKind.OUR_MESSAGE, "03-02 11:30"),
            (FactKind.RESUMED, "03-02 12:00"),
        )

        assert timeline(facts)[1:] == [
            held_by("03-02 10:00", "03-02 11:00", Holder.CUSTOMER),
            held_by("03-02 11:00", "03-02 12:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 12:00", None, Holder.US),
        ]

    def test_let_a_hold_override_a_stated_holder(self):
        facts = told(OPENED, (FactKind.HOLDER, "03-02 10:00", TO_PUMPCO), (FactKind.HELD, "03-02 11:00", CUSTOMER))

        assert timeline(facts)[1:] == [
            held_by("03-02 10:00", "03-02 11:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 11:00", None, Holder.CUSTOMER),
        ]

    def test_pass_from_one_party_to_the_next(self):
        facts = told(
            OPENED,
            (FactKind.HOLDER, "03-02 10:00", TO_PUMPCO),
            (FactKind.HOLDER, "03-02 11:00", {"holder": Holder.PARTY, "party_id": MOTORCO}),
        )

        assert [holding.party_id for holding in timeline(facts)] == [None, PUMPCO, MOTORCO]

    def test_leave_a_resolved_ticket_to_nobody_until_it_is_rejected(self):
        facts = told(
            OPENED,
            (FactKind.HELD, "03-02 10:00", CUSTOMER),
            (FactKind.RESOLVED, "03-02 12:00"),
            (FactKind.HOLDER, "03-02 13:00", TO_PUMPCO),
            (FactKind.REJECTED, "03-02 18:00"),
        )

        assert timeline(facts) == [
            held_by("03-02 09:00", "03-02 10:00", Holder.US),
            held_by("03-02 10:00", "03-02 12:00", Holder.CUSTOMER),
            held_by("03-02 18:00", None, Holder.US),
        ]

    def test_end_with_the_resolution(self):
        facts = told(
            OPENED,
            (FactKind.RESOLVED, "03-02 12:00"),
            (FactKind.CONFIRMED, "03-02 13:00"),
            (FactKind.CLOSED, "03-03 09:00"),
        )

        assert timeline(facts) == [held_by("03-02 09:00", "03-02 12:00", Holder.US)]

    def test_end_with_the_cancellation_until_the_ticket_is_taken_up_again(self):
        facts = told(OPENED, (FactKind.CANCELLED, "03-02 12:00"), (FactKind.REOPENED, "03-04 09:00"))

        assert timeline(facts) == [
            held_by("03-02 09:00", "03-02 12:00", Holder.US),
            held_by("03-04 09:00", None, Holder.US),
        ]

    def test_read_the_terms_that_were_in_force_at_the_hold(self):
        facts = told(
            OPENED,
            (FactKind.ACTIVATION_CHANGED, "03-02 10:00", {"terms_hash": "ours"}),
            (FactKind.HELD, "03-02 11:00", CUSTOMER),
        )

        found = timeline(facts, ours=SlaTerms(holders={HoldReason.CUSTOMER: Holder.ACCESS}))

        assert found[-1] == held_by("03-02 11:00", None, Holder.ACCESS)

    def test_read_the_last_terms_where_sla_has_been_switched_off(self):
        terms = SlaTerms(holders={HoldReason.OTHER: Holder.WEATHER})
        facts = told(
            OPENED,
            (FactKind.ACTIVATION_CHANGED, "03-02 10:00"),
            (FactKind.HELD, "03-02 11:00", {"reason": HoldReason.OTHER}),
        )

        assert timeline(facts, terms=terms)[-1] == held_by("03-02 11:00", None, Holder.WEATHER)

    def test_read_the_preset_where_sla_never_served(self):
        facts = told((FactKind.OPENED, "03-02 09:00"), (FactKind.HELD, "03-02 11:00", CUSTOMER))

        assert timeline(facts)[-1] == held_by("03-02 11:00", None, Holder.CUSTOMER)

    def test_count_what_happened_before_the_start_from_the_start(self):
        facts = told(OPENED, (FactKind.HOLDER, "03-01 20:00", TO_PUMPCO))

        assert timeline(facts) == [held_by("03-02 09:00", None, Holder.PARTY, party_id=PUMPCO)]

    def test_keep_a_stated_holder_through_a_pause_of_no_length(self):
        facts = told(
            OPENED,
            (FactKind.HOLDER, "03-02 10:00", TO_PUMPCO),
            (FactKind.HELD, "03-02 11:00", CUSTOMER),
            (FactKind.RESUMED, "03-02 11:00"),
        )

        assert timeline(facts) == timeline(facts[:2])

    def test_let_a_new_reason_of_the_same_hold_count(self):
        facts = told(
            OPENED,
            (FactKind.HELD, "03-02 10:00", CUSTOMER),
            (FactKind.HELD, "03-02 11:00", {"reason": HoldReason.WEATHER}),
            (FactKind.RESUMED, "03-02 12:00"),
        )

        assert [holding.holder for holding in timeline(facts)] == [
            Holder.US,
            Holder.CUSTOMER,
            Holder.WEATHER,
            Holder.US,
        ]


Said = tuple[int, tuple[FactKind, dict[str, Any]]]

ALL_KINDS: list[tuple[FactKind, dict[str, Any]]] = [
    *((FactKind.HELD, {"reason": reason, "party_id": PUMPCO}) for reason in HoldReason),
    (FactKind.RESUMED, {}),
    (FactKind.RESOLVED, {}),
    (FactKind.REJECTED, {}),
    (FactKind.REOPENED, {}),
    (FactKind.CANCELLED, {}),
    (FactKind.HOLDER, TO_PUMPCO),
    (FactKind.HOLDER, {"holder": Holder.US}),
]
KINDS = st.sampled_from(ALL_KINDS)
MINUTES = st.integers(min_value=0, max_value=600)


def at_minutes(said: list[Said]) -> list[Fact]:
    begun = [replace(told(OPENED)[0], position=1)]
    later = [
        replace(told((kind, "03-02 09:00", data))[0], position=position, occurred_at=minute(number))
        for position, (number, (kind, data)) in enumerate(said, start=2)
    ]
    return in_order(begun + later)


def minute(number: int) -> datetime:
    return at("03-02 09:00") + timedelta(minutes=number)


class TestTheTimeline:
    @given(st.lists(st.tuples(MINUTES, KINDS), max_size=20))
    def test_is_in_order_without_overlaps_or_empty_holdings(self, said: list[Said]):
        found = holdings(at_minutes(said), library=library(), starts_at=at("03-02 09:00"))

        assert all(holding.ends_at is None or holding.starts_at < holding.ends_at for holding in found)
        assert all(
            before.ends_at is not None and before.ends_at <= after.starts_at for before, after in pairwise(found)
        )

    @given(st.lists(st.tuples(MINUTES, KINDS), max_size=20))
    def test_has_a_holder_at_every_moment_that_is_not_resolved_or_cancelled(self, said: list[Said]):
        facts = at_minutes(said)

        found = holdings(facts, library=library(), starts_at=at("03-02 09:00"))

        for number in range(0, 601, 7):
            is_held = any(h.starts_at <= minute(number) < (h.ends_at or minute(601)) for h in found)
            assert is_held == is_in_hand(facts, number=number)

    @given(st.lists(st.tuples(MINUTES, KINDS), max_size=12), MINUTES)
    def test_is_not_changed_by_a_pause_of_no_length(self, said: list[Said], number: int):
        facts = at_minutes([*said, (number, (FactKind.HELD, CUSTOMER)), (number, (FactKind.RESUMED, {}))])
        without = [fact for fact in facts if fact.position <= len(said) + 1]

        assume(not is_on_hold(without, number=number))

        assert timeline(facts) == timeline(without)


def is_in_hand(facts: list[Fact], *, number: int) -> bool:
    """Return by another way whether a ticket is open at a minute."""
    said = [
        fact.kind in {FactKind.REJECTED, FactKind.REOPENED}
        for fact in facts
        if fact.occurred_at <= minute(number)
        and fact.kind in {FactKind.REJECTED, FactKind.REOPENED, FactKind.RESOLVED, FactKind.CANCELLED}
    ]
    return said[-1] if said else True


def is_on_hold(facts: list[Fact], *, number: int) -> bool:
    """Return whether a hold lasts at a minute; a second one in it would be another matter."""
    ends = {FactKind.RESUMED, FactKind.REJECTED, FactKind.REOPENED, FactKind.RESOLVED, FactKind.CANCELLED}
    said = [
        fact.kind is FactKind.HELD
        for fact in facts
        if fact.occurred_at <= minute(number) and fact.kind in {FactKind.HELD, *ends}
    ]
    return said[-1] if said else False
