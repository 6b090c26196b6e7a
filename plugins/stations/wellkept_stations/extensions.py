"""What is added to tickets: what they need, and where they stand with stations and visits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, field

from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.db import Clause, Row
from wellkept_stations.permissions import READ
from wellkept_stations.schemas.engineers import SKILLS_MAX
from wellkept_stations.service import requiring
from wellkept_stations.terms import Level, SkillCode

_TICKETS: Final = (
    "SELECT own.id, own.required_skills, own.required_certificates, own.visits_open, own.next_window_from,"
    " own.next_window_to, station.code AS station_code FROM stations_ticket own"
    " LEFT JOIN stations_station station ON station.id = own.station_id WHERE"
)


class StationsRequiredSkill(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A skill that a ticket needs, and at which level at least."""

    code: SkillCode
    level: Level


RequiredSkills = Annotated[tuple[StationsRequiredSkill, ...], Meta(max_length=SKILLS_MAX)]
RequiredCertificates = Annotated[tuple[SkillCode, ...], Meta(max_length=SKILLS_MAX)]


class StationsTicketWindow(Struct, frozen=True, kw_only=True):
    """The agreed time of the next visit, half-open."""

    starts_at: datetime = field(name="from")
    ends_at: datetime = field(name="to")


class StationsTicketExtension(Struct, frozen=True, kw_only=True):
    """
    What a ticket shows.

    Args:
        required_skills: what it needs beyond what its terms ask for.
        station_code: to which station it belongs.
        next_window: of the first visit that is planned, confirmed or under way.
        visits_open: how many visits are planned, confirmed, under way or on site.
    """

    required_skills: RequiredSkills
    required_certificates: RequiredCertificates
    station_code: str | None
    next_window: StationsTicketWindow | None
    visits_open: int


class StationsTicketInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a ticket needs, beyond what its terms ask for; the higher level of a skill counts."""

    required_skills: RequiredSkills = ()
    required_certificates: RequiredCertificates = ()


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, StationsTicketExtension]:
    """Return what tickets show; one statement."""
    where = ctx.db.any_of("own.id", ids)
    rows = await ctx.db.fetch(f"{_TICKETS} {where.sql}", *where.args)
    return {row["id"]: _shown(row) for row in rows}


async def store_ticket(ctx: Ctx, ticket_id: UUID, value: StationsTicketInput | None) -> None:
    """
    Keep what a ticket needs; None for nothing.

    Raises:
        Invalid: something is named twice.
    """
    given = value or StationsTicketInput()
    await requiring.store(
        ctx,
        ticket_id,
        skills=[(skill.code, skill.level) for skill in given.required_skills],
        certificates=given.required_certificates,
    )


def at_station(value: str) -> Clause:
    """Return the condition that a ticket belongs to the station with this code."""
    return Clause(
        "ticket.id IN (SELECT own.ticket_id FROM stations_ticket own"
        " JOIN stations_station station ON station.id = own.station_id WHERE station.code = ?)",
        (value,),
    )


def has_visits(value: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    """Return the condition that a ticket has open visits, or none."""
    found = Clause("EXISTS (SELECT 1 FROM stations_ticket own WHERE own.ticket_id = ticket.id AND own.visits_open > 0)")
    return found if value else ~found


def _shown(row: Row) -> StationsTicketExtension:
    window = None
    if row["next_window_from"] is not None:
        window = StationsTicketWindow(starts_at=row["next_window_from"], ends_at=row["next_window_to"])
    return StationsTicketExtension(
        required_skills=msgspec.convert(row["required_skills"], tuple[StationsRequiredSkill, ...]),
        required_certificates=tuple(row["required_certificates"]),
        station_code=row["station_code"],
        next_window=window,
        visits_open=row["visits_open"],
    )


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=StationsTicketExtension,
        load=load_tickets,
        write=StationsTicketInput,
        store=store_ticket,
        filters={
            "station_code": ExtensionFilter(
                type=str, where=at_station, description="The ticket belongs to the station with this code."
            ),
            "visits_open": ExtensionFilter(
                type=bool, where=has_visits, description="The ticket has a visit that is not over, or has none."
            ),
        },
        permission=READ.name,
    ),
)
