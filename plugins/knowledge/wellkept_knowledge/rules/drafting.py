"""Which resolved tickets something is learnt from."""

from collections.abc import Collection
from typing import Final

from wellkept_knowledge.terms import DraftReason

_OF_GRADE: Final = {1: DraftReason.GRADE_1, 2: DraftReason.GRADE_2, 3: DraftReason.GRADE_3}


def is_wanted(wanted: Collection[DraftReason], *, grade: int, has_recurred: bool, was_consulted: bool) -> bool:
    """Return whether the terms want a draft from a resolved ticket."""
    reasons = {_OF_GRADE.get(grade)}
    if has_recurred:
        reasons.add(DraftReason.RECURRED)
    if was_consulted:
        reasons.add(DraftReason.CONSULTED)
    return not reasons.isdisjoint(wanted)


def symptom_of(*, description: str, impact: str | None, operating_state: str | None) -> str:
    """Return what was seen, told in paragraphs: the description, what it did to others, and what was going on."""
    return "\n".join(part for part in (description, impact, operating_state) if part and part.strip())
