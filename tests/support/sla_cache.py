"""Stored clocks as the fold left them: what a recount finds."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID
from zlib import crc32

from sla_clocks import at
from sla_facts import library
from wellkept_sdk.ids import ClockId, TicketId
from wellkept_sla.rules.clocks import Clock, Folded
from wellkept_sla.rules.differences import COMPARED, folded_value
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.stored import Stored, StoredBreach, StoredClock

TICKET: Final = TicketId(UUID("01990000-0000-7000-8000-00000000aaaa"))


def fold_of(facts: Sequence[Fact], *, as_of: str) -> Folded:
    """Return what the preset makes of facts at a moment."""
    return fold(library(), facts, as_of=at(as_of))


def id_of(clock: Clock) -> ClockId:
    """Return the id under which a clock is stored."""
    return ClockId(UUID(f"01990000-0000-7000-8000-{clock.number:04d}{crc32(clock.code.encode()) % 10**8:08d}"))


def stored(folded: Folded, *, withdrawn: Sequence[str] = ()) -> Stored:
    """Return everything as it was written when this was folded, the breaches of some codes withdrawn since."""
    return Stored(
        clocks=[_row(clock, folded) for clock in folded.clocks],
        breaches=[
            StoredBreach(
                id=UUID(int=id_of(clock).int + 1),
                clock_id=id_of(clock),
                ticket_id=TICKET,
                due_at=clock.breach.due_at,
                breached_at=clock.breach.due_at,
                detected_at=folded.as_of,
                on_attach=clock.breach.on_attach,
                holder=clock.breach.holder,
                party_id=clock.breach.party_id,
                attribution=[],
                withdrawn_at=folded.as_of if clock.code in withdrawn else None,
                excuse=None,
            )
            for clock in folded.clocks
            if clock.breach is not None
        ],
    )


def _row(clock: Clock, folded: Folded) -> StoredClock:
    replaced = next((id_of(each) for each in folded.clocks if each.key == (clock.code, clock.replaces)), None)
    values = {field: folded_value(clock, field) for field in COMPARED}
    return StoredClock(
        id=id_of(clock),
        ticket_id=TICKET,
        code=clock.code,
        number=clock.number,
        replaces_id=replaced,
        folded_to=1,
        **values,
    )
