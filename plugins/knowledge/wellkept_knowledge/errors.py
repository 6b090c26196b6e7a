"""Every failure, with its public code."""

from typing import Final

from wellkept_sdk.errors import Conflict, NotFound, WellkeptError


class ArticleNotFound(NotFound):
    """There is no such article that the caller may see."""

    code = "knowledge.article.not_found"


class ArticleNotAllowed(Conflict):
    """The status of the article does not allow this; `allowed` names what it allows."""

    code = "knowledge.article.not_allowed"


class ArticleFourEyes(Conflict):
    """Somebody else than the author of the revision has to publish it."""

    code = "knowledge.article.four_eyes"


class ArticleIncomplete(Conflict):
    """An article is published with a remedy or a body."""

    code = "knowledge.article.incomplete"


class DraftNoResolution(Conflict):
    """The ticket has no resolution to learn from."""

    code = "knowledge.draft.no_resolution"


ERRORS: Final[tuple[type[WellkeptError], ...]] = (
    ArticleNotFound,
    ArticleNotAllowed,
    ArticleFourEyes,
    ArticleIncomplete,
    DraftNoResolution,
)
