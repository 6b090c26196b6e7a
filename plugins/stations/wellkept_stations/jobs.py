"""What is done again and again, and what comes due."""

from datetime import timedelta

from wellkept_sdk import Job, RecordName, TimerKind
from wellkept_stations.service import missing, offer_expiry, planning
from wellkept_stations.service.certificates import announce_ending
from wellkept_stations.service.offer_rows import EXPIRY
from wellkept_stations.service.visit_rows import WINDOW_TIMER

JOBS: tuple[Job, ...] = (
    Job(name="certificates", every=timedelta(days=1), run=announce_ending),
    Job(name="day_plans", every=timedelta(seconds=5), run=planning.make_queued),
)
TIMERS: tuple[TimerKind, ...] = (
    TimerKind(name=WINDOW_TIMER, run=missing.window_over),
    TimerKind(name=EXPIRY, run=offer_expiry.pass_time, record=RecordName.TICKET),
)
