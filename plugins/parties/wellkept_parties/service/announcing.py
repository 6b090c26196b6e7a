"""Telling others that an involvement has started or ended."""

from wellkept_parties.events import InvolvementEnded, InvolvementStarted, PartiesEnding
from wellkept_parties.queries.involvements import StoredInvolvement
from wellkept_sdk import Ctx, RecordName


async def started(ctx: Ctx, involvement: StoredInvolvement) -> None:
    """Announce that a party takes part."""
    await ctx.emit(
        InvolvementStarted(
            involvement_id=involvement.id,
            party_id=involvement.party_id,
            record_kind=RecordName(involvement.record_kind),
            record_id=involvement.record_id,
            role=involvement.role,
            starts_on=involvement.starts_on,
            ends_on=involvement.ends_on,
            origin=involvement.origin,
        )
    )


async def ended(ctx: Ctx, involvement: StoredInvolvement, *, because: PartiesEnding) -> None:
    """Announce that a party takes part no more."""
    await ctx.emit(
        InvolvementEnded(
            involvement_id=involvement.id,
            party_id=involvement.party_id,
            record_kind=RecordName(involvement.record_kind),
            record_id=involvement.record_id,
            role=involvement.role,
            starts_on=involvement.starts_on,
            ends_on=involvement.ends_on,
            because=because,
        )
    )
