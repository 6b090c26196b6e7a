"""What is done again and again, and when a watch may end at the earliest."""

from datetime import timedelta

from weather_hold.service import readings, watches
from wellkept_sdk import Ctx, DueTimer, Job, RecordName, TimerKind
from wellkept_sdk.ids import TicketId


async def resume_and_purge(ctx: Ctx) -> None:
    """Resume what has waited long enough, and delete old readings."""
    await watches.resume_where_calm(ctx)
    await readings.purge(ctx)


async def check_calm(ctx: Ctx, timer: DueTimer) -> None:
    """Resume one ticket at the first moment at which it may go on; the job looks after it from then on."""
    await watches.resume_if_calm(ctx, TicketId(timer.record_id))


JOBS = (Job(name="resume", every=timedelta(minutes=10), run=resume_and_purge),)
TIMERS = (TimerKind(name=watches.CALM_CHECK, run=check_calm, record=RecordName.TICKET),)
