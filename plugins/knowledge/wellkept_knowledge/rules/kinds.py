"""The words of an article's life: its states, its readers, its labels, and what is said of it."""

from enum import StrEnum
from typing import Final


class KnowledgeStatus(StrEnum):
    """Where an article stands."""

    DRAFT = "draft"  #: Being written.
    IN_REVIEW = "in_review"  #: Written; somebody else reads it before it is published.
    PUBLISHED = "published"  #: Found by everybody of its audience.
    STALE = "stale"  #: Still found, but to be looked at.
    RETIRED = "retired"  #: Found no more.


#: Articles that a search finds, by their published revision.
FINDABLE: Final = (KnowledgeStatus.PUBLISHED, KnowledgeStatus.STALE)


class KnowledgeAudience(StrEnum):
    """For whom an article is; each includes those before it as readers."""

    INTERNAL = "internal"  #: Our own house.
    PARTNER = "partner"  #: Partners too.
    CUSTOMER = "customer"  #: Customers too.

    @property
    def rank(self) -> int:
        """Return 0, 1 or 2: how far out the readers stand."""
        return list(KnowledgeAudience).index(self)


class LabelKind(StrEnum):
    """What an article belongs to."""

    MODEL = "model"  #: A model of equipment.
    FAULT_CODE = "fault_code"  #: A fault code.
    CATEGORY = "category"  #: A category of the house's own.
    CUSTOMER = "customer"  #: The id of a customer; such an article is not shown to other customers.
    PROJECT = "project"  #: The id of a project; such an article is shown to its customer only.


class KnowledgeVoteKind(StrEnum):
    """What is said of an article on a ticket."""

    USED = "used"  #: It was of use.
    SOLVED = "solved"  #: It put the matter right.
    MISLEADING = "misleading"  #: It led astray.


class StaleReason(StrEnum):
    """Why an article is to be looked at."""

    REVIEW_DATE = "review_date"  #: Its day of review has passed.
    MISLEADING = "misleading"  #: Too many were led astray.
    REOPENED = "reopened"  #: Too many tickets on which it helped came back.
