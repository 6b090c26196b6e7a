"""Everything that decides who can be sent for a ticket, as it stands at one moment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.errors import unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import first_moment, local_day
from wellkept_sdk.period import Period
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.services.parties import PARTIES, PartyNotFound, PartyService, PartyStatus
from wellkept_sdk.services.sla import SLA
from wellkept_stations.queries.covering import ChainLink, chain
from wellkept_stations.queries.engineers import EngineerFacts, engineers_of
from wellkept_stations.queries.matters import Matter, matter_of
from wellkept_stations.queries.parts import parts_shares
from wellkept_stations.queries.sites import TicketSite, site_of
from wellkept_stations.queries.workload import Workload, workloads
from wellkept_stations.rules.kinds import StationsEngineerKind
from wellkept_stations.service.duty import Duty, duty
from wellkept_stations.terms import StationsTerms

#: The most urgent tickets, for which nobody asks whether it is working time.
FIRST_GRADE: Final = 1


class Survey(Struct, frozen=True, kw_only=True):
    """
    What is known of a ticket and of those who could be sent.

    Args:
        at: when the work is to be done.
        day: of that moment at the site.
        links: the stations that serve the site, the nearest first.
        first_due: of the clocks that the customer was promised.
        shares: by station, how many of the ticket's parts lie there; none where that cannot be known.
        refused: parties that may not be involved any more.
    """

    at: datetime
    day: date
    ticket: TicketRecord
    place: TicketSite
    matter: Matter
    links: Sequence[ChainLink]
    engineers: Sequence[EngineerFacts]
    workloads: Mapping[UUID, Workload]
    duty: Duty
    first_due: datetime | None
    shares: Mapping[UUID, Fraction]
    refused: Collection[UUID]

    def is_on_duty(self, engineer: EngineerFacts) -> bool:
        """Return whether somebody works at that moment, as far as it matters for the ticket."""
        return self.ticket.grade == FIRST_GRADE or self.duty.is_open(engineer.calendar_code, self.at)


async def survey(ctx: Ctx, ticket: TicketRecord, *, at: datetime, also: UUID | None = None) -> Survey:
    """
    Return what decides who can be sent; a fixed number of statements, however many engineers there are.

    Args:
        ctx: of the ticket.
        ticket: for which somebody is to be sent.
        at: when the work is to be done, UTC.
        also: an engineer who is looked at even if his station does not serve the site.

    Raises:
        Invalid: there is no such engineer.
    """
    terms = ctx.terms(StationsTerms)
    place = await site_of(ctx, ticket)
    links = await chain(ctx, place.site, allow_parent=terms.allow_parent)
    engineers = await _engineers(ctx, [link.station_id for link in links], also=also)
    day = local_day(at, time_zone=place.time_zone)
    return Survey(
        at=at,
        day=day,
        ticket=ticket,
        place=place,
        matter=await matter_of(ctx, ticket, at=at),
        links=links,
        engineers=engineers,
        workloads=await workloads(
            ctx,
            [engineer.id for engineer in engineers],
            ticket_id=ticket.id,
            visit=Period(starts_at=at, ends_at=at + timedelta(minutes=terms.window_minutes)),
            since=first_moment(day, time_zone=place.time_zone),
        ),
        duty=await duty(ctx, {engineer.calendar_code for engineer in engineers}),
        first_due=await _first_due(ctx, ticket),
        shares=await parts_shares(ctx, ticket.id, {engineer.station_id for engineer in engineers}),
        refused=await _refused(ctx, engineers),
    )


async def _engineers(ctx: Ctx, station_ids: Sequence[UUID], *, also: UUID | None) -> Sequence[EngineerFacts]:
    found = await engineers_of(ctx, station_ids=station_ids) if station_ids else list[EngineerFacts]()
    if also is None or any(engineer.id == also for engineer in found):
        return found
    others = await engineers_of(ctx, engineer_ids=[also])
    if not others:
        raise unknown_reference("/engineer_id", "engineer")
    return [*found, *others]


async def _first_due(ctx: Ctx, ticket: TicketRecord) -> datetime | None:
    clocks = ctx.service_or_none(SLA)
    return None if clocks is None else (await clocks.first_due([ticket.id])).get(ticket.id)


async def _refused(ctx: Ctx, engineers: Sequence[EngineerFacts]) -> Collection[UUID]:
    """Return the parties of subcontractors that may not be involved any more."""
    parties = ctx.service_or_none(PARTIES)
    named = {engineer.party_id for engineer in engineers if engineer.kind is StationsEngineerKind.SUBCONTRACTOR}
    if parties is None:
        return ()
    return {party_id for party_id in named if party_id is not None and not await _may_be_involved(parties, party_id)}


async def _may_be_involved(parties: PartyService, party_id: UUID) -> bool:
    try:
        return (await parties.get(PartyId(party_id))).status is PartyStatus.ACTIVE
    except PartyNotFound:
        return False
