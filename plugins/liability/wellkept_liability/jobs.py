"""What is done again and again, and what comes due."""

from datetime import timedelta

from wellkept_liability.service import case_silence, ending, money_silence, notices, retention_dates
from wellkept_liability.service.back_charge_rows import ANSWER_TIMER
from wellkept_liability.service.case_rows import ANSWERS_TIMER
from wellkept_liability.service.retention_rows import START_TIMER, STEP_TIMER
from wellkept_sdk import Job, RecordName, TimerKind

JOBS: tuple[Job, ...] = (Job(name="warranty_terms", every=timedelta(days=1), run=ending.announce_ending),)
TIMERS: tuple[TimerKind, ...] = (
    TimerKind(name=notices.DEFAULT_TIMER, run=notices.time_over),
    TimerKind(name=ANSWERS_TIMER, run=case_silence.lapse, record=RecordName.TICKET),
    TimerKind(name=ANSWER_TIMER, run=money_silence.answer_due),
    TimerKind(name=STEP_TIMER, run=money_silence.step_due),
    TimerKind(name=START_TIMER, run=retention_dates.start_due),
)
