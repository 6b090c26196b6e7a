"""What is announced about articles and votes: ids, numbers and reasons, no texts."""

from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event


class ArticleEvent(Event, frozen=True, kw_only=True):
    """What every event of an article tells."""

    article_id: UUID
    number: int

    @property
    def subject(self) -> str:
        """Return the article that this is about."""
        return f"knowledge/articles/{self.article_id}"


class ArticleDrafted(ArticleEvent, frozen=True, kw_only=True):
    """There is a new draft; `ticket_id` is where it comes from, if it comes from a ticket."""

    type: ClassVar[str] = "knowledge.article.drafted"
    ticket_id: UUID | None = None


class ArticleSubmitted(ArticleEvent, frozen=True, kw_only=True):
    """A draft is to be reviewed."""

    type: ClassVar[str] = "knowledge.article.submitted"


class ArticlePublished(ArticleEvent, frozen=True, kw_only=True):
    """A revision is found from now on, or was reviewed again."""

    type: ClassVar[str] = "knowledge.article.published"
    revision: int


class ArticleReturned(ArticleEvent, frozen=True, kw_only=True):
    """The review found something to be done first."""

    type: ClassVar[str] = "knowledge.article.returned"


class ArticleMarkedStale(ArticleEvent, frozen=True, kw_only=True):
    """An article is to be looked at; `because` is `review_date`, `misleading`, `reopened` or somebody's reason."""

    type: ClassVar[str] = "knowledge.article.marked_stale"
    because: str


class ArticleRetired(ArticleEvent, frozen=True, kw_only=True):
    """An article is found no more."""

    type: ClassVar[str] = "knowledge.article.retired"


class ArticleRestored(ArticleEvent, frozen=True, kw_only=True):
    """A retired article is a draft again."""

    type: ClassVar[str] = "knowledge.article.restored"


class VoteGiven(Event, frozen=True, kw_only=True):
    """Somebody has said what an article was worth on a ticket; an earlier vote of theirs there is gone."""

    type: ClassVar[str] = "knowledge.vote.given"
    article_id: UUID
    ticket_id: UUID
    kind: str

    @property
    def subject(self) -> str:
        """Return the article that this is about."""
        return f"knowledge/articles/{self.article_id}"


EVENTS: tuple[type[Event], ...] = (
    ArticleDrafted,
    ArticleSubmitted,
    ArticlePublished,
    ArticleReturned,
    ArticleMarkedStale,
    ArticleRetired,
    ArticleRestored,
    VoteGiven,
)
