from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from wellkept.platform.jobs.periodic import Schedule
from wellkept.platform.jobs.timers import set_timer, timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.plugin_host import current
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.resolver import Resolver
from wellkept.platform.plugin_host.seams.background import plugin_jobs, plugin_timers
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk import Ctx, DueTimer, Job, Manifest, Plugin, RecordName, TimerKind
from wellkept_sdk.actor import ActorKind
from wellkept_sdk.db.clauses import TRUE, Clause
from wellkept_sdk.errors import NotFound
from wellkept_sdk.records.activation import Activation
from wellkept_sdk.records.references import RecordRef

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SERVED, UNSERVED, GONE = UUID(int=1), UUID(int=2), UUID(int=3)


def serving(*plugins: str) -> ActiveSet:
    return ActiveSet(activation=Activation(id=None, hash="", plugins=frozenset(plugins)), terms={})


class OneTicket(Resolver):
    """Two tickets, of which the plugin serves one."""

    async def of(self, name: RecordName, record_id: UUID) -> ActiveSet:
        assert name is RecordName.TICKET
        if record_id == GONE:
            raise NotFound
        return serving("bells") if record_id == SERVED else serving()

    async def of_many(self, name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, ActiveSet]:
        return {record_id: await self.of(name, record_id) for record_id in ids}

    def nowhere(self) -> ActiveSet:
        return serving("bells")

    def tickets_with(self, plugin: str, column: str) -> Clause:
        del plugin, column
        return TRUE


class BellsPlugin(Plugin):
    """Writes down what it is called for."""

    manifest = Manifest(name="bells", version="1.0.0", sdk=">=1.0,<2")

    def __init__(self) -> None:
        self.rung: list[Ctx] = []
        self.due: list[DueTimer] = []
        self.broken = False
        self.jobs = (Job(name="hourly", every=timedelta(hours=1), run=self.ring),)  # pyright: ignore[reportIncompatibleVariableOverride]
        self.timers = (  # pyright: ignore[reportIncompatibleVariableOverride]
            TimerKind(name="of_ticket", run=self.ring_for, record=RecordName.TICKET),
            TimerKind(name="of_own", run=self.ring_for),
        )

    async def ring(self, ctx: Ctx) -> None:
        self.rung.append(ctx)
        if self.broken:
            raise RuntimeError("The rope is torn.")

    async def ring_for(self, ctx: Ctx, timer: DueTimer) -> None:
        self.due.append(timer)
        await self.ring(ctx)


@pytest.fixture
def bells(database: Database, monkeypatch: pytest.MonkeyPatch) -> BellsPlugin:
    """Return a plugin on the host of this process."""
    del database
    plugin = BellsPlugin()
    host = Host.of([plugin])
    host.resolver = OneTicket()
    monkeypatch.setattr(current, "_host", host)
    return plugin


async def arm(kind: str, record_id: UUID) -> None:
    async with transaction():
        await set_timer("bells", kind, record_id, due_at=NOON, payload={"tone": "C"})


async def fire(plugin: BellsPlugin, *, at: datetime = NOON) -> int:
    return await Worker(lanes=timer_lanes(plugin_timers([plugin])), clock=lambda: at).drain()


async def waiting(database: Database) -> list[dict[str, object]]:
    return await database.fetch("SELECT kind, attempts, state FROM timer")


class TestPluginTimers:
    async def test_are_called_with_the_record_that_they_were_set_for(
        self, bells: BellsPlugin, database: Database
    ) -> None:
        await arm("of_ticket", SERVED)

        await fire(bells, at=NOON + timedelta(hours=1))

        assert bells.due == [DueTimer(kind="of_ticket", record_id=SERVED, due_at=NOON, payload={"tone": "C"})]
        ctx = bells.rung[0]
        assert (ctx.plugin, ctx.record, ctx.actor.kind) == (
            "bells", RecordRef(RecordName.TICKET, SERVED), ActorKind.SYSTEM,
        )  # fmt: skip
        assert ctx.at == NOON + timedelta(hours=1)
        assert await waiting(database) == []

    @pytest.mark.parametrize("record_id", [UNSERVED, GONE])
    async def test_are_dropped_where_the_plugin_has_nothing_to_say_any_more(
        self, bells: BellsPlugin, database: Database, record_id: UUID
    ) -> None:
        await arm("of_ticket", record_id)

        await fire(bells)

        assert bells.due == []
        assert await waiting(database) == []

    async def test_of_the_plugins_own_rows_are_called_without_a_record(self, bells: BellsPlugin) -> None:
        await arm("of_own", GONE)

        await fire(bells)

        assert [timer.record_id for timer in bells.due] == [GONE]
        assert bells.rung[0].record is None

    async def test_that_fail_are_tried_again_under_the_same_key(self, bells: BellsPlugin, database: Database) -> None:
        await arm("of_ticket", SERVED)
        bells.broken = True
        await fire(bells)
        bells.broken = False

        await fire(bells, at=NOON + timedelta(minutes=1))

        first, second = (ctx.idempotency_key for ctx in bells.rung)
        assert first == second == f"bells.of_ticket:{SERVED}:2026-03-01T12:00:00+00:00"
        assert await waiting(database) == []


class TestPluginJobs:
    async def test_run_again_and_again_without_a_record(self, bells: BellsPlugin, database: Database) -> None:
        for at in (NOON, NOON + timedelta(minutes=30), NOON + timedelta(hours=1)):
            await Worker(lanes=Schedule(plugin_jobs([bells])).lanes(), clock=lambda at=at: at).drain()

        assert [(ctx.at, ctx.record, ctx.idempotency_key) for ctx in bells.rung] == [
            (NOON, None, None),
            (NOON + timedelta(hours=1), None, None),
        ]
        assert [row["name"] for row in await database.fetch("SELECT name FROM job")] == ["bells.hourly"]

    async def test_that_fail_are_tried_again(self, bells: BellsPlugin, database: Database) -> None:
        bells.broken = True

        await Worker(lanes=Schedule(plugin_jobs([bells])).lanes(), clock=lambda: NOON).drain()

        assert [row["last_error"] for row in await database.fetch("SELECT last_error FROM job")] == [
            "RuntimeError: The rope is torn."
        ]
