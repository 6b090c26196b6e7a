"""Sending somebody: the proposal is kept with all candidates as they were seen, and core's ticket is assigned."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import Action, TicketRecord
from wellkept_stations.errors import NoCandidate, NotEligible, TicketNotOpen
from wellkept_stations.events import TicketDispatched
from wellkept_stations.queries.workload import open_tickets
from wellkept_stations.rules.filters import FilterCode, Rejection, at_capacity, other_station
from wellkept_stations.schemas.candidates import StationsCandidate
from wellkept_stations.schemas.dispatch import StationsAssignmentCreate, StationsAssignmentRead
from wellkept_stations.service.choosing import Choice, choose, moment_of
from wellkept_stations.service.placing import ticket_row
from wellkept_stations.tables import StationsEngineer, StationsProposal

_CORE_NOTE: Final = "/note"
#: While it is set, an assignment by core is ours: whether it may be was decided already.
_decided: ContextVar[bool] = ContextVar("wellkept_stations_decided", default=False)


class Assigned(Struct, frozen=True, kw_only=True):
    """Who was sent; whoever is not eligible has no score."""

    proposal_id: UUID
    engineer_id: UUID
    score: int | None
    ticket: TicketRecord


async def dispatch(ctx: Ctx, ticket_id: TicketId, draft: StationsAssignmentCreate) -> StationsAssignmentRead:
    """
    Send the engineer who is named, or else the best candidate.

    Raises:
        Invalid: there is no such engineer, the moment is too far away, or an override names nobody.
        TicketNotOpen: nobody is sent for the ticket any more.
        NoCandidate: nobody can be sent.
        NotEligible: the engineer who is named cannot be sent.
        Conflict: core or a plugin does not allow the assignment.
    """
    if draft.override is not None and draft.engineer_id is None:
        raise invalid("/override", "unexpected", "An override sends an engineer who is named.")
    at = moment_of(ctx, draft.at, pointer="/at")
    async with ctx.db.transaction():
        await ticket_row(ctx, ticket_id, lock=True)
        ticket = await ctx.tickets.get(ticket_id)
        if not ticket.is_open:
            raise TicketNotOpen
        choice = await choose(ctx, ticket, at=at, also=draft.engineer_id)
        assigned = await _assigned(ctx, ticket, choice, draft)
    return StationsAssignmentRead(
        proposal_id=assigned.proposal_id,
        engineer_id=assigned.engineer_id,
        score=assigned.score,
        ticket_status=assigned.ticket.status,
    )


async def _assigned(ctx: Ctx, ticket: TicketRecord, choice: Choice, draft: StationsAssignmentCreate) -> Assigned:
    reason = None if draft.override is None else draft.override.reason
    try:
        if draft.engineer_id is None:
            return await assign_best(ctx, ticket, choice)
        return await assign(ctx, ticket, choice, draft.engineer_id, override_reason=reason)
    except Invalid as refused:
        if [error.pointer for error in refused.errors] != [_CORE_NOTE]:
            raise
        # What core calls the note of its action is here the reason of an override.
        raise invalid("/override", refused.errors[0].code, refused.errors[0].message) from refused


async def assign(
    ctx: Ctx,
    ticket: TicketRecord,
    choice: Choice,
    engineer_id: UUID,
    *,
    override_reason: str | None,
    note: str | None = None,
) -> Assigned:
    """
    Store the proposal and assign the ticket to an engineer's account, in the caller's transaction.

    Args:
        ctx: of the ticket; whoever acts has to be allowed to assign it.
        ticket: whose row of `stations_ticket` the caller has locked.
        choice: who comes into question for it.
        engineer_id: whom to send.
        override_reason: why he is sent although filters speak against him; None if none may.
        note: why he is sent where nothing speaks against him; core asks for it after many handovers.

    Raises:
        NotEligible: he cannot be sent, or has no room for another ticket by now.
        Conflict: core or a plugin does not allow it.
    """
    candidate = _candidate(choice, engineer_id)
    if override_reason is None:
        _require_none(candidate.rejections)
    else:
        # No account, no assignment: no reason changes that.
        _require_none([one for one in candidate.rejections if one.code is FilterCode.NOT_ACTIVE])
    await require_room(ctx, ticket, candidate)
    proposal = await ctx.db.insert(
        StationsProposal,
        ticket_id=ticket.id,
        computed_at=choice.computed_at,
        at=choice.at,
        weights=dict(choice.weights),
        candidates=msgspec.to_builtins(choice.candidates),
        chosen_engineer_id=engineer_id,
        override_reason=override_reason,
        actor_id=ctx.actor.id,
    )
    with _deciding():
        after = await ctx.tickets.transition(
            ticket.id, Action.ASSIGN, fields={"assignee_id": str(candidate.user_id)}, note=override_reason or note
        )
    await ctx.emit(
        TicketDispatched(
            ticket_id=ticket.id,
            proposal_id=proposal["id"],
            engineer_id=engineer_id,
            user_id=candidate.user_id,
            score=candidate.score,
        )
    )
    return Assigned(proposal_id=proposal["id"], engineer_id=engineer_id, score=candidate.score, ticket=after)


async def assign_best(ctx: Ctx, ticket: TicketRecord, choice: Choice) -> Assigned:
    """
    Assign a ticket to the best candidate who still has room, in the caller's transaction.

    Raises:
        NoCandidate: nobody can be sent; `rejections` counts why.
        Conflict: core or a plugin does not allow it.
    """
    counts: dict[str, int] = choice.rejections()
    for candidate in choice.eligible:
        try:
            # The end of this scope gives the lock of a full engineer back, so that two who look for room never wait
            # for each other.
            async with ctx.db.transaction():
                return await assign(ctx, ticket, choice, candidate.engineer_id, override_reason=None)
        except NotEligible:
            counts[FilterCode.AT_CAPACITY] = counts.get(FilterCode.AT_CAPACITY, 0) + 1
    raise NoCandidate(rejections=counts)


def require_eligible(choice: Choice, engineer_id: UUID) -> None:
    """
    Make sure that an engineer can be sent.

    Raises:
        NotEligible: he cannot; `rejections` tell why.
    """
    _require_none(_candidate(choice, engineer_id).rejections)


def is_decided() -> bool:
    """Return whether the assignment that core is about to make is one of ours."""
    return _decided.get()


async def require_room(ctx: Ctx, ticket: TicketRecord, candidate: StationsCandidate) -> None:
    """
    Hold an engineer until the transaction ends, and make sure that he still has room for another ticket.

    Whoever was seen to have none is sent in spite of that; what has changed since, nobody has decided about.

    Raises:
        NotEligible: he has as many open tickets as he may have by now.
    """
    row = await ctx.db.locked(StationsEngineer, candidate.engineer_id)
    assert row is not None, "an engineer is never deleted while his account is there"
    if any(rejection.code is FilterCode.AT_CAPACITY for rejection in candidate.rejections):
        return
    taken = await open_tickets(ctx, row["user_id"], besides=ticket.id)
    if taken >= row["max_open_tickets"]:
        _require_none([at_capacity(open_tickets=taken, max_open_tickets=row["max_open_tickets"])])


def _candidate(choice: Choice, engineer_id: UUID) -> StationsCandidate:
    """
    Return an engineer as a candidate.

    Raises:
        NotEligible: none of the stations that serve the site is his.
    """
    found = choice.of(engineer_id)
    if found is None:
        raise _refused([other_station("The engineer's station")])
    return found


def _require_none(found: Sequence[Rejection]) -> None:
    if found:
        raise _refused(found)


def _refused(found: Sequence[Rejection]) -> NotEligible:
    return NotEligible(rejections=msgspec.to_builtins(found))


@contextmanager
def _deciding() -> Generator[None]:
    token = _decided.set(True)
    try:
        yield
    finally:
        _decided.reset(token)
