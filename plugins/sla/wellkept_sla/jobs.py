"""What comes due: moments of clocks, and the next batch of a revised calendar."""

from wellkept_sdk import RecordName, TimerKind
from wellkept_sla.service.revising import REVISION, count_again
from wellkept_sla.service.settling import CLOCK
from wellkept_sla.service.timing import pass_time

TIMERS = (
    TimerKind(name=CLOCK, run=pass_time, record=RecordName.TICKET),
    TimerKind(name=REVISION, run=count_again),
)
