"""Whether warranties cover something on a day: the answer of each with its code, and what follows for the customer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_liability.rules.lengths import Length, LiabilityRunningHoursLength
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import Coverage, CoverageAnswer, CoverageCode, Covered, WarrantySide
from wellkept_sdk.services.parties import PartyScope

REASONS: Final[dict[CoverageCode, str]] = {
    CoverageCode.INSIDE_PERIOD: "The day lies inside the warranty.",
    CoverageCode.BEFORE_START: "The warranty begins later.",
    CoverageCode.EXPIRED: "The warranty was over.",
    CoverageCode.START_UNKNOWN: "The day from which the warranty runs is not known.",
    CoverageCode.SCOPE_DIFFERS: "The warranty is for something else.",
    CoverageCode.EXCLUDED_CAUSE: "The warranty excludes what caused the fault.",
    CoverageCode.USAGE_UNKNOWN: "The warranty ends with running hours, and nobody has told them.",
    CoverageCode.USAGE_EXCEEDED: "It has run for more hours than was promised.",
}
_OPEN: Final = frozenset({CoverageCode.START_UNKNOWN, CoverageCode.USAGE_UNKNOWN})
#: What tells most comes first.
_TELLING: Final = (
    CoverageCode.EXCLUDED_CAUSE,
    CoverageCode.USAGE_EXCEEDED,
    CoverageCode.EXPIRED,
    CoverageCode.BEFORE_START,
    CoverageCode.START_UNKNOWN,
    CoverageCode.USAGE_UNKNOWN,
    CoverageCode.INSIDE_PERIOD,
    CoverageCode.SCOPE_DIFFERS,
)


class Promise(Struct, frozen=True, kw_only=True):
    """What a warranty says, as far as it decides whether something is covered; `ends_on` is exclusive."""

    id: UUID
    side: WarrantySide
    obligor_party_id: PartyId | None
    scope: PartyScope
    length: Length
    exclusions: Collection[str]
    starts_on: date | None
    ends_on: date | None


class Matter(Struct, frozen=True, kw_only=True):
    """
    What is asked about.

    Args:
        on: the local day of the site.
        scope: of what; None where nobody has said.
        cause_code: what caused it; None where it is not known.
        running_hours: how long it had run; None where nobody has said.
    """

    on: date
    scope: PartyScope | None = None
    cause_code: str | None = None
    running_hours: int | None = None


def code_for(promise: Promise, matter: Matter) -> CoverageCode:
    """Return why a warranty covers a matter, or does not; what is certain comes before what is not known."""
    if matter.scope not in {None, promise.scope}:
        return CoverageCode.SCOPE_DIFFERS
    outside = _outside(promise, matter)
    if outside is not None:
        return outside
    usage = _usage(promise.length, matter.running_hours)
    if usage is CoverageCode.USAGE_EXCEEDED:
        return usage
    if promise.starts_on is None or promise.ends_on is None:
        return CoverageCode.START_UNKNOWN
    return usage or CoverageCode.INSIDE_PERIOD


def covered_by(code: CoverageCode) -> Covered:
    """Return what a code comes to."""
    if code is CoverageCode.INSIDE_PERIOD:
        return Covered.COVERED
    return Covered.UNKNOWN if code in _OPEN else Covered.NOT_COVERED


def coverage_of(promises: Sequence[Promise], matter: Matter) -> Coverage:
    """Return what each warranty says of a matter, and whether those that we gave cover it."""
    answers = [_answer(promise, matter) for promise in promises]
    given = [each for each in answers if each.side is WarrantySide.GIVEN]
    covered = verdict(given, scope=matter.scope)
    return Coverage(
        on=matter.on, scope=matter.scope, covered=covered, code=_deciding(given, covered=covered), answers=answers
    )


def verdict(given: Sequence[CoverageAnswer], *, scope: PartyScope | None) -> Covered:
    """
    Return whether the warranties that we gave cover a matter.

    Of what is not known to be about one scope, all scopes must say the same.
    """
    if scope is not None:
        return _together([each.answer for each in given])
    by_scope: defaultdict[PartyScope, list[Covered]] = defaultdict(list)
    for each in given:
        by_scope[each.scope].append(each.answer)
    said = {_together(answers) for answers in by_scope.values()}
    if len(said) > 1:
        return Covered.UNKNOWN
    return said.pop() if said else Covered.NOT_COVERED


def _outside(promise: Promise, matter: Matter) -> CoverageCode | None:
    """Return why a matter is certainly not covered, whatever else may be found out; None where it may be."""
    if promise.starts_on is not None and matter.on < promise.starts_on:
        return CoverageCode.BEFORE_START
    if promise.ends_on is not None and matter.on >= promise.ends_on:
        return CoverageCode.EXPIRED
    return CoverageCode.EXCLUDED_CAUSE if matter.cause_code in promise.exclusions else None


def _usage(length: Length, running_hours: int | None) -> CoverageCode | None:
    if not isinstance(length, LiabilityRunningHoursLength):
        return None
    if running_hours is None:
        return CoverageCode.USAGE_UNKNOWN
    return CoverageCode.USAGE_EXCEEDED if running_hours > length.hours else None


def _answer(promise: Promise, matter: Matter) -> CoverageAnswer:
    code = code_for(promise, matter)
    return CoverageAnswer(
        warranty_term_id=promise.id,
        side=promise.side,
        obligor_party_id=promise.obligor_party_id,
        scope=promise.scope,
        answer=covered_by(code),
        code=code,
        reason=REASONS[code],
        starts_on=promise.starts_on,
        ends_on=promise.ends_on,
    )


def _together(answers: Sequence[Covered]) -> Covered:
    for strongest in (Covered.COVERED, Covered.UNKNOWN):
        if strongest in answers:
            return strongest
    return Covered.NOT_COVERED


def _deciding(given: Sequence[CoverageAnswer], *, covered: Covered) -> CoverageCode | None:
    """Return the code of the warranty that decides: of those that say what all come to, the most telling."""
    codes = {each.code for each in given if each.answer is covered}
    return next((code for code in _TELLING if code in codes), None)
