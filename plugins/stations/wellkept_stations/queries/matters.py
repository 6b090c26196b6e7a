"""What a ticket asks of whoever is sent, and who knows its equipment and its site."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_stations.rules.requirements import Required
from wellkept_stations.rules.scoring import SAME_EQUIPMENT, SAME_PROJECT

#: For how long whoever has resolved a ticket is remembered at its site.
SITE_MEMORY: Final = timedelta(days=365)

# Said as a range and with the column in the order, so that no database looks through the tickets of everybody by the
# moment of the report: only core's index of tickets by equipment, or by project, has this order.
_LAST: Final = (
    "(SELECT earlier.id FROM ticket earlier WHERE earlier.{column} BETWEEN ? AND ? AND earlier.id <> ?"
    " AND earlier.resolved_at IS NOT NULL {since}"
    " ORDER BY earlier.{column} DESC, earlier.reported_at DESC, earlier.id DESC LIMIT 1)"
)
_OF_EQUIPMENT: Final = _LAST.format(column="equipment_id", since="")
_OF_PROJECT: Final = _LAST.format(column="project_id", since="AND earlier.reported_at >= ?")
# Whoever has done the resolving is an engineer, or else has only written down what the assignee did.
_RESOLVER: Final = (
    "COALESCE((SELECT engineer.user_id FROM stations_engineer engineer WHERE engineer.user_id ="
    " (SELECT fact.actor_id FROM ticket_fact fact WHERE fact.ticket_id = {last}.id AND fact.action = 'resolve'"
    " ORDER BY fact.position DESC LIMIT 1)), {last}.assignee_id)"
)
_MATTER: Final = (
    "SELECT own.required_skills, own.required_certificates,"
    f" {_RESOLVER.format(last='of_equipment')} AS equipment_user_id,"
    f" {_RESOLVER.format(last='of_project')} AS project_user_id"
    " FROM ticket LEFT JOIN stations_ticket own ON own.ticket_id = ticket.id"
    f" LEFT JOIN ticket of_equipment ON of_equipment.id = {_OF_EQUIPMENT}"
    f" LEFT JOIN ticket of_project ON of_project.id = {_OF_PROJECT} WHERE ticket.id = ?"
)


class Matter(Struct, frozen=True, kw_only=True):
    """
    What the plugin knows of a ticket.

    Args:
        own: what was asked for on the ticket itself.
        equipment_user_id: who has resolved the last other ticket of its equipment.
        project_user_id: who has resolved the last other ticket of its project, of those that are not too old.
    """

    own: Required
    equipment_user_id: UUID | None
    project_user_id: UUID | None

    def continuity(self, user_id: UUID) -> int:
        """Return how well somebody knows what the ticket is about."""
        if user_id == self.equipment_user_id:
            return SAME_EQUIPMENT
        return SAME_PROJECT if user_id == self.project_user_id else 0


async def matter_of(ctx: Ctx, ticket: TicketRecord, *, at: datetime) -> Matter:
    """
    Return what the plugin knows of a ticket; one statement.

    Args:
        ctx: joins its transaction.
        ticket: in question.
        at: when the work is to be done; other tickets of its project count that were reported in the year before.
    """
    of_equipment = (ticket.equipment_id, ticket.equipment_id, ticket.id)
    of_project = (ticket.project_id, ticket.project_id, ticket.id, at - SITE_MEMORY)
    row = await ctx.db.fetch_one(_MATTER, *of_equipment, *of_project, ticket.id)
    assert row is not None, "the caller has the ticket"
    own = Required(_levels(row["required_skills"] or []), tuple(row["required_certificates"] or []))
    return msgspec.convert({**row, "own": own}, Matter)


def _levels(skills: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {skill["code"]: skill["level"] for skill in skills}
