"""What a plugin can see and do through its context, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from msgspec import Struct

from api import Api
from broken_plugins import TICKET, hosting, named, occasion_for
from made_plugins import made_plugin, plugins_bound
from plugin_house import Serving
from wellkept.hosting import bindings_restored
from wellkept.platform.outbox.subscriptions import Subscription, subscribe_all
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.current import bind_host, host
from wellkept.platform.plugin_host.tables import PluginFailure
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk import Ctx, DueTimer, Plugin, ServiceKey, Terms, TimerKind, provide
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.db import TRUE
from wellkept_sdk.db.listing import ListDeclaration, Sort
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.events import Event
from wellkept_sdk.hooks import TicketHooks
from wellkept_sdk.hooks.ticket_questions import Charges, ChargesQuestion
from wellkept_sdk.hooks.tickets import LoggedTicket
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.ids import TicketId
from wellkept_sdk.manifest import ActivationLevel
from wellkept_sdk.records.references import RecordName, RecordRef

OTHER = UUID("0199aaaa-0000-7000-8000-000000000009")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class GaugeSettings(Struct, frozen=True, kw_only=True):
    unit: str = "mm"


class GaugeTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    level: int = 1


class Gauge:
    """A service that tells for whom it was made."""

    def __init__(self, ctx: Ctx) -> None:
        self.ctx = ctx


GAUGE: ServiceKey[Gauge] = ServiceKey("gauges.gauge", version=1)
NEWER: ServiceKey[Gauge] = ServiceKey("gauges.gauge", version=2)


class GaugeRead(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "gauges.gauge.read"

    @property
    def subject(self) -> str:
        return "gauges/1"


class RainFell(GaugeRead, frozen=True, kw_only=True):
    type: ClassVar[str] = "rain.shower.fell"


async def ring(ctx: Ctx, due: DueTimer) -> None: ...


@pytest.fixture(autouse=True)
def _serving(database: Database) -> Iterator[None]:
    gauges = named(
        Plugin,
        "gauges",
        settings=GaugeSettings,
        terms=GaugeTerms,
        services=(provide(GAUGE, Gauge),),
        provides=("gauges.gauge",),
        timers=(TimerKind(name="weekly", run=ring),),
    )
    reader = named(Plugin, "reader", after=("gauges",), uses=("gauges.gauge",))
    clerk = named(Plugin, "clerk", activation=ActivationLevel.DEPLOYMENT)
    with bindings_restored():
        bind_host(hosting(gauges, reader, clerk))
        host().resolver = Serving(host())
        yield


def context(plugin: str = "gauges", *, active: tuple[str, ...] = ("gauges", "reader"), **options: Any) -> Ctx:
    return context_of(plugin, occasion_for(active, **options))


class TestContext:
    def test_tells_what_the_occasion_is(self) -> None:
        occasion = occasion_for(["gauges"])

        ctx = context_of("gauges", occasion)

        assert (ctx.plugin, ctx.actor, ctx.at) == ("gauges", occasion.actor, occasion.at)
        assert ctx.record == RecordRef(RecordName.TICKET, TICKET)
        assert ctx.activation.plugins == {"gauges"}
        assert context_of("gauges", occasion) is ctx

    def test_may_do_more_for_its_caller_where_the_plugin_says_so(self) -> None:
        ctx = context()

        entitled = ctx.entitled("gauges:read", "tickets:dispatch")

        assert entitled.actor.permissions == ctx.actor.permissions | {"gauges:read", "tickets:dispatch"}
        assert (entitled.actor.id, entitled.actor.name) == (ctx.actor.id, ctx.actor.name)
        assert (entitled.plugin, entitled.record, entitled.at) == (ctx.plugin, ctx.record, ctx.at)
        assert entitled.activation == ctx.activation

    def test_lets_wellkept_itself_act_where_the_plugin_says_so(self) -> None:
        ctx = context()

        acting = ctx.as_system()

        assert acting.actor == SYSTEM
        assert (acting.plugin, acting.record, acting.at) == (ctx.plugin, ctx.record, ctx.at)
        assert acting.activation == ctx.activation

    def test_has_the_settings_of_the_deployment(self) -> None:
        assert context().settings(GaugeSettings).unit == "mm"


class TestTerms:
    def test_are_those_of_the_record(self) -> None:
        assert context(terms={"gauges": GaugeTerms(level=3)}).terms(GaugeTerms).level == 3

    def test_are_the_default_ones_without_a_record(self) -> None:
        assert context().terms(GaugeTerms).level == 1

    def test_of_another_plugin_can_be_read_by_their_type(self) -> None:
        assert context("reader", terms={"gauges": GaugeTerms(level=3)}).terms(GaugeTerms).level == 3

    def test_of_a_plugin_that_does_not_serve_the_record_are_refused(self) -> None:
        with pytest.raises(ServiceInactive):
            context("reader", active=("reader",)).terms(GaugeTerms)


class TestService:
    def test_is_made_for_the_providers_context_on_the_same_occasion(self) -> None:
        ctx = context("reader")

        gauge = ctx.service(GAUGE)

        assert gauge.ctx.plugin == "gauges"
        assert (gauge.ctx.record, gauge.ctx.actor) == (ctx.record, ctx.actor)

    def test_of_a_plugin_that_does_not_serve_the_record_is_refused(self) -> None:
        ctx = context("reader", active=("reader",))

        assert ctx.service_or_none(GAUGE) is None
        with pytest.raises(ServiceInactive):
            ctx.service(GAUGE)

    def test_that_nobody_offers_is_refused(self) -> None:
        with pytest.raises(ServiceInactive):
            context("reader").service(NEWER)


class TestEmit:
    async def test_reaches_the_plugins_that_serve_the_record(self, database: Database) -> None:
        subscribe_all(
            Subscription(
                name=f"{plugin}.hear",
                types=frozenset({GaugeRead.type}),
                handler=_hear,
                plugin=plugin,
                contract_level=True,
            )
            for plugin in ("reader", "sleeper")
        )

        async with transaction():
            await context().emit(GaugeRead())

        (event,) = await database.fetch("SELECT type, subject FROM event")
        assert event == {"type": "gauges.gauge.read", "subject": "gauges/1"}
        assert [row["subscriber"] for row in await database.fetch("SELECT subscriber FROM event_delivery")] == [
            "reader.hear"
        ]

    async def test_is_for_events_of_ones_own(self) -> None:
        with pytest.raises(ValueError, match=r"must begin with gauges\."):
            await context().emit(RainFell())


async def _hear(*_: object) -> None: ...


class TestAudit:
    async def test_keeps_who_changed_what(self, database: Database) -> None:
        await context().audit("gauges.gauge.moved", subject="gauges/1", before={"x": 1}, after={"x": 2})

        (entry,) = await database.fetch("SELECT action, subject, changes FROM audit_entry")
        assert entry["action"] == "gauges.gauge.moved"
        assert entry["changes"] == {"x": {"before": 1, "after": 2}}

    async def test_is_for_actions_of_ones_own(self) -> None:
        with pytest.raises(ValueError, match=r"must begin with gauges\."):
            await context().audit("tickets.ticket.moved", subject="tickets/1")


class TestTimers:
    async def test_are_set_and_cancelled_under_the_plugins_name(self, database: Database) -> None:
        async with transaction():
            await context().timers.set("weekly", TICKET, due_at=NOON, payload={"n": 1})
            await context().timers.set("weekly", OTHER, due_at=NOON)
            await context().timers.cancel("weekly", OTHER)

        (timer,) = await database.fetch("SELECT plugin, kind, record_id, due_at, payload FROM timer")
        assert timer == {
            "plugin": "gauges",
            "kind": "weekly",
            "record_id": TICKET,
            "due_at": NOON,
            "payload": {"n": 1},
        }

    async def test_of_many_records_are_set_together(self, database: Database) -> None:
        later = NOON + timedelta(hours=1)
        async with transaction():
            await context().timers.set_many("weekly", {TICKET: NOON, OTHER: later})

        rows = await database.fetch("SELECT plugin, record_id, due_at FROM timer ORDER BY due_at")
        assert [(row["plugin"], row["record_id"], row["due_at"]) for row in rows] == [
            ("gauges", TICKET, NOON),
            ("gauges", OTHER, later),
        ]

    async def test_must_be_declared(self) -> None:
        async with transaction():
            with pytest.raises(ValueError, match="declares no timer 'daily'"):
                await context().timers.set_many("daily", {TICKET: NOON})
            with pytest.raises(ValueError, match="declares no timer 'daily'"):
                await context().timers.set("daily", TICKET, due_at=NOON)


class TestRecords:
    async def test_get_a_context_each_where_the_plugin_serves_them(self) -> None:
        ctx = await context(with_record=False).for_record(RecordName.TICKET, OTHER)

        assert ctx.record == RecordRef(RecordName.TICKET, OTHER)
        assert ctx.activation.plugins == {"gauges", "reader", "clerk"}

    async def test_get_contexts_together_where_the_plugin_serves_them(self) -> None:
        found = await context(with_record=False).for_records(RecordName.TICKET, [TICKET, OTHER])

        assert {record_id: ctx.record for record_id, ctx in found.items()} == {
            TICKET: RecordRef(RecordName.TICKET, TICKET),
            OTHER: RecordRef(RecordName.TICKET, OTHER),
        }
        assert {ctx.plugin for ctx in found.values()} == {"gauges"}

    async def test_that_the_plugin_does_not_serve_are_left_out(self) -> None:
        serving = host().resolver
        assert isinstance(serving, Serving)
        serving.plugins = {"reader"}

        assert await context("reader").active_among(RecordName.TICKET, [TICKET, OTHER]) == {TICKET, OTHER}
        assert await context("gauges").active_among(RecordName.TICKET, [TICKET]) == set()
        assert await context("gauges").for_records(RecordName.TICKET, [TICKET]) == {}
        assert context("gauges").active_tickets("id").sql == "FALSE"
        with pytest.raises(ServiceInactive):
            await context("gauges").for_record(RecordName.TICKET, TICKET)

    async def test_tell_their_terms_where_the_plugin_serves_them(self) -> None:
        serving = host().resolver
        assert isinstance(serving, Serving)

        before = await context("gauges").terms_among(GaugeTerms, RecordName.TICKET, [TICKET, OTHER])
        serving.plugins = {"reader"}
        after = await context("reader").terms_among(GaugeTerms, RecordName.TICKET, [TICKET])

        assert before == {TICKET: GaugeTerms(level=1), OTHER: GaugeTerms(level=1)}
        assert after == {}

    def test_are_all_there_for_plugins_of_the_deployment(self) -> None:
        assert context("clerk").active_tickets("ticket.id") == TRUE


class TestRaiseVersion:
    async def test_makes_a_changed_record_a_new_one_for_callers_who_hold_its_tag(self, admin: Api) -> None:
        async def note(_self: Plugin, ctx: Ctx, event: LoggedTicket) -> None:
            await ctx.raise_version(RecordName.TICKET, event.ticket.id)

        with plugins_bound(made_plugin("notes", ticket_logged=note)):
            ticket = await admin.ticket()
            await admin.created(f"/v1/tickets/{ticket['id']}/log", {"kind": "note", "text": "Seal looked at"})

        again = await admin.get(f"/v1/tickets/{ticket['id']}", headers={"If-None-Match": '"1"'})
        assert (again.status_code, again.headers["ETag"]) == (200, '"2"')

    async def test_knows_no_record_that_is_not_there(self) -> None:
        async with transaction():
            with pytest.raises(NotFound):
                await context().raise_version(RecordName.TICKET, OTHER)


class TestHooksOfOthers:
    async def test_cannot_be_called(self) -> None:
        with pytest.raises(ValueError, match="does not offer the hook ticket_opened"):
            await context().apply(TicketHooks.ticket_opened, GaugeRead())  # pyright: ignore[reportArgumentType] - refused before it matters
        with pytest.raises(ValueError, match="does not offer the hook ticket_visibility"):
            await context().collect(TicketHooks.ticket_visibility, GaugeRead())  # pyright: ignore[reportArgumentType] - as above

    async def test_are_asked_about_a_ticket_by_everybody(self) -> None:
        async def charge(_self: Plugin, _ctx: Ctx, _event: ChargesQuestion) -> Charges | None:
            return Charges(items=[])

        with plugins_bound(made_plugin("meter", ticket_charges=charge), made_plugin("notes")):
            asking = context("notes", active=("meter", "notes"))
            replies = await asking.collect(TicketHooks.ticket_charges, ChargesQuestion(ticket_id=TicketId(OTHER)))

        assert [(reply.plugin, reply.value) for reply in replies] == [("meter", Charges(items=[]))]


class TestDatabase:
    async def test_reads_and_writes_rows(self, database: Database) -> None:
        db = context().db
        async with db.transaction() as handed_out:
            row = await db.insert(PluginFailure, plugin="ants", hook="h", error="e", subject=None, request_id=None)
            await db.insert_many(
                PluginFailure, [{"plugin": "bees", "hook": "h", "error": "e", "subject": None, "request_id": None}]
            )
            assert handed_out is None
            assert await db.locked(PluginFailure, row["id"]) is not None
        await db.execute_many("UPDATE plugin_failure SET hook = ? WHERE plugin = ?", [("i", "ants"), ("j", "bees")])
        changed = await db.update(PluginFailure, row["id"], changes={"error": "f"})
        named_ants = db.any_of("plugin", ["ants"])
        listing = ListDeclaration(
            select="SELECT * FROM plugin_failure", sorts={"plugin": Sort("plugin", str)}, sort_default="plugin"
        )
        page = await db.page(listing, PageRequest(limit=1), where=TRUE)

        assert changed["error"] == "f"
        assert db.dialect is database.dialect
        assert await db.fetch(f"SELECT hook FROM plugin_failure WHERE {named_ants.sql}", *named_ants.args) == [
            {"hook": "i"}
        ]
        assert [item["plugin"] for item in page.items] == ["ants"]
        assert page.next_cursor is not None
        assert await db.delete(PluginFailure, row["id"])
        assert await db.fetch_one("SELECT COUNT(*) AS rows_left FROM plugin_failure") == {"rows_left": 1}
        assert await db.execute("DELETE FROM plugin_failure") == 1

    async def test_undoes_a_scope_that_fails(self, database: Database) -> None:
        db = context().db
        async with transaction():
            with pytest.raises(KeyError):
                async with db.transaction():
                    await db.insert(PluginFailure, plugin="ants", hook="h", error="e", subject=None, request_id=None)
                    raise KeyError

        assert await database.fetch("SELECT * FROM plugin_failure") == []


class TestAfterCommit:
    async def test_calls_once_the_work_is_durable(self) -> None:
        called: list[str] = []
        async with transaction():
            context().after_commit(lambda: called.append("now"))
            assert called == []

        assert called == ["now"]
