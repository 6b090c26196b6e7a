"""The numbers by which people name agreements and statements."""

from wellkept_consignment.rules.numbers import number_of
from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering


async def next_number(ctx: Ctx, table: str, prefix: str, *, digits: int) -> dict[str, object]:
    """
    Return the next place in a table's sequence and the number that is written with it.

    Args:
        ctx: in whose transaction the row is stored; its moment tells the year.
        table: one with the columns `number_seq` and `number`, and a sequence named after the first.
        prefix: which tells documents apart.
        digits: how many the place has at least.
    """
    place = await Numbering(table).place(ctx.db)
    number = number_of(prefix, year=ctx.at.year, place=place, digits=digits)
    return {"number_seq": place, "number": number}
