"""The numbers by which people name cases, back-charges and retentions."""

from wellkept_liability.rules.numbers import number_of
from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering


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
    places = await Numbering(table).places(ctx.db, count)
    return [{"number_seq": place, "number": number_of(prefix, place)} for place in places]
