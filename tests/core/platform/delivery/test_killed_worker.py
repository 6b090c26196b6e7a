import asyncio
import importlib.util
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import ClassVar

from wellkept.platform.delivery.lanes import delivery_lanes
from wellkept.platform.jobs.queue import HEARTBEAT_LEASE_SECONDS
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.outbox.service import emit
from wellkept.platform.outbox.subscriptions import subscribe_all
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.events import Event
from wellkept_sdk.now import now

SCRIPT = Path(__file__).with_name("worker_process.py")
EVENTS = 150
KILLS = 4


class PumpChanged(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.pump.changed"

    number: int

    @property
    def subject(self) -> str:
        return f"pumps/{self.number}"


class TestKilledWorker:
    async def test_loses_no_delivery_and_repeats_no_effect(self, database: Database, database_url: str) -> None:
        process = _worker_process()
        subscribe_all([process.SUBSCRIPTION])
        for number in range(EVENTS):
            async with transaction():
                await emit(PumpChanged(number=number), actor=SYSTEM)
        subscribe_all([])

        for _ in range(KILLS):
            await _work_and_be_killed(database, database_url)
        left = len(await database.fetch("SELECT id FROM event_delivery"))
        await Worker(lanes=delivery_lanes([process.SUBSCRIPTION]), clock=_after_all_leases).drain()

        effects = await database.fetch("SELECT kind FROM timer WHERE plugin = 'test'")
        assert 0 < left < EVENTS
        assert len(effects) == EVENTS
        assert len({row["kind"] for row in effects}) == EVENTS
        assert await database.fetch("SELECT id FROM event_delivery") == []


def _after_all_leases() -> datetime:
    return now() + timedelta(seconds=HEARTBEAT_LEASE_SECONDS + 1)


def _worker_process() -> ModuleType:
    spec = importlib.util.spec_from_file_location("worker_process", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def _work_and_be_killed(database: Database, url: str) -> None:
    before = await _effects(database)
    process = await asyncio.create_subprocess_exec(sys.executable, str(SCRIPT), url, stdout=asyncio.subprocess.DEVNULL)
    async with asyncio.timeout(30):
        while True:
            await asyncio.sleep(0.005)
            if await _effects(database) > before + 3:
                break
    process.kill()
    await process.wait()


async def _effects(database: Database) -> int:
    return len(await database.fetch("SELECT id FROM timer WHERE plugin = 'test'"))
