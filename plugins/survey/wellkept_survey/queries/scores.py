"""How the service of tickets was, as other plugins and lists ask."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause

# An answer to an anonymous template is nobody's: it shows at no ticket.
_GIVEN: Final = (
    " FROM survey_invitation {it} JOIN survey_template {it}_asked ON {it}_asked.id = {it}.template_id"
    " AND NOT {it}_asked.anonymous JOIN survey_answer_value {it}_said ON {it}_said.invitation_id = {it}.id"
    " AND {it}_said.dimension = 'overall' AND {it}_said.number IS NOT NULL"
)
# The lowest value counts, so that one content customer hides no other; earlier waves are history.
_OVERALL: Final = (
    f"SELECT MIN(own_said.number){_GIVEN.format(it='own')} WHERE own.ticket_id = {{ticket}}"
    f" AND NOT EXISTS (SELECT 1{_GIVEN.format(it='later')}"
    " WHERE later.ticket_id = own.ticket_id AND later.wave > own.wave)"
)
_SCORES: Final = (
    "SELECT invitation.ticket_id,"
    " SUM(CASE WHEN invitation.status IN ('sent', 'answered', 'expired') THEN 1 ELSE 0 END) AS invited,"
    " SUM(CASE WHEN invitation.status = 'answered' THEN 1 ELSE 0 END) AS answered,"
    f" ({_OVERALL.format(ticket='invitation.ticket_id')}) AS overall FROM survey_invitation invitation"
    " WHERE {tickets} GROUP BY invitation.ticket_id"
)
_BELOW_ALL: Final = -1
_ABOVE_ALL: Final = 11
_AT_MOST: Final = (
    f"ticket.id IN (SELECT found.ticket_id{_GIVEN.format(it='found')} WHERE found_said.number <= ?)"
    f" AND ({_OVERALL.format(ticket='ticket.id')}) <= ?"
)


class Scores(Struct, frozen=True, kw_only=True):
    """How many were asked about a ticket, how many of them have answered, and the lowest overall score."""

    invited: int = 0
    answered: int = 0
    overall: int | None = None


async def scores_of(ctx: Ctx, ticket_ids: Sequence[UUID]) -> Mapping[UUID, Scores]:
    """Return how the service of each ticket was, in one statement."""
    where = ctx.db.any_of("invitation.ticket_id", ticket_ids)
    rows = await ctx.db.fetch(_SCORES.format(tickets=where.sql), *where.args)
    found = {
        row["ticket_id"]: Scores(invited=row["invited"], answered=row["answered"], overall=row["overall"])
        for row in rows
    }
    return {ticket_id: found.get(ticket_id, Scores()) for ticket_id in ticket_ids}


def at_most(value: int) -> Clause:
    """Return the condition that a ticket's overall score is a value or lower."""
    # Beyond every score, more says nothing new, and no database has to hold it.
    within = min(max(value, _BELOW_ALL), _ABOVE_ALL)
    return Clause(_AT_MOST, (within, within))
