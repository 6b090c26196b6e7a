"""What comes due."""

from wellkept_costs.service import silence
from wellkept_costs.service.statement_steps import SILENCE
from wellkept_sdk import TimerKind

TIMERS: tuple[TimerKind, ...] = (TimerKind(name=SILENCE, run=silence.agree),)
