from msgspec.structs import replace

from sla_clocks import TERMS_HASH, at
from sla_facts import OTHER_HASH, REVISION, STANDARD, happened, opened
from wellkept_sdk.period import Elapsed
from wellkept_sdk.services.sla import ClockKind, Measure
from wellkept_sla.rules.clocks import CancelledBecause, Clock
from wellkept_sla.rules.facts import Fact, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.terms_of_clocks import terms_of
from wellkept_sla.terms import ClockTerms, OnReopen, SlaTerms

FIRST = SlaTerms()
SECOND = SlaTerms(on_reopen=OnReopen.CARRY)
ONLY_RESPONSE = SlaTerms(clocks={"response": FIRST.clocks["response"]})


def library(second: SlaTerms = SECOND) -> Library:
    return Library(terms={TERMS_HASH: FIRST, OTHER_HASH: second}, calendars={REVISION: STANDARD})


def lived(*facts: Fact) -> list[Fact]:
    every = [opened("03-02 09:00"), *facts]
    return [replace(fact, position=position) for position, fact in enumerate(every, start=1)]


def changed(text: str, terms_hash: str | None = OTHER_HASH) -> Fact:
    return happened(FactKind.ACTIVATION_CHANGED, text, terms_hash=terms_hash, calendars={"cn-standard": REVISION})


def clocks_of(facts: list[Fact], known: Library) -> dict[tuple[str, int], Clock]:
    folded = fold(known, facts, as_of=at("03-02 20:00"))
    return {clock.key: clock for clock in folded.clocks}


class TestTermsOfAClock:
    def test_are_those_of_the_opening(self) -> None:
        facts = lived()

        clock = clocks_of(facts, library())["response", 1]

        assert terms_of(clock, facts=facts, library=library()) == FIRST

    def test_are_the_new_ones_where_they_have_replaced_it(self) -> None:
        facts = lived(changed("03-02 12:00"))
        clocks = clocks_of(facts, library())

        old, new = clocks["resolution", 1], clocks["resolution", 2]

        assert old.cancelled_because is CancelledBecause.ACTIVATION_CHANGED
        assert terms_of(old, facts=facts, library=library()) == FIRST
        assert terms_of(new, facts=facts, library=library()) == SECOND

    def test_are_those_by_which_it_was_judged(self) -> None:
        facts = lived(happened(FactKind.RESPONDED, "03-02 10:00"), changed("03-02 12:00"))

        response = clocks_of(facts, library())["response", 1]

        assert terms_of(response, facts=facts, library=library()) == FIRST

    def test_have_its_code_though_the_newest_have_not(self) -> None:
        facts = lived(changed("03-02 12:00"))
        known = library(ONLY_RESPONSE)

        gone = clocks_of(facts, known)["resolution", 1]

        assert terms_of(gone, facts=facts, library=known) == FIRST

    def test_are_the_last_that_had_it_once_sla_has_left(self) -> None:
        facts = lived(changed("03-02 12:00", terms_hash=None))

        left = clocks_of(facts, library())["resolution", 1]

        assert terms_of(left, facts=facts, library=library()) == FIRST

    def test_are_those_that_brought_it_though_it_had_ended_by_then(self) -> None:
        triage = ClockTerms(
            kind=ClockKind.OLA,
            measure=Measure.SPAN,
            starts_on="opened",
            stops_on="triaged",
            targets={"1": Elapsed(duration="PT1H")},
        )
        known = library(SlaTerms(clocks={"triage": triage}))
        facts = lived(happened(FactKind.TRIAGED, "03-02 10:00"), changed("03-02 12:00"))

        judged = clocks_of(facts, known)["triage", 1]

        assert judged.stopped_at == at("03-02 10:00")
        assert terms_of(judged, facts=facts, library=known) == known.terms[OTHER_HASH]
