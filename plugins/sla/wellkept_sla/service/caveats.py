"""What the reader of a simulation should know beside its clocks."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from wellkept_sla.rules.clocks import Folded
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.rules.reach import NEVER
from wellkept_sla.rules.sequences import oddities
from wellkept_sla.schemas.simulating import SlaWarning
from wellkept_sla.terms import SlaTerms

#: The opening has the first position, and is not among the facts that are given.
_FIRST_GIVEN = 2


def warnings_of(facts: Sequence[Fact], *, folded: Folded, terms: SlaTerms) -> list[SlaWarning]:
    """Return the warnings of a simulation: about its facts in the order in which they were given, then its clocks."""
    return [*_of_facts(facts, as_of=folded.as_of), *_of_clocks(facts, folded=folded, terms=terms)]


def _of_facts(facts: Sequence[Fact], *, as_of: datetime) -> Iterator[SlaWarning]:
    odd = {oddity.position: oddity for oddity in oddities(facts)}
    opening = facts[0]
    for fact in facts[1:]:
        pointer = f"/facts/{fact.position - _FIRST_GIVEN}"
        if fact.position in odd:
            message = f"{fact.kind} cannot happen to a ticket that is {odd[fact.position].stage}."
            yield SlaWarning(pointer=pointer, code="sla.simulation.out_of_order", message=message)
        if fact.occurred_at < opening.occurred_at:
            message = "It happens before the clocks could start, and counts from then."
            yield SlaWarning(pointer=pointer, code="sla.simulation.before_start", message=message)
        if fact.occurred_at > as_of:
            message = "It happens after `as_of`, and does not count."
            yield SlaWarning(pointer=pointer, code="sla.simulation.not_counted", message=message)


def _of_clocks(facts: Sequence[Fact], *, folded: Folded, terms: SlaTerms) -> Iterator[SlaWarning]:
    grades = {fact.data.grade for fact in facts if fact.kind in {FactKind.OPENED, FactKind.GRADE_CHANGED}}
    for code, clock in sorted(terms.clocks.items()):
        if not any(clock.target(grade) for grade in grades if grade is not None):
            message = "It has no target for any grade of this ticket: the ticket never has such a clock."
            yield SlaWarning(pointer=f"/terms/clocks/{code}", code="sla.simulation.never_attaches", message=message)
    never_due = {clock.code for clock in folded.clocks if NEVER in {clock.original_due_at, clock.due_at}}
    for code in sorted(never_due):
        message = "Its calendar has not so much working time: it has no due that anybody can tell."
        yield SlaWarning(pointer=f"/terms/clocks/{code}", code="sla.simulation.never_due", message=message)
    for code in sorted({clock.code for clock in folded.clocks if clock.provisional} - never_due):
        message = "It counts on a year whose holidays are not published yet: its due may still move."
        yield SlaWarning(pointer=f"/terms/clocks/{code}", code="sla.simulation.provisional", message=message)
