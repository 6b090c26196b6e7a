"""What comes due, such as the end of a reservation, and what is done every night."""

from datetime import timedelta

from wellkept_inventory.service.expiring import announce_near_expiry
from wellkept_inventory.service.forecasting import renew_due
from wellkept_inventory.service.reserving import EXPIRY, expire
from wellkept_sdk import Job, TimerKind

TIMERS = (TimerKind(name=EXPIRY, run=expire),)

JOBS = (
    Job(name="replenishment", every=timedelta(days=1), run=renew_due),
    Job(name="near_expiry", every=timedelta(days=1), run=announce_near_expiry),
)
