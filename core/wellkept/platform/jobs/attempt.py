"""One try at a piece of work: under a timeout, its failure recorded and put off."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import StrEnum
from random import SystemRandom

import structlog
from msgspec import Struct

from wellkept.platform.jobs.heartbeat import Clock, renewed
from wellkept.platform.jobs.queue import Lease, LeaseLost, bury, put_off, release
from wellkept_sdk.errors import WellkeptError

ATTEMPTS_MAX = 12
TIMEOUT_SECONDS = 30.0
#: Of a lease that no longer lives by heartbeats: more than a try may take.
LEASE_SECONDS = 90.0
BACKOFF_FIRST_SECONDS = 2.0
BACKOFF_SECONDS_MAX = 3600.0
JITTER_SHARE = 0.25
DIED = "Every process that took this up died before it could finish."

FailureObserver = Callable[[str, str], Awaitable[object]]


class Outcome(StrEnum):
    """How one try ended."""

    DONE = "done"  #: The work stands, committed.
    FAILED = "failed"  #: It raised or took too long; it will be tried again.
    DEAD = "dead"  #: It failed for the last time.
    LOST = "lost"  #: Somebody else had taken or changed it meanwhile; nothing of this try stands.
    RELEASED = "released"  #: The worker was told to stop; nothing of this try stands.


class Limits(Struct, frozen=True, kw_only=True):
    """How long and how often work may be tried; `attempts_max` None means for ever."""

    timeout_seconds: float = TIMEOUT_SECONDS
    attempts_max: int | None = ATTEMPTS_MAX
    backoff_seconds_max: float = BACKOFF_SECONDS_MAX


class Attempt(Struct, frozen=True, kw_only=True):
    """
    A claimed piece of work, ready to be tried.

    Args:
        lane: the name under which it is counted and logged.
        run: does the work and completes the lease, in transactions of its own.
    """

    lane: str
    lease: Lease
    run: Callable[[], Awaitable[None]]
    limits: Limits
    clock: Clock

    async def __call__(self) -> Outcome:
        """Try it, record how it ended, and never raise for what the work did."""
        died = self._tries_left < 0
        outcome = await (self._failed(DIED) if died else self._try())
        outcomes[self.lane, outcome] += 1
        return outcome

    async def _try(self) -> Outcome:
        limit = asyncio.timeout(self.limits.timeout_seconds)
        try:
            async with limit, renewed(self.lease, clock=self.clock):
                await self.run()
        except LeaseLost:
            _log.warning("lease_lost", lane=self.lane, work=str(self.lease.id))
            return Outcome.LOST
        except asyncio.CancelledError as error:
            if not _is_told_to_stop():
                return await self._failed("The work cancelled itself.", error=error)
            await release(self.lease)
            outcomes[self.lane, Outcome.RELEASED] += 1
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the work raises must not harm other work
            if limit.expired():
                return await self._failed(f"Took longer than {self.limits.timeout_seconds:g} seconds.")
            return await self._failed(f"{type(error).__name__}: {error}", error=error)
        return Outcome.DONE

    @property
    def _tries_left(self) -> int:
        most = self.limits.attempts_max
        return 0 if most is None else most - self.lease.attempts

    async def _failed(self, reason: str, *, error: BaseException | None = None) -> Outcome:
        """Put the work off, or bury it after its last try."""
        dead = self.limits.attempts_max is not None and self._tries_left <= 0
        at = self.clock()
        if dead:
            ours = await bury(self.lease, at=at, error=reason)
        else:
            pause = backoff(self.lease.attempts, seconds_max=self.limits.backoff_seconds_max)
            ours = await put_off(self.lease, until=at + pause, error=reason)
        outcome = (Outcome.DEAD if dead else Outcome.FAILED) if ours else Outcome.LOST
        await _tell(self.lane, reason)
        _log.warning(
            "work_failed", lane=self.lane, work=str(self.lease.id), attempts=self.lease.attempts,
            outcome=str(outcome), reason=reason, exc_info=error,
        )  # fmt: skip
        return outcome


def tell_of_failures(observer: FailureObserver | None) -> None:
    """Let somebody keep what fails: called with the lane and the reason after each failed try."""
    global _observer  # noqa: PLW0603 - bound once, when the application is composed
    _observer = observer


async def _tell(lane: str, reason: str) -> None:
    if _observer is None:
        return
    try:
        await _observer(lane, reason)
    except WellkeptError as error:
        _log.warning("failure_not_kept", lane=lane, reason=str(error))


_observer: FailureObserver | None = None
outcomes: Counter[tuple[str, Outcome]] = Counter()
"""How many tries of each lane ended how, since this process began; `/metrics` shows them."""


def backoff(attempts: int, *, seconds_max: float) -> timedelta:
    """
    Return the pause before the next try: doubled each time, and spread so that failures do not return in step.

    Args:
        attempts: how often it was tried, at least once.
        seconds_max: the longest pause, before it is spread.
    """
    pause = min(BACKOFF_FIRST_SECONDS * 2 ** min(attempts - 1, 32), seconds_max)
    return timedelta(seconds=pause * (1 + JITTER_SHARE * _random.uniform(-1, 1)))


def _is_told_to_stop() -> bool:
    """Tell a cancellation that came from outside from one that the work brought upon itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


_random = SystemRandom()
_log = structlog.get_logger("wellkept.jobs")
