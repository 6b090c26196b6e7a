"""What was used of parts in the past."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_inventory.rules.place_tree import PlaceTree
from wellkept_sdk import Ctx
from wellkept_sdk.services.stock import LocationKind

#: No zone is further from UTC.
_ZONE_MAX: Final = timedelta(days=1)
# Nothing is recorded before it happens, and nothing comes back before it went: so the moment of recording leaves out
# what is too old.
_ISSUED: Final = (
    "SELECT move.id, move.part_id, move.from_location_id AS location_id, posting.occurred_at, move.quantity_milli"
    " FROM inventory_move move JOIN inventory_posting posting ON posting.id = move.posting_id"
    " WHERE {parts} AND move.to_location_id = ? AND move.recorded_at >= ? AND posting.occurred_at >= ?"
    " AND posting.kind = 'issue'"
    " AND NOT EXISTS (SELECT 1 FROM inventory_posting undone WHERE undone.reverses_id = posting.id)"
)
_BACK: Final = (
    "SELECT move.returns_move_id, CAST(SUM(move.quantity_milli) AS BIGINT) AS quantity_milli"
    " FROM inventory_move move JOIN inventory_posting posting ON posting.id = move.posting_id"
    " WHERE {parts} AND move.returns_move_id IS NOT NULL AND move.recorded_at >= ? AND posting.kind = 'return'"
    " AND NOT EXISTS (SELECT 1 FROM inventory_posting undone WHERE undone.reverses_id = posting.id)"
    " GROUP BY move.returns_move_id"
)


class Use(Struct, frozen=True):
    """What was used at a moment, in thousandths."""

    occurred_at: datetime
    milli: int


async def uses_since(
    ctx: Ctx, part_ids: Collection[UUID], *, first_on: date, tree: PlaceTree
) -> Mapping[tuple[UUID, UUID], Sequence[Use]]:
    """
    Return what was used of parts at places and inside them, less what came back unused, by part and place.

    Args:
        ctx: of the deployment.
        part_ids: of these.
        first_on: from this day on in every time zone; a little of what was before may come along.
        tree: of all places.
    """
    since = _begin_of(first_on)
    where = ctx.db.any_of("move.part_id", part_ids)
    consumed = VIRTUAL_LOCATIONS[LocationKind.CONSUMED]
    # Two statements, because no database should have to guess how few of the issues have come back.
    back = await ctx.db.fetch(_BACK.format(parts=where.sql), *where.args, since)
    returned_milli = {row["returns_move_id"]: row["quantity_milli"] for row in back}
    found: defaultdict[tuple[UUID, UUID], list[Use]] = defaultdict(list)
    for row in await ctx.db.fetch(_ISSUED.format(parts=where.sql), *where.args, consumed, since, since):
        use = Use(row["occurred_at"], row["quantity_milli"] - returned_milli.get(row["id"], 0))
        for place in tree.above(row["location_id"]):
            found[row["part_id"], place].append(use)
    return found


def _begin_of(day: date) -> datetime:
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    earliest = datetime.min.replace(tzinfo=UTC) + 2 * _ZONE_MAX
    return max(midnight, earliest) - _ZONE_MAX
