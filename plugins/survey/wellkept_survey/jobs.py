"""What is done again and again, and what comes due."""

from datetime import timedelta

from wellkept_sdk import Ctx, Job, TimerKind
from wellkept_survey.service import missing, periods, planning, sending, waiting
from wellkept_survey.service.invitation_rows import EXPIRY, REMINDER


async def keep_follow_ups(ctx: Ctx) -> None:
    """Miss follow-ups whose window is over, and plan those that come near."""
    await missing.miss_overdue(ctx)
    await planning.plan_all(ctx)


JOBS: tuple[Job, ...] = (
    Job(name="sending", every=timedelta(seconds=2), run=sending.send_due),
    Job(name="periodic_triggers", every=timedelta(days=1), run=periods.ask_periodically),
    Job(name="follow_ups", every=timedelta(days=1), run=keep_follow_ups),
)
TIMERS: tuple[TimerKind, ...] = (
    TimerKind(name=EXPIRY, run=waiting.expire),
    TimerKind(name=REMINDER, run=waiting.remind),
)
