"""The numbers by which people name cases, back-charges and retentions."""

from wellkept_liability.rules.numbers import number_of
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect


async def next_number(ctx: Ctx, table: str, prefix: str) -> dict[str, object]:
    """Return the next place in a table's sequence and the number that is written with it."""
    [number] = await next_numbers(ctx, table, prefix, count=1)
    return number


async def next_numbers(ctx: Ctx, table: str, prefix: str, *, count: int) -> list[dict[str, object]]:
    """
    Return the next places in a table's sequence and the numbers that are written with them; one statement.

    Args:
        ctx: in whose transaction the rows are stored.
        table: one with the columns `number_seq` and `number`, and a sequence named after the first.
        prefix: which tells documents apart.
        count: how many.
    """
    if ctx.db.dialect is Dialect.POSTGRES:
        rows = await ctx.db.fetch(
            f"SELECT nextval('{table}_number_seq') AS place FROM generate_series(1, CAST(? AS integer))", count
        )
        places = sorted(row["place"] for row in rows)
    else:
        # SQLite has one writer, whose transaction has begun.
        last = await ctx.db.fetch_one(f"SELECT coalesce(max(number_seq), 0) AS place FROM {table}")
        assert last is not None, "an aggregate has a row"
        places = list(range(last["place"] + 1, last["place"] + 1 + count))
    return [{"number_seq": place, "number": number_of(prefix, place)} for place in places]
