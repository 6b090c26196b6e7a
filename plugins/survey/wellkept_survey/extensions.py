"""What is added to tickets: who was asked, and how it was."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.db import Clause
from wellkept_survey.permissions import READ
from wellkept_survey.queries.scores import at_most, scores_of


class SurveyTicketExtension(Struct, frozen=True, kw_only=True):
    """
    What a ticket shows.

    Args:
        invited: how many were asked; whoever was not, for whatever reason, is not counted.
        answered: how many of them have answered.
        overall: the lowest overall score of the latest wave that was answered; null where nobody has given one.
    """

    invited: int
    answered: int
    overall: int | None


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, SurveyTicketExtension]:
    """Return what tickets show; one statement."""
    found = await scores_of(ctx, ids)
    return {
        ticket_id: SurveyTicketExtension(invited=each.invited, answered=each.answered, overall=each.overall)
        for ticket_id, each in found.items()
    }


def overall_at_most(value: int) -> Clause:
    """Return the condition that a ticket has an overall score, and that it is this or lower."""
    return at_most(value)


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=SurveyTicketExtension,
        load=load_tickets,
        filters={
            "overall_at_most": ExtensionFilter(
                type=int,
                where=overall_at_most,
                description="The ticket's overall score of the latest wave that was answered is this or lower.",
            ),
        },
        permission=READ.name,
    ),
)
