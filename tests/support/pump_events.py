"""Events about pumps, and subscribers who take them, for the tests of delivery."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import ClassVar

from wellkept.platform.delivery.lanes import delivery_lanes
from wellkept.platform.jobs.attempt import Limits
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.service import emit
from wellkept.platform.outbox.subscriptions import Subscription, subscribe_all, subscriptions
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.events import Event
from wellkept_sdk.now import now

ATTEMPTS_MAX = 3
LIMITS = Limits(timeout_seconds=30, attempts_max=ATTEMPTS_MAX)
IMPATIENT = Limits(timeout_seconds=0.3, attempts_max=ATTEMPTS_MAX)


class PumpChanged(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.pump.changed"

    pump: str
    change: int

    @property
    def subject(self) -> str:
        return f"pumps/{self.pump}"


class Recorder:
    """A subscriber that writes down what it gets, and fails as often as it is told to."""

    def __init__(self, *, failures: int = 0) -> None:
        self.seen: list[tuple[str, int]] = []
        self.keys: list[str] = []
        self._failures = failures

    async def __call__(self, event: Envelope, key: str) -> None:
        self.keys.append(key)
        if self._failures > 0:
            self._failures -= 1
            raise RuntimeError("The pump house is flooded.")
        self.seen.append((event.data["pump"], event.data["change"]))


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = now() + timedelta(seconds=1)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


def subscribe(**handlers: Callable[[Envelope, str], Awaitable[None]]) -> None:
    subscribe_all(
        Subscription(name=name, types=frozenset({PumpChanged.type}), handler=handler)
        for name, handler in handlers.items()
    )


def worker(watch: Callable[[], datetime] = now, *, limits: Limits = LIMITS) -> Worker:
    return Worker(lanes=delivery_lanes(subscriptions(), limits=limits), clock=watch)


async def change(pump: str, *numbers: int) -> None:
    for number in numbers:
        async with transaction():
            await emit(PumpChanged(pump=pump, change=number), actor=SYSTEM)


async def buried(recorder: Recorder, *pumps: str) -> Watch:
    """Announce one change of each pump to a subscriber who refuses it every time; return the clock."""
    watch = Watch()
    subscribe(sla=recorder)
    for pump in pumps:
        await change(pump, 1)
    for _ in range(ATTEMPTS_MAX):
        await worker(watch).drain()
        watch.advance(hours=2)
    return watch
