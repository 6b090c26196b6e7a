"""What other plugins get under the key `SLA`, for their record and transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from wellkept_sdk import Ctx, provide
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services.sla import SLA, ClockRead, Holder
from wellkept_sla.queries.lists import first_dues
from wellkept_sla.rules.clocks import Clock
from wellkept_sla.service import holders, milestones
from wellkept_sla.service.showing import Look, explanation, look


class Promises:
    """The clocks of tickets; plugins see all of them, whoever the caller is."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def clocks(self, ticket_id: TicketId, *, as_of: datetime | None = None) -> Sequence[ClockRead]:
        """Return the clocks of a ticket as they stand, or as they stood; ordered by code and number."""
        seen = await look(self._ctx, ticket_id, as_of=as_of or self._ctx.at)
        return [] if seen is None else [_read(clock, seen, ticket_id) for clock in seen.folded.clocks]

    async def first_due(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, datetime | None]:
        """Return the first due of the running clocks that the customer was promised, in one statement."""
        known = await first_dues(self._ctx, ticket_ids)
        return {ticket_id: known.get(ticket_id) for ticket_id in ticket_ids}

    async def explanation(self, ticket_id: TicketId) -> dict[str, Any]:
        """Return why the clocks of a ticket stand as they do, as the actor may know it: the JSON of `…/sla/explain`."""
        return msgspec.to_builtins(await explanation(self._ctx, ticket_id, as_of=self._ctx.at))

    async def hold_by(
        self, ticket_id: TicketId, *, holder: Holder, party_id: PartyId | None, occurred_at: datetime
    ) -> None:
        """
        Record who has the matter in hand from a moment on.

        Raises:
            Invalid: the moment lies in the future or before the ticket, or holder and party do not match.
            Conflict: the ticket is cancelled.
        """
        await holders.hold_by(self._ctx, ticket_id, holder=holder, party_id=party_id, occurred_at=occurred_at)

    async def milestone(self, ticket_id: TicketId, *, milestone: str, occurred_at: datetime) -> None:
        """
        Record that something happened, such as `on_site`; nothing happens where no clock names it.

        Raises:
            Invalid: the moment lies in the future or before the ticket.
            Conflict: the ticket is cancelled.
        """
        await milestones.tell(self._ctx, ticket_id, milestone=milestone, occurred_at=occurred_at)


def _read(clock: Clock, seen: Look, ticket_id: TicketId) -> ClockRead:
    return ClockRead(
        id=seen.rows.ids.get(clock.key),
        ticket_id=ticket_id,
        code=clock.code,
        number=clock.number,
        cycle=clock.cycle,
        kind=clock.kind,
        measure=clock.measure,
        grade=clock.grade,
        party_id=clock.party_id,
        state=clock.state,
        starts_at=clock.starts_at,
        original_due_at=clock.original_due_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        breached=clock.breach is not None,
    )


SERVICES = (provide(SLA, Promises),)
