"""What follows from a low score: one ticket, in the transaction of the answer."""

import logging
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Conflict, Invalid, NotFound
from wellkept_sdk.ids import EquipmentId, ProjectId, TicketId
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.verbs import TicketDraft
from wellkept_survey.queries.answers import Asking
from wellkept_survey.rules.answers import Given, lowest_of
from wellkept_survey.terms import SurveyLowScore, SurveyTerms

_log = logging.getLogger(__name__)

_TITLE: Final = "Low satisfaction: {of}"


def is_low(ctx: Ctx, given: Sequence[Given]) -> bool:
    """Return whether an answer calls for more than thanks."""
    low = ctx.terms(SurveyTerms).low_score_in_force
    if low is None:
        return False
    value = lowest_of(given, low.dimension)
    return value is not None and value <= low.at_most


async def open_ticket(ctx: Ctx, row: Row, asking: Asking, given: Sequence[Given]) -> UUID | None:
    """
    Return the ticket that follows from an answer: the one that there is, else a new one if the score is low.

    Who answers anonymously is left alone. A ticket that cannot be opened, for another plugin does not allow it or the
    plan demands more than is known, never costs the answer.
    """
    low = ctx.terms(SurveyTerms).low_score_in_force
    known: UUID | None = row["follow_up_ticket_id"]
    if known is not None or asking.anonymous or low is None or not low.open_ticket or not is_low(ctx, given):
        return known
    system = ctx.as_system()
    try:
        async with ctx.db.transaction():
            before = None if asking.ticket_id is None else await system.tickets.get(TicketId(asking.ticket_id))
            return (await system.tickets.open(await _draft(ctx, asking, low, before=before))).id
    except (Conflict, Invalid, NotFound) as refused:
        _log.warning("No ticket was opened for a low score: %s", refused.code)
        return None


async def _draft(ctx: Ctx, asking: Asking, low: SurveyLowScore, *, before: TicketRecord | None) -> TicketDraft:
    if before is None:
        project = await ctx.db.fetch_one("SELECT code FROM project WHERE id = ?", asking.project_id)
        assert project is not None, "an invitation goes with its project"
        title = _TITLE.format(of=project["code"])
        return TicketDraft(title=title, project_id=ProjectId(asking.project_id), channel=low.channel, grade=low.grade)
    return TicketDraft(
        title=_TITLE.format(of=before.number),
        project_id=before.project_id,
        equipment_id=None if before.equipment_id is None else EquipmentId(before.equipment_id),
        channel=low.channel,
        grade=low.grade,
        previous_ticket_id=before.id,
    )
