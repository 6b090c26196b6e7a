"""How customers found the service, as the plugin `survey` offers it to others."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol
from uuid import UUID

from wellkept_sdk.services import ServiceKey


class SurveyService(Protocol):
    """Answers of customers, in the caller's transaction."""

    async def overall(self, ticket_ids: Sequence[UUID]) -> Mapping[UUID, int | None]:
        """
        Return the overall score of each ticket, in one statement.

        It is the lowest value of the dimension `overall` in the latest wave that was answered, None where nobody has
        given one or where the answers are anonymous.
        """
        ...


SURVEY: Final[ServiceKey[SurveyService]] = ServiceKey("survey.answer", version=1)
