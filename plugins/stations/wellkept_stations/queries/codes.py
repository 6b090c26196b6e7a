"""Which codes there are."""

from collections.abc import Collection

from wellkept_sdk import Ctx


async def known_engineers(ctx: Ctx, codes: Collection[str]) -> set[str]:
    """Return those of the codes that engineers have; one statement."""
    where = ctx.db.any_of("code", codes)
    rows = await ctx.db.fetch(f"SELECT code FROM stations_engineer WHERE {where.sql}", *where.args)
    return {row["code"] for row in rows}
