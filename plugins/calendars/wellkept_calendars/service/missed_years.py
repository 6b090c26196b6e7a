"""Telling people in time that the official days of a year are still unknown."""

from datetime import date

from wellkept_calendars.queries import calendars, holidays
from wellkept_sdk import Ctx
from wellkept_sdk.events.calendars import HolidayYearMissed

#: Papers come out in October or November; after this day of the year before, somebody should look.
LAST_DAY_OF_WAITING = (12, 1)


async def announce(ctx: Ctx) -> None:
    """Announce the years that should be published by now and are not, each once for every set that is followed."""
    for year in _expected(ctx.at.date()):
        async with ctx.db.transaction():
            for set_code in sorted(await calendars.followed_sets(ctx) - await holidays.published_in(ctx, year)):
                # Whoever changes the row announces it, however many workers look at once.
                first = await ctx.db.execute(
                    "UPDATE calendars_holiday_set SET missed_year = ?"
                    " WHERE code = ? AND (missed_year IS NULL OR missed_year < ?)",
                    *(year, set_code, year),
                )
                if first:
                    await ctx.emit(HolidayYearMissed(set_code=set_code, year=year))


def _expected(today: date) -> list[int]:
    """Return this year, which has begun, and the next one if its paper is late."""
    is_late = (today.month, today.day) > LAST_DAY_OF_WAITING
    return [today.year, today.year + 1] if is_late else [today.year]
