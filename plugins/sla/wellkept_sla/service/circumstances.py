"""What serves a ticket at this moment, as a fact keeps it: terms, revisions of calendars, parties."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Final

from msgspec.structs import replace

from wellkept_sdk import Ctx
from wellkept_sdk.db import store
from wellkept_sdk.ids import ActivationId, PartyId, ProjectId, uuid7
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.services.calendars import CALENDARS, CalendarNotFound
from wellkept_sdk.services.parties import PARTIES
from wellkept_sla.queries.library import remember
from wellkept_sla.queries.tickets import Zones, zones
from wellkept_sla.rules.facts import FactData
from wellkept_sla.rules.terms_documents import calendar_codes, document_of, hash_of, party_codes
from wellkept_sla.terms import SlaTerms, TimeZoneFrom

REMEMBERED_MAX: Final = 4096


async def in_force(ctx: Ctx) -> FactData:
    """
    Return what serves the records of the context now, its terms stored.

    Raises:
        CalendarNotFound: the terms name a calendar that is not there.
    """
    terms = ctx.terms(SlaTerms)
    codes = calendar_codes(terms)
    calendars = await ctx.service(CALENDARS).find_many(sorted(codes))
    missing = codes - calendars.keys()
    if missing:
        raise CalendarNotFound(detail=f"The terms name calendars that are not there: {', '.join(sorted(missing))}.")
    return FactData(
        terms_hash=await _stored(ctx, terms),
        calendars={code: calendar.revision_id for code, calendar in calendars.items()},
        parties=await _parties(ctx, party_codes(terms)),
    )


async def places(ctx: Ctx, tickets: Collection[TicketRecord]) -> Mapping[ProjectId, Zones]:
    """Return the time zones of the tickets' sites and customers, by project; nothing where no term asks for them."""
    if ctx.terms(SlaTerms).time_zone_from is TimeZoneFrom.CALENDAR:
        return {}
    return await zones(ctx, tickets)


def at_place(data: FactData, zones_: Zones | None) -> FactData:
    """Return what serves a ticket, with where it lies."""
    if zones_ is None:
        return data
    return replace(data, site_time_zone=zones_.site, customer_time_zone=zones_.customer)


async def _stored(ctx: Ctx, terms: SlaTerms) -> str:
    """Return the hash under which terms are stored for good; they are stored unless that is known to be committed."""
    activation_id = ctx.activation.id
    known = None if activation_id is None else _committed.get(activation_id)
    if known is not None:
        return known
    terms_hash = hash_of(terms)
    remember(terms_hash, terms)
    await store(
        ctx.db,
        "sla_terms",
        columns=("id", "created_at", "hash", "document"),
        rows=[(uuid7(), ctx.at, terms_hash, document_of(terms))],
        conflict="ON CONFLICT (hash) DO NOTHING",
    )
    if activation_id is not None:
        ctx.after_commit(lambda: _keep(activation_id, terms_hash))
    return terms_hash


async def _parties(ctx: Ctx, codes: Collection[str]) -> Mapping[str, PartyId]:
    parties = ctx.service_or_none(PARTIES) if codes else None
    if parties is None:
        return {}
    found = {code: await parties.by_code(code) for code in sorted(codes)}
    return {code: party.id for code, party in found.items() if party is not None}


def _keep(activation_id: ActivationId, terms_hash: str) -> None:
    _committed[activation_id] = terms_hash
    while len(_committed) > REMEMBERED_MAX:
        _committed.popitem(last=False)


# By the id of the activation, which is never the same in two databases: what one has stored, another may lack.
_committed: Final[OrderedDict[ActivationId, str]] = OrderedDict()
