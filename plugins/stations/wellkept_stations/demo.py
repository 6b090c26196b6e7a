"""A small network in the demo: headquarters, two regions with stations, eight people, a leave and the next visits."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.actor import Role
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.records.tickets import OPEN_STATUSES
from wellkept_stations.queries.engineer_pages import accounts
from wellkept_stations.queries.engineers import engineers_of
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsStationKind
from wellkept_stations.schemas.coverage import CoverageRule, StationsRadiusCoverage, StationsRegionCoverage
from wellkept_stations.schemas.engineers import (
    StationsAbsenceCreate,
    StationsCertificateEntry,
    StationsEngineerCreate,
    StationsPosition,
    StationsSkillLevel,
)
from wellkept_stations.schemas.stations import StationsLocation, StationsStationCreate
from wellkept_stations.schemas.visits import StationsVisitCreate, StationsVisitOverride, StationsVisitPeriod
from wellkept_stations.service import absences, engineers, placing, stations
from wellkept_stations.service.visiting import plan_visit

_NETWORK: Final = Path(__file__).parent / "data" / "demo_network.json"
_OPENED_BEFORE: Final = timedelta(days=190)
_VISITS: Final = 6
_FIRST_VISIT: Final = timedelta(hours=2)
_BETWEEN_VISITS: Final = timedelta(hours=3)
_VISIT: Final = timedelta(hours=2)
_LEAVE: Final = timedelta(days=3)
#: As many tickets as an import brings at once.
_TOGETHER: Final = 500


class Place(Struct, frozen=True, kw_only=True):
    """A station; `regions` and `radius_km` are its area."""

    code: str
    name: str
    kind: StationsStationKind
    longitude: float
    latitude: float
    parent: str | None = None
    time_zone: str = "Asia/Shanghai"
    regions: tuple[str, ...] = ()
    radius_km: float | None = None
    rank: int = 100


class Person(Struct, frozen=True, kw_only=True):
    """What the next account of a role becomes; a certificate lasts so many days from now on."""

    code: str
    station: str
    longitude: float
    latitude: float
    skills: Mapping[str, int]
    certificate_days: Mapping[str, int] = {}
    kind: StationsEngineerKind = StationsEngineerKind.ENGINEER
    role: Role = Role.ENGINEER


class Network(Struct, frozen=True, kw_only=True):
    """All of it: parents stand before what lies below them."""

    places: list[Place]
    people: list[Person]


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return how the network was opened, which tickets are whose, and which visits come next."""
    ids = [ticket.id for ticket in scene.tickets]
    waiting = [ticket.id for ticket in scene.tickets if ticket.status in OPEN_STATUSES][:_VISITS]
    first = scene.at.replace(minute=0, second=0, microsecond=0) + _FIRST_VISIT
    opening = partial(_open, party_id=scene.party_id, present=scene.at)
    return [
        DemoDeed(at=scene.at - _OPENED_BEFORE, actor=scene.dispatcher, run=opening),
        DemoDeed(at=scene.at, actor=scene.dispatcher, run=partial(_place, ticket_ids=ids)),
        *(
            DemoDeed(
                at=scene.at,
                actor=scene.dispatcher,
                record=RecordRef(RecordName.TICKET, ticket_id),
                run=partial(_visit, ticket_id=ticket_id, starts_at=first + number * _BETWEEN_VISITS),
            )
            for number, ticket_id in enumerate(waiting)
        ),
    ]


async def _open(ctx: Ctx, *, party_id: PartyId, present: datetime) -> None:
    """Make the stations and their people, the last of whom goes on leave soon."""
    network = msgspec.json.decode(_NETWORK.read_bytes(), type=Network)
    station_ids: dict[str, UUID] = {}
    for place in network.places:
        parent_id = None if place.parent is None else station_ids[place.parent]
        station_ids[place.code] = (await stations.create(ctx, _station(place, parent_id=parent_id))).id
    known = {role: await accounts(ctx, role) for role in (Role.ENGINEER, Role.PARTNER)}
    made: list[UUID] = []
    for person in network.people:
        if known[person.role]:
            user_id, name = known[person.role].pop(0)
            draft = StationsEngineerCreate(
                user_id=user_id,
                code=person.code,
                name=name,
                station_id=station_ids[person.station],
                kind=person.kind,
                party_id=party_id if person.role is Role.PARTNER else None,
                home=StationsPosition(longitude=person.longitude, latitude=person.latitude),
                skills=tuple(StationsSkillLevel(code=code, level=level) for code, level in person.skills.items()),
                certificates=_certificates(person, present=present),
            )
            made.append((await engineers.create(ctx, draft)).id)
    for engineer_id in made[-1:]:
        leave = StationsAbsenceCreate(starts_at=present + _LEAVE, ends_at=present + 2 * _LEAVE, reason="Leave")
        await absences.create(ctx, engineer_id, leave)


def _station(place: Place, *, parent_id: UUID | None) -> StationsStationCreate:
    coverage: list[CoverageRule] = [StationsRegionCoverage(region_code=code) for code in place.regions]
    if place.radius_km is not None:
        coverage.append(StationsRadiusCoverage(radius_km=place.radius_km))
    return StationsStationCreate(
        code=place.code,
        name=place.name,
        kind=place.kind,
        time_zone=place.time_zone,
        parent_id=parent_id,
        location=StationsLocation(longitude=place.longitude, latitude=place.latitude),
        rank=place.rank,
        coverage=tuple(coverage),
    )


def _certificates(person: Person, *, present: datetime) -> tuple[StationsCertificateEntry, ...]:
    return tuple(
        StationsCertificateEntry(code=code, valid_until=present.date() + timedelta(days=days))
        for code, days in person.certificate_days.items()
    )


async def _place(ctx: Ctx, *, ticket_ids: Sequence[TicketId]) -> None:
    """Give tickets that are older than the network their stations."""
    for start in range(0, len(ticket_ids), _TOGETHER):
        await placing.place(ctx, ticket_ids[start : start + _TOGETHER])


async def _visit(ctx: Ctx, *, ticket_id: TicketId, starts_at: datetime) -> None:
    """Plan a visit of the first engineer of the ticket's station, if it has any."""
    row = await placing.ticket_row(ctx, ticket_id)
    found = await engineers_of(ctx, station_ids={row["station_id"]} - {None})
    if found:
        window = StationsVisitPeriod(starts_at=starts_at, ends_at=starts_at + _VISIT)
        reason = StationsVisitOverride(reason="Agreed with the customer")
        draft = StationsVisitCreate(engineer_ids=[found[0].id], window=window, override=reason)
        await plan_visit(ctx, ticket_id, draft)


DEMO: Final = Demo(tell=tell)
