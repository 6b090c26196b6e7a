"""Routes of slots below a ticket."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, NamedDependency, QueryParameter, get, needs, require_staff
from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import Moment, as_utc
from wellkept_stations.permissions import READ
from wellkept_stations.schemas.slots import StationsSlots
from wellkept_stations.service import slots
from wellkept_stations.service.slots import SlotsQuestion

# Python keeps the name `from` for itself.
StartsAt = Annotated[Moment | None, QueryParameter(name="from", description="From this moment on; by default now.")]
EndsAt = Annotated[Moment | None, QueryParameter(name="to", description="Until before this one; by default a week.")]
Minutes = Annotated[
    Annotated[int, Meta(ge=30, le=1_440)] | None,
    QueryParameter(description="How long each is; by default the window of the terms."),
]


@get("/slots", opt=needs(READ.name))
async def list_slots(
    ticket_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    starts_at: StartsAt = None,
    ends_at: EndsAt = None,
    minutes: Minutes = None,
    engineer_id: Annotated[UUID | None, QueryParameter(description="Of only this engineer.")] = None,
) -> StationsSlots:
    """Return the first 50 times in working time and outside absences that overlap no visit."""
    require_staff(ctx.actor, READ.name)
    question = SlotsQuestion(
        starts_at=starts_at and as_utc(starts_at, pointer="query/from"),
        ends_at=ends_at and as_utc(ends_at, pointer="query/to"),
        minutes=minutes,
        engineer_id=engineer_id,
    )
    return await slots.free_slots(ctx, TicketId(ticket_id), question)


ROUTES = (list_slots,)
