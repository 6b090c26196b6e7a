"""A first proposal: whom the cause of a fault points at, among those who take part."""

from typing import Final

import msgspec

from wellkept_liability.queries.case_history import latest_default
from wellkept_liability.queries.matters import Matter, matter_of
from wellkept_liability.rules.attribution import Because, Candidate, Nearness, Proposal, defaulted, proposal
from wellkept_liability.schemas.cases import LiabilityBasis
from wellkept_liability.schemas.proposals import LiabilityProposal, LiabilityProposedShare, LiabilityReason
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.liability import ShareRole
from wellkept_sdk.services.parties import PARTIES

_WORDS: Final = {
    Because.ATTRIBUTED: "The cause points at this role.",
    Because.DEFAULTED: "Who had promised to put it right did not, and somebody else has stepped in.",
    Because.NO_CAUSE: "The ticket's resolution has no cause that points at a role.",
    Because.NO_PARTY: "The cause points at a role that no party plays here.",
}


async def propose(ctx: Ctx, ticket_id: TicketId) -> LiabilityProposal:
    """Return shares with which the ticket's case could begin, and why; nothing is stored."""
    matter = await matter_of(ctx, ticket_id)
    candidates = await _candidates(ctx, ticket_id, matter)
    default = await latest_default(ctx, ticket_id)
    if default is not None:
        return _shown(await _of_obligor(ctx, default["obligor_party_id"], candidates))
    role_for = ctx.terms(LiabilityTerms).role_for
    return _shown(proposal(matter.cause_code, role_for=role_for, candidates=candidates, scope=matter.scope))


async def _candidates(ctx: Ctx, ticket_id: TicketId, matter: Matter) -> list[Candidate]:
    """Return who takes part today in the ticket, its equipment and all that belongs to, and its project."""
    places = [
        (RecordName.TICKET, ticket_id, Nearness.TICKET),
        *(
            (RecordName.EQUIPMENT, equipment_id, Nearness.PARENT if place else Nearness.EQUIPMENT)
            for place, equipment_id in enumerate(matter.equipment_ids)
        ),
        (RecordName.PROJECT, matter.project_id, Nearness.PROJECT),
    ]
    on = local_day(ctx.at, time_zone=await ctx.tickets.time_zone(ticket_id))
    parties = ctx.service(PARTIES)
    return [
        Candidate(party_id=each.party_id, role=ShareRole(each.role.value), scope=tuple(each.scope), nearness=nearness)
        for record, record_id, nearness in places
        for each in await parties.involved(record=record, record_id=record_id, on=on)
    ]


async def _of_obligor(ctx: Ctx, party_id: PartyId | None, candidates: list[Candidate]) -> Proposal:
    if party_id is None:
        return defaulted(None, role=ShareRole.SELF)
    played = next((each.role for each in candidates if each.party_id == party_id), None)
    if played is None:
        roles = (await ctx.service(PARTIES).get(party_id)).roles
        played = ShareRole(roles[0].value)
    return defaulted(party_id, role=played)


def _shown(found: Proposal) -> LiabilityProposal:
    is_default = found.because is Because.DEFAULTED
    return LiabilityProposal(
        basis=LiabilityBasis.STATUTE if is_default else LiabilityBasis.EXPERTISE,
        shares=[msgspec.convert(each, LiabilityProposedShare, from_attributes=True) for each in found.shares],
        because=LiabilityReason(
            code=found.because,
            cause_kind=found.kind,
            nearness=found.nearness,
            message=_WORDS[found.because],
        ),
    )
