"""Simulations: what the clocks of a ticket would be; the fold is the same, and nothing is stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.services.calendars import CALENDARS, WorkingCalendar
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.sla import Holder
from wellkept_sla.errors import (
    HolderPartyMismatch,
    SimulationPlanWithoutSla,
    SimulationSourceAmbiguous,
    TermsUnknownCalendar,
)
from wellkept_sla.queries.plans import plan_at
from wellkept_sla.rules.clocks import Folded
from wellkept_sla.rules.facts import Fact, FactData, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.layers import laid_over
from wellkept_sla.rules.terms_documents import calendar_codes, party_codes
from wellkept_sla.schemas.clocks import NO_ROWS, SlaClock
from wellkept_sla.schemas.simulating import (
    AnySimulatedFact,
    SlaSimulatedGrade,
    SlaSimulatedHeld,
    SlaSimulatedHolder,
    SlaSimulatedMilestone,
    SlaSimulatedTicket,
    SlaSimulation,
    SlaSimulationCreate,
)
from wellkept_sla.service.caveats import warnings_of
from wellkept_sla.service.checking import faults
from wellkept_sla.service.showing import Look, explained
from wellkept_sla.terms import SlaTerms

#: How much time is explained segment by segment, four for each working day and clock.
SPAN_MAX: Final = timedelta(days=1_100)

_TERMS: Final = "/terms"
_PLAN: Final = "/plan_code"
#: Under this name the library has the terms; it is no hash of anything that is stored.
_SIMULATED: Final = "simulated"


async def simulate(ctx: Ctx, draft: SlaSimulationCreate) -> SlaSimulation:
    """
    Return what the clocks of such a ticket would be, and why.

    Facts that could not have happened where they stand are told in the warnings, and are no mistakes.

    Raises:
        Invalid: terms, plan, ticket or moment have mistakes.
    """
    terms = await _terms(ctx, draft)
    calendars = await _calendars(ctx, terms)
    _require_zone(draft.ticket.time_zone, calendars=calendars)
    as_of = as_utc(draft.as_of, pointer="/as_of")
    parties = await _parties(ctx, terms)
    opening = _opening(draft.ticket, calendars=calendars, parties=parties)
    if as_of - opening.occurred_at > SPAN_MAX:
        raise invalid("/as_of", "too_large", f"Lies more than {SPAN_MAX.days} days after the ticket begins.")
    facts = [opening, *_facts(draft.facts)]
    library = Library(
        terms={_SIMULATED: terms},
        calendars={calendar.revision_id: calendar for calendar in calendars.values()},
    )
    look = Look(
        facts=[fact for fact in facts if fact.occurred_at <= as_of],
        library=library,
        folded=_folded(library, facts, as_of=as_of),
        rows=NO_ROWS,
    )
    return SlaSimulation(
        clocks=[SlaClock.of(clock, rows=NO_ROWS, actor=ctx.actor) for clock in look.clocks(ctx.actor)],
        explain=explained(look, actor=ctx.actor),
        warnings=warnings_of(facts, folded=look.folded, terms=terms),
    )


def _folded(library: Library, facts: Sequence[Fact], *, as_of: datetime) -> Folded:
    try:
        return fold(library, facts, as_of=as_of)
    except Invalid as unreachable:
        # It lies beyond the years that calendars count: the one moment that the caller can correct.
        raise type(unreachable).at("/ticket/reported_at") from None


async def _terms(ctx: Ctx, draft: SlaSimulationCreate) -> SlaTerms:
    """Return the terms to count by: what is given, over what the deployment says."""
    if (draft.terms is None) == (draft.plan_code is None):
        raise SimulationSourceAmbiguous.at(_TERMS)
    base = msgspec.to_builtins(ctx.terms(SlaTerms))
    if draft.plan_code is not None:
        # What a plan says was checked when it was written.
        return msgspec.convert(laid_over(base, await _said_by_plan(ctx, draft.plan_code)), SlaTerms)
    document = laid_over(base, msgspec.to_builtins(draft.terms))
    found = await faults(ctx, document)
    if found:
        raise Invalid(errors=[FieldError(f"{_TERMS}{each.pointer}", each.code, each.message) for each in found])
    return msgspec.convert(document, SlaTerms)


async def _said_by_plan(ctx: Ctx, code: str) -> dict[str, Any]:
    plan = await plan_at(ctx, code, at=ctx.at)
    if plan is None:
        raise unknown_reference(_PLAN, "service plan")
    if plan.terms is None:
        raise SimulationPlanWithoutSla.at(_PLAN)
    return plan.terms


async def _calendars(ctx: Ctx, terms: SlaTerms) -> Mapping[str, WorkingCalendar]:
    codes = calendar_codes(terms)
    found = await ctx.service(CALENDARS).find_many(sorted(codes))
    if codes - found.keys():
        # Terms that are given were checked: this is a plan of before its calendar went.
        raise TermsUnknownCalendar.at(_PLAN)
    return found


async def _parties(ctx: Ctx, terms: SlaTerms) -> Mapping[str, PartyId]:
    parties = ctx.service_or_none(PARTIES)
    if parties is None:
        return {}
    found = {code: await parties.by_code(code) for code in sorted(party_codes(terms))}
    return {code: party.id for code, party in found.items() if party is not None}


def _require_zone(time_zone: str | None, *, calendars: Mapping[str, WorkingCalendar]) -> None:
    if time_zone is None:
        return
    try:
        next(iter(calendars.values())).in_zone(time_zone)
    except ValueError:
        message = "This is not an IANA time zone such as Asia/Shanghai."
        raise invalid("/ticket/time_zone", "not_a_choice", message) from None


def _opening(
    ticket: SlaSimulatedTicket, *, calendars: Mapping[str, WorkingCalendar], parties: Mapping[str, PartyId]
) -> Fact:
    reported_at = as_utc(ticket.reported_at, pointer="/ticket/reported_at")
    received_at = as_utc(ticket.received_at or reported_at, pointer="/ticket/received_at")
    fault_at = ticket.occurred_at and as_utc(ticket.occurred_at, pointer="/ticket/occurred_at")
    data = FactData(
        grade=ticket.grade,
        terms_hash=_SIMULATED,
        calendars={code: calendar.revision_id for code, calendar in calendars.items()},
        parties=parties,
        reported_at=reported_at,
        received_at=received_at,
        fault_at=fault_at,
        site_time_zone=ticket.time_zone,
        customer_time_zone=ticket.time_zone,
    )
    first = min(reported_at, received_at, fault_at or reported_at)
    return Fact(position=1, kind=FactKind.OPENED, occurred_at=first, recorded_at=received_at, data=data)


def _facts(given: Sequence[AnySimulatedFact]) -> list[Fact]:
    moments = [as_utc(fact.occurred_at, pointer=f"/facts/{at}/occurred_at") for at, fact in enumerate(given)]
    _require_parties(given)
    return [
        Fact(position=position, kind=fact.fact_kind, occurred_at=at, recorded_at=at, data=_data(fact))
        for position, (fact, at) in enumerate(zip(given, moments, strict=True), start=2)
    ]


def _require_parties(given: Sequence[AnySimulatedFact]) -> None:
    refuse(
        [
            HolderPartyMismatch.at(f"/facts/{at}/party_id")
            for at, fact in enumerate(given)
            if isinstance(fact, SlaSimulatedHolder) and (fact.holder is Holder.PARTY) is (fact.party_id is None)
        ]
    )


def _data(fact: AnySimulatedFact) -> FactData:
    match fact:
        case SlaSimulatedHeld():
            return FactData(reason=fact.reason, party_id=fact.party_id)
        case SlaSimulatedHolder():
            return FactData(holder=fact.holder, party_id=fact.party_id)
        case SlaSimulatedMilestone():
            return FactData(milestone=fact.milestone)
        case SlaSimulatedGrade():
            return FactData(grade=fact.grade)
        case _:
            # Whoever simulates a rejection or reopening means the customer's.
            return FactData(by_customer=fact.fact_kind in {FactKind.REJECTED, FactKind.REOPENED})
