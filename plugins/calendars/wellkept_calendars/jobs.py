"""What is done again and again."""

from datetime import timedelta

from wellkept_calendars.service import missed_years
from wellkept_sdk import Ctx, Job


async def look_for_missed_years(ctx: Ctx) -> None:
    """Announce the years whose official days should be known by now and are not."""
    await missed_years.announce(ctx)


JOBS = (Job(name="publication", every=timedelta(days=1), run=look_for_missed_years),)
