from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from msgspec import Struct

from surroundings import postgres_server
from wellkept.platform.plugin_host.current import host
from wellkept.platform.storage.engines import bound
from wellkept_sdk import (
    Ctx,
    DueTimer,
    Job,
    Manifest,
    Plugin,
    PluginPermission,
    RecordName,
    RecordRef,
    Terms,
    TimerKind,
    subscribe,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.events import Event
from wellkept_sdk.events.tickets import TicketOpened
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.tickets import OpenedTicket
from wellkept_sdk.http import Mount, MountPoint, NamedDependency, get, needs
from wellkept_sdk.now import now
from wellkept_sdk.testing import TestApp
from wellkept_sdk.testing.databases import POSTGRES_URL, dialects

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class BellTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rings_after_hours: int = 4


class BellSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sound: str = "ding"


class BellTold(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "bell.bell.told"

    ticket_id: UUID

    @property
    def subject(self) -> str:
        return f"tickets/{self.ticket_id}"


@get("/", opt=needs("bell:hear"))
async def sound(ctx: NamedDependency[Ctx]) -> dict[str, str]:
    """Return the sound."""
    return {"sound": ctx.settings(BellSettings).sound}


class BellPlugin(Plugin, TicketHooks):
    """Rings some hours after a ticket was opened, and remembers all that it hears of."""

    manifest = Manifest(name="bell", version="1.0.0", sdk=">=1.0,<2")
    settings = BellSettings
    terms = BellTerms
    events = (BellTold,)
    permissions = (PluginPermission(name="bell:hear", description="Hear it.", roles=frozenset({Role.ENGINEER})),)
    mounts = (Mount(at=MountPoint.DEPLOYMENT, routes=[sound]),)

    def __init__(self) -> None:
        self.heard: list[tuple[str, datetime]] = []
        self.timers = (TimerKind(name="ring", run=self.ring, record=RecordName.TICKET),)
        self.jobs = (Job(name="clean", every=timedelta(hours=1), run=self.clean),)

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        due_at = ctx.at + timedelta(hours=ctx.terms(BellTerms).rings_after_hours)
        await ctx.timers.set("ring", event.ticket.id, due_at=due_at)

    @subscribe(TicketOpened)
    async def hear_of_opening(self, ctx: Ctx, event: TicketOpened) -> None:
        self.heard.append(("opened", ctx.at))

    @subscribe(BellTold)
    async def hear_of_being_told(self, ctx: Ctx, event: BellTold) -> None:
        self.heard.append(("told", ctx.at))

    async def ring(self, ctx: Ctx, timer: DueTimer) -> None:
        self.heard.append(("rung", ctx.at))

    async def clean(self, ctx: Ctx) -> None:
        self.heard.append(("cleaned", ctx.at))

    def times_heard(self, what: str) -> list[datetime]:
        return [at for word, at in self.heard if word == what]


@pytest.fixture(params=list(Dialect), ids=str)
def dialect(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Dialect:
    if request.param is Dialect.POSTGRES:
        monkeypatch.setenv(POSTGRES_URL, postgres_server())
    return request.param


class TestDialects:
    def test_are_both_where_a_server_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(POSTGRES_URL, "postgresql://postgres@127.0.0.1:5432/postgres")

        assert dialects() == [Dialect.SQLITE, Dialect.POSTGRES]

    def test_are_sqlite_alone_without_a_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(POSTGRES_URL, raising=False)

        assert dialects() == [Dialect.SQLITE]


class TestTestApp:
    async def test_runs_wellkept_with_the_given_plugins_on_either_database(self, dialect: Dialect) -> None:
        async with TestApp(plugins=[BellPlugin()], database=dialect) as app:
            listed = (await app.client.get("/v1/plugins")).json()["items"]

            assert [(each["name"], each["state"]) for each in listed] == [("bell", "active")]
            assert app.house.states == {"bell": "active"}

    async def test_makes_records_on_contracts(self) -> None:
        bell = BellPlugin()
        async with TestApp(plugins=[bell], contracts={"gold": {"bell": {}}, "bare": {}}) as app:
            await app.ticket(contract="gold", title="Pump hums")
            await app.ticket(contract="bare")
            await app.drain()

        assert len(bell.times_heard("opened")) == 1

    async def test_gives_everybody_every_plugin_where_no_contract_is_named(self) -> None:
        bell = BellPlugin()
        async with TestApp(plugins=[bell]) as app:
            await app.equipment()
            await app.ticket()
            await app.drain()

        assert len(bell.times_heard("opened")) == 1

    async def test_takes_the_customer_that_a_project_is_for(self) -> None:
        async with TestApp(plugins=[]) as app:
            customer = await app.customer()

            project = await app.project(customer_id=customer["id"])

            assert project["customer_id"] == customer["id"]

    async def test_moves_its_clock_and_does_what_is_due(self) -> None:
        bell = BellPlugin()
        async with TestApp(plugins=[bell], contracts={"gold": {"bell": {"rings_after_hours": 8}}}) as app:
            app.clock.set(MONDAY)
            ticket = await app.ticket(contract="gold")
            app.clock.advance(timedelta(hours=7))
            await app.drain()
            early = bell.times_heard("rung")
            app.clock.advance(timedelta(hours=1))
            await app.drain()

        assert ticket["reported_at"] == "2026-11-02T09:00:00Z"
        assert (early, bell.times_heard("rung")) == ([], [MONDAY + timedelta(hours=8)])
        assert bell.times_heard("cleaned")

    async def test_delivers_events_that_a_test_announces(self) -> None:
        bell = BellPlugin()
        async with TestApp(plugins=[bell], contracts={"gold": {"bell": {}}, "bare": {}}) as app:
            for contract in ("gold", "bare"):
                ticket_id = UUID((await app.ticket(contract=contract))["id"])
                await app.emit(BellTold(ticket_id=ticket_id), record=RecordRef(RecordName.TICKET, ticket_id))
            await app.drain()

        assert len(bell.times_heard("told")) == 1

    async def test_hands_its_settings_to_core_and_to_plugins(self) -> None:
        settings = {"bell_sound": "dong", "default_time_zone": "Europe/Berlin"}
        async with TestApp(plugins=[BellPlugin()], settings=settings) as app:
            engineer = await app.as_actor(Role.ENGINEER)

            assert (await engineer.get("/v1/bell")).json() == {"sound": "dong"}
            assert (await app.customer())["time_zone"] == "Europe/Berlin"

    async def test_makes_clients_of_any_role(self) -> None:
        async with TestApp(plugins=[BellPlugin()]) as app:
            customer = await app.customer()
            portal = await app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])
            viewer = await app.as_actor(Role.VIEWER)

            assert [item["id"] for item in (await portal.get("/v1/customers")).json()["items"]] == [customer["id"]]
            assert (await viewer.get("/v1/bell")).status_code == 403

    async def test_refuses_a_plugin_that_cannot_be_active(self) -> None:
        class Unmet(Plugin):
            manifest = Manifest(name="unmet", version="1.0.0", sdk=">=1.0,<2", requires=("nobody",))

        with pytest.raises(ValueError, match=r"unmet is unmet: .*nobody"):
            async with TestApp(plugins=[Unmet()]):
                pass

    async def test_says_why_a_record_could_not_be_made(self) -> None:
        async with TestApp(plugins=[]) as app:
            with pytest.raises(AssertionError, match="validation_failed"):
                await app.created("/v1/customers", {"code": "C-1"})

    async def test_leaves_the_process_as_it_was(self) -> None:
        before = host(), bound()

        async with TestApp(plugins=[BellPlugin()]) as app:
            app.clock.set(MONDAY)

        assert (host(), bound()) == before
        assert now().date() != date(2026, 11, 2)
