"""Who answers for what in projects."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from wellkept_parties.queries import parties
from wellkept_parties.queries.involvements import in_force_on
from wellkept_parties.queries.places import PROJECT, place
from wellkept_parties.rules import duties as rules
from wellkept_parties.rules.duties import Part
from wellkept_parties.schemas.involvements import PartiesDuties, PartiesDuty
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause

_PARTS: Final = "SELECT involvement.party_id, involvement.role, involvement.scope FROM parties_involvement involvement"


async def duty_list(ctx: Ctx, project_id: UUID, *, on: date | None) -> PartiesDuties:
    """
    Return who answers for what in a project on a day of its site, by default today.

    Raises:
        NotFound: there is no such project.
    """
    lies = await place(ctx, PROJECT, project_id)
    day = on or lies.day(ctx.at)
    where = Clause("involvement.record_kind = 'project' AND involvement.record_id = ?", (project_id,)) & in_force_on(
        day
    )
    rows = await ctx.db.fetch(f"{_PARTS} WHERE {where.sql} ORDER BY involvement.id", *where.args)
    found = msgspec.convert(rows, list[Part])
    names = await parties.names(ctx, {part.party_id for part in found})
    items = [
        PartiesDuty(
            scope=duty.scope,
            role=duty.role,
            parties=[names[party_id] for party_id in duty.party_ids],
            missing=duty.role is None,
        )
        for duty in rules.duties(found)
    ]
    return PartiesDuties(on=day, items=items)
