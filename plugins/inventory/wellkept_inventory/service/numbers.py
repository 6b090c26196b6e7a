"""The numbers by which people name documents."""

from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering

_DIGITS: Final = 6


async def next_number(ctx: Ctx, table: str, prefix: str) -> dict[str, object]:
    """
    Return the next place in a table's sequence and the number that is written with it, such as `PO-2026-000001`.

    Args:
        ctx: in whose transaction the row is stored; its moment tells the year.
        table: one with the columns `number_seq` and `number`, and a sequence named after the first.
        prefix: which tells documents apart.
    """
    place = await Numbering(table).place(ctx.db)
    return {"number_seq": place, "number": f"{prefix}-{ctx.at.year:04d}-{place:0{_DIGITS}d}"}
