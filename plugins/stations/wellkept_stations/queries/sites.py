"""Where the work of tickets is."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_stations.queries.covering import Site, point_in

#: The zone of a site that names none is that of its customer.
_SITES: Final = (
    "SELECT ticket.id, ticket.project_id, ticket.equipment_id, item.model, project.region_code, project.longitude,"
    " project.latitude, COALESCE(project.time_zone, customer.time_zone) AS time_zone"
    " FROM ticket JOIN project ON project.id = ticket.project_id JOIN customer ON customer.id = project.customer_id"
    " LEFT JOIN equipment item ON item.id = ticket.equipment_id"
)


class TicketSite(Struct, frozen=True, kw_only=True):
    """Where the work of a ticket is, and what it is about."""

    site: Site
    time_zone: str
    project_id: UUID
    equipment_id: UUID | None
    model: str | None


async def site_of(ctx: Ctx, ticket: TicketRecord) -> TicketSite:
    """Return where a ticket's work is; one statement."""
    return (await sites_of(ctx, [ticket.id]))[ticket.id]


async def sites_of(ctx: Ctx, ticket_ids: Collection[UUID]) -> Mapping[UUID, TicketSite]:
    """Return where the work of tickets is; unknown ones are left out; one statement."""
    where = ctx.db.any_of("ticket.id", ticket_ids)
    rows = await ctx.db.fetch(f"{_SITES} WHERE {where.sql}", *where.args)
    return {row["id"]: _site(row) for row in rows}


def _site(row: Row) -> TicketSite:
    return TicketSite(
        site=Site(row["region_code"], point_in(row)),
        time_zone=row["time_zone"],
        project_id=row["project_id"],
        equipment_id=row["equipment_id"],
        model=row["model"],
    )
