"""What the plugin offers to others."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from wellkept_sdk import Ctx, provide
from wellkept_sdk.services.survey import SURVEY
from wellkept_survey.queries.scores import scores_of


class Surveys:
    """How the service of tickets was, for one context; plugins see all of it, whoever the caller is."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer in the caller's transaction."""
        self._ctx = ctx

    async def overall(self, ticket_ids: Sequence[UUID]) -> Mapping[UUID, int | None]:
        """Return the overall score of each ticket in one statement; None where nobody has given one."""
        found = await scores_of(self._ctx, ticket_ids)
        return {ticket_id: each.overall for ticket_id, each in found.items()}


SERVICES = (provide(SURVEY, Surveys),)
