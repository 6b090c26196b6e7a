"""Questions about opening stock that was taken in."""

from collections.abc import Collection

from wellkept_sdk import Ctx


async def digests(ctx: Ctx, reference: str, lines: Collection[str]) -> dict[str, str]:
    """Return the digests of the lines that were taken in under a reference, by line."""
    where = ctx.db.any_of("line", lines)
    rows = await ctx.db.fetch(
        f"SELECT line, digest FROM inventory_opening_line WHERE reference = ? AND {where.sql}", reference, *where.args
    )
    return {row["line"]: row["digest"] for row in rows}
