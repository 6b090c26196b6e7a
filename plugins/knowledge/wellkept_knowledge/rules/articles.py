"""The life of an article: what may be done to it, and when it has to be reviewed again."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from wellkept_knowledge.rules.kinds import KnowledgeStatus

MONTHS_OF_A_YEAR: Final = 12


class KnowledgeAction(StrEnum):
    """What may be done to an article."""

    SUBMIT = "submit"  #: Let somebody else read it.
    PUBLISH = "publish"  #: Let it be found, as its current revision says it; or say that it still holds.
    RETURN = "return"  #: Give it back to be written better.
    MARK_STALE = "mark_stale"  #: Say that it is to be looked at.
    RETIRE = "retire"  #: Let it be found no more.
    RESTORE = "restore"  #: Make it a draft again.


DESTINATION: Final[Mapping[KnowledgeAction, KnowledgeStatus]] = {
    KnowledgeAction.SUBMIT: KnowledgeStatus.IN_REVIEW,
    KnowledgeAction.PUBLISH: KnowledgeStatus.PUBLISHED,
    KnowledgeAction.RETURN: KnowledgeStatus.DRAFT,
    KnowledgeAction.MARK_STALE: KnowledgeStatus.STALE,
    KnowledgeAction.RETIRE: KnowledgeStatus.RETIRED,
    KnowledgeAction.RESTORE: KnowledgeStatus.DRAFT,
}
_ALLOWED: Final[Mapping[KnowledgeStatus, Sequence[KnowledgeAction]]] = {
    KnowledgeStatus.DRAFT: (KnowledgeAction.SUBMIT, KnowledgeAction.RETIRE),
    KnowledgeStatus.IN_REVIEW: (KnowledgeAction.PUBLISH, KnowledgeAction.RETURN, KnowledgeAction.RETIRE),
    KnowledgeStatus.PUBLISHED: (KnowledgeAction.MARK_STALE, KnowledgeAction.RETIRE),
    KnowledgeStatus.STALE: (KnowledgeAction.PUBLISH, KnowledgeAction.RETIRE),
    KnowledgeStatus.RETIRED: (KnowledgeAction.RESTORE,),
}


def allowed_actions(status: KnowledgeStatus, *, has_newer: bool) -> Sequence[KnowledgeAction]:
    """
    Return what may be done to an article.

    Args:
        status: where it stands.
        has_newer: whether a revision waits that is newer than the published one.
    """
    allowed = _ALLOWED[status]
    return (KnowledgeAction.PUBLISH, *allowed) if status is KnowledgeStatus.PUBLISHED and has_newer else allowed


def needs_other_eyes(*, author_id: UUID | None, actor_id: UUID | None) -> bool:
    """Return whether a revision has to be published by somebody else; what Wellkept itself wrote, anybody may."""
    return author_id is not None and author_id == actor_id


def is_complete(*, remedy: str, body: str) -> bool:
    """Return whether a revision says what to do."""
    return bool(remedy.strip() or body.strip())


def next_review(review_on: date | None, *, today: date, after_months: int) -> date:
    """Return the day of the next review of an article that is published today; a day that is still to come stays."""
    if review_on is not None and review_on > today:
        return review_on
    months = today.month - 1 + after_months
    year, month = today.year + months // MONTHS_OF_A_YEAR, months % MONTHS_OF_A_YEAR + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(today.day, monthrange(year, month)[1]))
