"""What plans and contracts say: what customers may be shown, and from which tickets something is learnt."""

from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct

from wellkept_sdk import Terms
from wellkept_sdk.text import Code

CATEGORIES_MAX: Final = 100


class DraftReason(StrEnum):
    """Which resolved tickets make drafts."""

    GRADE_1 = "grade_1"  #: Those of grade 1.
    GRADE_2 = "grade_2"  #: Those of grade 2.
    GRADE_3 = "grade_3"  #: Those of grade 3.
    RECURRED = "recurred"  #: Those whose fault had come back.
    CONSULTED = "consulted"  #: Those with a consultation in their service record.


class AudienceMax(StrEnum):
    """What the customers of a contract may be shown at most."""

    INTERNAL = "internal"  #: Nothing.
    PARTNER = "partner"  #: Nothing either: only articles for customers are shown to customers.
    CUSTOMER = "customer"  #: Articles for customers.


class StaleAfter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an article is to be looked at: so many misleading votes in so many days, so many tickets that came back."""

    misleading: Annotated[int, Meta(ge=1, le=1_000)] = 3
    per_days: Annotated[int, Meta(ge=1, le=3_650)] = 90
    reopened: Annotated[int, Meta(ge=1, le=1_000)] = 2


class KnowledgeTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is learnt from the tickets of a plan or contract, and what its customers are shown.

    Args:
        audience_max: what its customers may be shown at most.
        draft_from: which of its tickets make a draft when they are resolved; empty for none.
        suggest: how many articles are offered for a ticket unless the caller asks for another number; 0 for none.
        categories: of which articles are offered; empty for all.
        stale_after: when votes on its tickets make an article stale.
        review_after_months: how long a published article counts as reviewed.
    """

    audience_max: AudienceMax = AudienceMax.CUSTOMER
    draft_from: Annotated[tuple[DraftReason, ...], Meta(max_length=len(DraftReason))] = (
        DraftReason.GRADE_1,
        DraftReason.GRADE_2,
        DraftReason.RECURRED,
    )
    suggest: Annotated[int, Meta(ge=0, le=20)] = 5
    categories: Annotated[tuple[Code, ...], Meta(max_length=CATEGORIES_MAX)] = ()
    stale_after: StaleAfter = StaleAfter()
    review_after_months: Annotated[int, Meta(ge=1, le=120)] = 12
