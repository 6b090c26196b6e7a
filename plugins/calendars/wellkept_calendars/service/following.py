"""Which calendars follow which holiday sets, while both may change."""

from collections.abc import Collection

from wellkept_calendars.queries import holidays
from wellkept_calendars.tables import CalendarsHolidaySet
from wellkept_sdk import Ctx


async def lock_sets(ctx: Ctx, codes: Collection[str]) -> None:
    """
    Let nobody publish a year of the sets before the transaction ends.

    Without it, a calendar that begins to follow a set would miss a year that is published at the same time.
    """
    found = await holidays.set_ids(ctx, codes) if codes else {}
    for code in sorted(found):
        await ctx.db.locked(CalendarsHolidaySet, found[code])
