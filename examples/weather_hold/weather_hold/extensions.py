"""What is added to tickets and projects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from weather_hold import queries
from weather_hold.schemas import (
    WeatherHoldProject,
    WeatherHoldProjectWrite,
    WeatherHoldTicket,
    WeatherHoldTicketWrite,
)
from weather_hold.service.work import limit_site, say_outdoor
from wellkept_sdk import Ctx, Extension, ExtensionFilter, ExtensionSort, RecordName
from wellkept_sdk.db import Clause

_WATCHED = Clause("ticket.id IN (SELECT ticket_id FROM weather_hold_watch WHERE ended_at IS NULL)")


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, WeatherHoldTicket]:
    """Return what tickets show."""
    return msgspec.convert(await queries.tickets_shown(ctx, ids), dict[UUID, WeatherHoldTicket])


async def load_projects(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, WeatherHoldProject]:
    """Return what projects show."""
    return msgspec.convert(await queries.projects_shown(ctx, ids), dict[UUID, WeatherHoldProject])


def is_watched(value: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    """Return the condition that a ticket waits for the weather, or does not."""
    return _WATCHED if value else ~_WATCHED


EXTENSIONS = (
    Extension(
        record=RecordName.TICKET,
        read=WeatherHoldTicket,
        load=load_tickets,
        write=WeatherHoldTicketWrite,
        store=say_outdoor,
        filters={"watched": ExtensionFilter(type=bool, where=is_watched, description="Waits for the weather.")},
        sorts={
            "watched_since": ExtensionSort(
                type=datetime,
                expression="(SELECT began_at FROM weather_hold_watch"
                " WHERE weather_hold_watch.ticket_id = ticket.id AND ended_at IS NULL)",
            )
        },
    ),
    Extension(
        record=RecordName.PROJECT,
        read=WeatherHoldProject,
        load=load_projects,
        write=WeatherHoldProjectWrite,
        store=limit_site,
    ),
)
