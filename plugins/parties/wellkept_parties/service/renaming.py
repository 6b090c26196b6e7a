"""Following names: equipment shows who has supplied it, so another name makes it another answer."""

from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.ids import PartyId

BATCH: Final = 500

_BEFORE_ALL: Final = UUID(int=0)
# Rides the index (party_id, record_kind, record_id).
_SUPPLIED: Final = (
    "SELECT DISTINCT record_id FROM parties_involvement WHERE party_id = ? AND record_kind = 'equipment'"
    " AND record_id > ? AND role = 'supplier' AND ended_by IS NULL ORDER BY record_id LIMIT ?"
)


async def show_new_name(ctx: Ctx, party_id: PartyId) -> None:
    """
    Raise the versions of what a party has supplied, in batches of which each is a transaction.

    It comes after the change and not with it: whoever involves a party locks the item first, then the party.
    """
    after, more = _BEFORE_ALL, True
    while more:
        async with ctx.db.transaction():
            rows = await ctx.db.fetch(_SUPPLIED, party_id, after, BATCH)
            for row in rows:
                await ctx.raise_version(RecordName.EQUIPMENT, row["record_id"])
        more = len(rows) == BATCH
        after = rows[-1]["record_id"] if rows else after
