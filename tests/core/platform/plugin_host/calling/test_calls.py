"""What hooks are told, what they may answer, and what becomes of that."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from broken_plugins import hosting, named, occasion_for
from wellkept.hosting import bindings_restored
from wellkept.platform.plugin_host.calling import calls, spans
from wellkept.platform.plugin_host.current import bind_host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.database import Database
from wellkept_sdk import Ctx, Plugin
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.errors import PluginFailed, Vetoed
from wellkept_sdk.hooks import TicketHooks, Veto, decide, hookimpl
from wellkept_sdk.hooks.tickets import TicketDraftPatch, TicketOpening
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.ids import PartyId
from wellkept_sdk.manifest import FailurePolicy
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import Urgency

PARTY = PartyId(uuid4())
QUESTION = VisibilityQuestion(party_id=PARTY, table="ticket")


def opening(**values: Any) -> TicketOpening:
    said: dict[str, Any] = dict.fromkeys(TicketOpening.__struct_fields__)
    said |= {"title": "Pump trips", "grade": 3, "urgency": Urgency.MINOR, "reported_at": now(), "metadata": {}}
    return TicketOpening(**said | values)


class Answers(Plugin, TicketHooks):
    """Answers what it was given, and keeps what it was told."""

    answer: Any = None

    def __init__(self) -> None:
        self.told: list[TicketOpening] = []

    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> Veto | TicketDraftPatch | None:
        self.told.append(event)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    @hookimpl
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class ChangesWhatItIsTold(Plugin, TicketHooks):
    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> None:
        event.metadata["stolen"] = True


class AsksItself(Plugin, TicketHooks):
    """Causes the hook that it implements, over and over."""

    depth = 0

    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> None:
        self.depth += 1
        await calls.decide(TicketHooks.ticket_opening, occasion_for(["broken"]), event)


class GateHooks:
    @decide(since="1.0")
    async def gate_opening(self, ctx: Ctx, event: TicketOpening) -> Veto | None:
        """Veto the opening of a gate."""


class Gate(Plugin, TicketHooks):
    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> None:
        await ctx.decide(GateHooks.gate_opening, event)


class Porter(Plugin, GateHooks):
    @hookimpl
    async def gate_opening(self, ctx: Ctx, event: TicketOpening) -> Veto:
        return Veto(code="porter.gate.shut", message="It is night.")


@pytest.fixture(autouse=True)
def _host_of_before(database: Database) -> Iterator[None]:
    with bindings_restored():
        yield


def bound(*plugins: Any) -> Occasion:
    bind_host(hosting(*plugins))
    return occasion_for(plugin.manifest.name for plugin in plugins)


async def decided(*plugins: Any, event: TicketOpening | None = None) -> TicketOpening:
    return await calls.decide(TicketHooks.ticket_opening, bound(*plugins), event or opening())


class TestDecide:
    async def test_returns_the_event_where_nobody_has_anything_to_say(self) -> None:
        event = opening()

        assert await decided(named(Answers, "ants"), event=event) is event

    async def test_calls_only_who_is_active(self) -> None:
        ants, bees = named(Answers, "ants"), named(Answers, "bees")
        bind_host(hosting(ants, bees))

        await calls.decide(TicketHooks.ticket_opening, occasion_for(["bees"]), opening())

        assert (len(ants.told), len(bees.told)) == (0, 1)

    async def test_lets_patches_build_on_each_other(self) -> None:
        ants = named(Answers, "ants", answer=TicketDraftPatch(title="Pump P1 trips", fault_code="E-501"))
        bees = named(Answers, "bees", answer=TicketDraftPatch(fault_code=None))

        event = await decided(ants, bees)

        assert bees.told[0].title == "Pump P1 trips"
        assert bees.told[0].fault_code == "E-501"
        assert (event.title, event.fault_code) == ("Pump P1 trips", None)

    async def test_raises_all_vetoes_together(self) -> None:
        ants = named(Answers, "ants", answer=Veto(code="ants.hill.full", message="No room."))
        bees = named(Answers, "bees", answer=Veto(code="bees.hive.full", message="No room either."))

        with pytest.raises(Vetoed) as caught:
            await decided(ants, bees)

        assert (caught.value.code, caught.value.detail) == ("ants.hill.full", "No room.")
        assert caught.value.context == {
            "plugin": "ants",
            "hook": "ticket_opening",
            "reasons": [
                {"code": "ants.hill.full", "message": "No room.", "plugin": "ants"},
                {"code": "bees.hive.full", "message": "No room either.", "plugin": "bees"},
            ],
        }

    async def test_returns_vetoes_to_who_only_asks(self) -> None:
        veto = Veto(code="ants.hill.full", message="No room.")

        replies = await calls.vetoes(TicketHooks.ticket_opening, bound(named(Answers, "ants", answer=veto)), opening())

        assert [(reply.plugin, reply.value) for reply in replies] == [("ants", veto)]

    @pytest.mark.parametrize(
        "answer",
        [
            "rubbish",
            TicketDraftPatch(grade="high"),  # pyright: ignore[reportArgumentType] - what is tested
            Veto(code=3, message="No."),  # pyright: ignore[reportArgumentType] - what is tested
        ],
    )
    async def test_does_not_take_rubbish(self, answer: object) -> None:
        with pytest.raises(PluginFailed):
            await decided(named(Answers, "ants", answer=answer, failure=FailurePolicy.REQUIRED))

    async def test_gives_each_plugin_a_copy_of_what_could_be_changed(self) -> None:
        event = opening(metadata={"kept": True})
        bees = named(Answers, "bees")

        result = await decided(named(ChangesWhatItIsTold, "ants"), bees, event=event)

        assert result.metadata == {"kept": True}
        assert bees.told[0].metadata == {"kept": True}

    async def test_ends_where_hooks_cause_hooks_for_ever(self) -> None:
        broken = named(AsksItself, failure=FailurePolicy.REQUIRED)

        with pytest.raises(PluginFailed) as caught:
            await decided(broken)

        assert broken.depth == 8
        assert caught.value.context == {"plugin": "broken", "hook": "ticket_opening"}

    async def test_passes_on_the_veto_of_a_hook_that_a_plugin_offers(self) -> None:
        with pytest.raises(Vetoed) as caught:
            await decided(named(Gate, "gate", hooks=(GateHooks,)), named(Porter, "porter"))

        assert caught.value.code == "porter.gate.shut"
        assert caught.value.context["plugin"] == "porter"
        assert caught.value.context["hook"] == "ticket_opening"


class TestAnswers:
    def test_come_in_the_order_of_the_plugins(self) -> None:
        ants = named(Answers, "ants", answer=Clause("ticket.grade = ?", (PARTY,)), after=("bees",))
        bees = named(Answers, "bees", answer=Clause("TRUE"))

        replies = calls.answers(TicketHooks.ticket_visibility, bound(ants, bees), QUESTION)

        assert [(reply.plugin, reply.value.sql) for reply in replies] == [
            ("bees", "TRUE"),
            ("ants", "ticket.grade = ?"),
        ]
        assert replies[1].value.args == (PARTY,)

    @pytest.mark.parametrize("answer", ["rubbish", KeyError("nowhere")])
    def test_of_who_fails_are_left_out(self, answer: object) -> None:
        occasion = bound(
            named(Answers, answer=answer, failure=FailurePolicy.REQUIRED),
            named(Answers, "sound", answer=Clause("TRUE")),
        )

        for _ in range(7):
            replies = calls.answers(TicketHooks.ticket_visibility, occasion, QUESTION)

            assert [reply.plugin for reply in replies] == ["sound"]


class TestSpan:
    async def test_is_made_for_each_call_where_traces_are_wanted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        exporter, provider = InMemorySpanExporter(), TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        monkeypatch.setattr(spans, "tracer", None)
        spans.trace_with(provider.get_tracer("test"))

        await decided(named(Answers, "ants"))

        (span,) = exporter.get_finished_spans()
        assert span.name == "ants.ticket_opening"
        assert dict(span.attributes or {}) == {"wellkept.plugin": "ants", "wellkept.hook": "ticket_opening"}
        provider.shutdown()


class TestSlowCall:
    async def test_is_worth_a_line_of_the_log(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("wellkept.platform.plugin_host.calling.endings.SLOW_SECONDS", -1.0)

        await decided(named(Answers, "ants", answer=TicketDraftPatch(title="Pump P1 trips")))

        assert "The hook ticket_opening of the plugin ants took" in caplog.text
