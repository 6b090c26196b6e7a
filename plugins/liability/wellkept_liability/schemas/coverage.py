"""Whether something is covered, as callers see it."""

from datetime import date
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import Coverage, CoverageAnswer, CoverageCode, Covered, WarrantySide
from wellkept_sdk.services.parties import PartyScope

_WARRANTY: Final = "warranty"


class LiabilityCoverageAnswer(Struct, frozen=True, kw_only=True):
    """What one warranty says; `ends_on` is exclusive, both days are null while they are not known."""

    warranty_term_id: UUID
    side: WarrantySide
    obligor_party_id: PartyId | None
    scope: PartyScope
    answer: Covered
    code: CoverageCode
    reason: str
    starts_on: date | None
    ends_on: date | None


class LiabilityCoverage(Struct, frozen=True, kw_only=True):
    """
    Whether the warranties that we gave cover something on a day, and what every warranty says.

    Args:
        on: in the days of the site.
        scope: of what; null where that is not known.
        covered_by: `warranty` where it is covered.
        code: of the warranty that decides; null where there is none, or callers do not see it.
        answers: customers see what we gave, partners what they promised.
    """

    on: date
    scope: PartyScope | None
    covered: Covered
    covered_by: Literal["warranty"] | None
    code: CoverageCode | None
    answers: list[LiabilityCoverageAnswer]

    @classmethod
    def of(cls, coverage: Coverage, *, actor: Actor) -> "LiabilityCoverage":
        """Return what the caller may see of a coverage."""
        return cls(
            on=coverage.on,
            scope=coverage.scope,
            covered=coverage.covered,
            covered_by=_WARRANTY if coverage.covered is Covered.COVERED else None,
            code=coverage.code,
            answers=[_shown(each) for each in coverage.answers if _is_seen(each, actor)],
        )


def _is_seen(answer: CoverageAnswer, actor: Actor) -> bool:
    if actor.role is Role.CUSTOMER:
        return answer.side is WarrantySide.GIVEN
    return actor.role is not Role.PARTNER or (
        answer.obligor_party_id is not None and answer.obligor_party_id == actor.party_id
    )


def _shown(answer: CoverageAnswer) -> LiabilityCoverageAnswer:
    return LiabilityCoverageAnswer(
        warranty_term_id=answer.warranty_term_id,
        side=answer.side,
        obligor_party_id=answer.obligor_party_id,
        scope=answer.scope,
        answer=answer.answer,
        code=answer.code,
        reason=answer.reason,
        starts_on=answer.starts_on,
        ends_on=answer.ends_on,
    )
