"""The worker: several lanes side by side, each doing what is due, none waiting for another."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import Context

import structlog
from msgspec import Struct

from wellkept.platform.jobs import wakeup
from wellkept.platform.jobs.attempt import Attempt
from wellkept.platform.jobs.heartbeat import Clock
from wellkept_sdk.now import now

CONCURRENCY = 4
POLL_SECONDS = 1.0
GRACE_SECONDS = 20.0
RELEASE_SECONDS = 5.0

Chore = Callable[[], Awaitable[object]]
Claim = Callable[[int, Clock], Awaitable[list[Attempt]]]


class Lane(Struct, frozen=True, kw_only=True):
    """
    Work of one kind, done apart from all other kinds, so that one that hangs delays only itself.

    Args:
        claim: takes up to so many due pieces of work.
        concurrency: how many pieces may be done at the same time.
    """

    name: str
    claim: Claim
    concurrency: int = CONCURRENCY


class Worker:
    """
    Does what is due until it is told to stop; any number of workers may run on one database.

    Args:
        lanes: the kinds of work.
        chores: called at every turn, as the numbering of events.
        clock: what the time is.
    """

    def __init__(self, *, lanes: Sequence[Lane], chores: Sequence[Chore] = (), clock: Clock = now) -> None:
        self._lanes = tuple(lanes)
        self._chores = tuple(chores)
        self._clock = clock
        self._stopping = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Run beside the caller, and stop gracefully when the caller is done."""
        task = asyncio.create_task(self.run(), name="worker", context=Context())
        try:
            yield
        finally:
            self.stop()
            await task

    async def run(self) -> None:
        """Work until `stop` is called; then finish what is being done, or after a grace period give it back."""
        _log.info("worker_started", lanes=[lane.name for lane in self._lanes])
        async with wakeup.hearing_others(), asyncio.TaskGroup() as group:
            for lane in self._lanes:
                group.create_task(self._serve(lane), name=f"lane.{lane.name}")
            for chore in self._chores:
                group.create_task(self._repeat(chore))
        _log.info("worker_stopped")

    def stop(self) -> None:
        """Take up nothing more."""
        self._stopping.set()

    async def drain(self) -> int:
        """Do everything that is due by now and return how many pieces of work that was; for tests and commands."""
        done = 0
        while True:
            for chore in self._chores:
                await chore()
            due = [work for lane in self._lanes for work in await lane.claim(lane.concurrency, self._clock)]
            if not due:
                return done
            for work in due:
                await _start(work)
            done += len(due)

    async def _serve(self, lane: Lane) -> None:
        doing: set[asyncio.Task[object]] = set()
        try:
            async with wakeup.bell() as bell:
                while not self._stopping.is_set():
                    bell.clear()
                    free = lane.concurrency - len(doing)
                    if free:
                        doing |= {_start(work) for work in await self._claim(lane, free)}
                    await self._pause(bell, doing)
                    doing = {task for task in doing if not task.done()}
        finally:
            await _finish(doing, lane=lane)

    async def _claim(self, lane: Lane, free: int) -> list[Attempt]:
        try:
            return await lane.claim(free, self._clock)
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; the lane must outlive that
            _log.warning("claim_failed", lane=lane.name, reason=str(error))
            return []

    async def _repeat(self, chore: Chore) -> None:
        async with wakeup.bell() as bell:
            while not self._stopping.is_set():
                bell.clear()
                try:
                    await chore()
                except Exception as error:  # noqa: BLE001 - as above
                    _log.warning("chore_failed", chore=getattr(chore, "__name__", str(chore)), reason=str(error))
                await self._pause(bell, set())

    async def _pause(self, bell: asyncio.Event, doing: set[asyncio.Task[object]]) -> None:
        """Wait until there may be something to do: a call, a piece of work that is done, a poll, or the end."""
        signals = [asyncio.create_task(event.wait()) for event in (bell, self._stopping)]
        try:
            await asyncio.wait({*signals, *doing}, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for signal in signals:
                signal.cancel()


def _start(work: Attempt) -> asyncio.Task[object]:
    # A context of its own, so that nothing of one piece of work, its transaction above all, reaches another.
    return asyncio.get_running_loop().create_task(_do(work), name=work.lane, context=Context())


async def _do(work: Attempt) -> object:
    try:
        return await work()
    except Exception as error:  # noqa: BLE001 - not even the failure could be recorded; the lease runs out by itself
        _log.warning("outcome_unrecorded", lane=work.lane, work=str(work.lease.id), reason=str(error))
        return None


async def _finish(doing: set[asyncio.Task[object]], *, lane: Lane) -> None:
    """Let the last pieces end by themselves for a while; what is then still going is cancelled and given back."""
    if not doing:
        return
    _, late = await asyncio.wait(doing, timeout=GRACE_SECONDS)
    for task in late:
        task.cancel()
    if late:
        _log.warning("work_released", lane=lane.name, count=len(late))
        # Work that will not even be cancelled is left behind; its lease runs out.
        await asyncio.wait(late, timeout=RELEASE_SECONDS)


_log = structlog.get_logger("wellkept.jobs")
