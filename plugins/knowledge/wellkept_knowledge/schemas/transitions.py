"""What may be done to an article, as callers ask for it and as it is shown."""

from typing import Annotated

from msgspec import Meta, Struct

from wellkept_knowledge.rules.articles import KnowledgeAction
from wellkept_knowledge.rules.kinds import KnowledgeStatus
from wellkept_knowledge.schemas.articles import NOT_BLANK, Note

Reason = Annotated[
    str, Meta(min_length=1, max_length=500, pattern=NOT_BLANK, description="At least one character that is no space.")
]


class _Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action"):
    """What every action may come with."""

    note: Note | None = None


class KnowledgeSubmit(_Said, frozen=True, kw_only=True, tag="submit"):
    """Let somebody else read a draft."""


class KnowledgePublish(_Said, frozen=True, kw_only=True, tag="publish"):
    """Let the current revision be found, or say that the published one still holds."""


class KnowledgeReturn(_Said, frozen=True, kw_only=True, tag="return"):
    """Give an article back to be written better."""

    reason: Reason


class KnowledgeMarkStale(_Said, frozen=True, kw_only=True, tag="mark_stale"):
    """Say that a published article is to be looked at."""

    reason: Reason


class KnowledgeRetire(_Said, frozen=True, kw_only=True, tag="retire"):
    """Let an article be found no more."""

    reason: Reason


class KnowledgeRestore(_Said, frozen=True, kw_only=True, tag="restore"):
    """Make a retired article a draft again."""


KnowledgeTransition = (
    KnowledgeSubmit | KnowledgePublish | KnowledgeReturn | KnowledgeMarkStale | KnowledgeRetire | KnowledgeRestore
)


class KnowledgeActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether the status allows it and the caller may do it, and where it leads."""

    action: KnowledgeAction
    allowed: bool
    to: KnowledgeStatus


class KnowledgeActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: KnowledgeStatus
    actions: list[KnowledgeActionRead]
