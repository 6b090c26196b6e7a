from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest
import structlog

from wellkept.platform.outbox.queries import feed
from wellkept.platform.outbox.service import emit, emit_many
from wellkept.platform.outbox.subscriptions import Subscription, asks_who_serves, subscribe_all
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import current_unit, transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.events import Event
from wellkept_sdk.ids import uuid7

OCCURRED_AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


class PumpStopped(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.pump.stopped"

    pump_id: UUID
    occurred_at: datetime

    @property
    def subject(self) -> str:
        return f"pumps/{self.pump_id}"


def stopped(pump_id: UUID | None = None) -> PumpStopped:
    return PumpStopped(pump_id=pump_id or uuid7(), occurred_at=OCCURRED_AT)


@pytest.fixture
def two_subscribers() -> Iterator[None]:
    subscribe_all(
        [
            Subscription(name="survey.invite", types=frozenset({"test.pump.stopped"}), handler=_ignore),
            Subscription(name="sla.pause", types=frozenset({"test.pump.stopped"}), handler=_ignore),
            Subscription(name="costs.book", types=frozenset({"test.pump.started"}), handler=_ignore),
        ]
    )
    yield
    subscribe_all([])


class Serving:
    """What serves a record, as far as the outbox asks."""

    def __init__(self, *plugins: str) -> None:
        self.plugins = frozenset(plugins)


@pytest.fixture
def subscribed_plugins() -> Iterator[None]:
    types = frozenset({"test.pump.stopped"})
    subscribe_all(
        [
            Subscription(name="sla.pause", types=types, handler=_ignore, plugin="sla", contract_level=True),
            Subscription(name="survey.ask", types=types, handler=_ignore, plugin="survey", contract_level=True),
            Subscription(name="parties.note", types=types, handler=_ignore, plugin="parties"),
            Subscription(name="core.note", types=types, handler=_ignore),
        ]
    )
    yield
    subscribe_all([])


async def subscribers(database: Database) -> list[str]:
    return [row["subscriber"] for row in await database.fetch("SELECT subscriber FROM event_delivery ORDER BY 1")]


@pytest.mark.usefixtures("subscribed_plugins")
class TestFanOut:
    async def test_reaches_the_plugins_that_serve_the_record_and_those_of_the_deployment(
        self, database: Database
    ) -> None:
        async with transaction():
            await emit(stopped(), actor=SYSTEM, active=Serving("sla"))

        assert await subscribers(database) == ["core.note", "parties.note", "sla.pause"]

    async def test_reaches_everybody_where_no_record_is_concerned(self, database: Database) -> None:
        async with transaction():
            await emit(stopped(), actor=SYSTEM)

        assert await subscribers(database) == ["core.note", "parties.note", "sla.pause", "survey.ask"]

    async def test_is_decided_for_each_event_of_many(self, database: Database) -> None:
        async with transaction():
            await emit_many([stopped(), stopped()], actor=SYSTEM, active=[Serving("survey"), Serving()])

        assert await subscribers(database) == ["core.note", "core.note", "parties.note", "parties.note", "survey.ask"]

    def test_depends_on_the_record_only_where_a_plugin_of_contract_level_listens(self) -> None:
        assert asks_who_serves("test.pump.stopped")
        assert not asks_who_serves("test.pump.started")


async def _ignore(_event: object, _key: str) -> None: ...


class TestEmit:
    async def test_stores_who_did_what_to_which_record_and_when(self, database: Database) -> None:
        pump_id = uuid7()

        with structlog.contextvars.bound_contextvars(request_id="req-1"):
            async with transaction():
                await emit(stopped(pump_id), actor=SYSTEM)

        (row,) = (await feed(after=0, limit=10)).rows
        assert row["type"] == "test.pump.stopped"
        assert row["subject"] == f"pumps/{pump_id}"
        assert row["data"] == {"pump_id": str(pump_id), "occurred_at": "2026-03-01T08:30:00Z"}
        assert (row["actor_kind"], row["actor_id"]) == ("system", None)
        assert row["occurred_at"] == OCCURRED_AT
        assert row["recorded_at"] > OCCURRED_AT
        assert row["request_id"] == "req-1"

    async def test_leaves_nothing_when_the_change_fails(self, database: Database, two_subscribers: None) -> None:
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await emit(stopped(), actor=SYSTEM)
                raise ZeroDivisionError

        assert (await feed(after=0, limit=10)).rows == []
        assert await database.fetch("SELECT id FROM event_delivery") == []

    async def test_is_refused_outside_a_transaction(self, database: Database) -> None:
        with pytest.raises(AssertionError):
            await emit(stopped(), actor=SYSTEM)

    async def test_takes_one_statement_when_nobody_listens(self, database: Database) -> None:
        async with transaction():
            await emit(stopped(), actor=SYSTEM)
            unit = current_unit()

        assert unit is not None
        assert unit.statements == 1

    async def test_takes_two_statements_however_many_listen(self, database: Database, two_subscribers: None) -> None:
        async with transaction():
            await emit(stopped(), actor=SYSTEM)
            unit = current_unit()

        rows = await database.fetch("SELECT subscriber FROM event_delivery ORDER BY subscriber")
        assert [row["subscriber"] for row in rows] == ["sla.pause", "survey.invite"]
        assert unit is not None
        assert unit.statements == 2


class TestEmitMany:
    async def test_keeps_the_order_and_serves_the_subscribers(self, database: Database, two_subscribers: None) -> None:
        events = [stopped() for _ in range(250)]

        async with transaction():
            await emit_many(events, actor=SYSTEM)

        rows = (await feed(after=0, limit=500)).rows
        assert [row["subject"] for row in rows] == [event.subject for event in events]
        deliveries = await database.fetch(
            "SELECT d.subject, e.seq, d.event_seq FROM event_delivery d JOIN event e ON e.id = d.event_id"
        )
        assert len(deliveries) == 500
        assert all(row["seq"] == row["event_seq"] for row in deliveries)

    async def test_of_nothing_writes_nothing(self, database: Database) -> None:
        async with transaction():
            await emit_many([], actor=SYSTEM)

        assert (await feed(after=0, limit=10)).rows == []


class TestSubscriptions:
    def test_with_the_same_name_are_refused(self) -> None:
        twin = Subscription(name="sla.pause", types=frozenset({"test.pump.stopped"}), handler=_ignore)

        with pytest.raises(ValueError, match=r"sla\.pause"):
            subscribe_all([twin, twin])

        subscribe_all([])
