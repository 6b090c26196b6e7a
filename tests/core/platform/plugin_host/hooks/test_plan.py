"""Our plan against pluggy's own answer to the same question."""

from typing import Any

import pluggy
from hypothesis import given
from hypothesis import strategies as st

from broken_plugins import named
from wellkept.platform.plugin_host.hooks.plan import reply_types
from wellkept.platform.plugin_host.host import Host
from wellkept_sdk import Ctx, Plugin
from wellkept_sdk.hooks import CustomerHooks, TicketHooks, Veto, hookimpl
from wellkept_sdk.hooks.phases import PROJECT
from wellkept_sdk.hooks.ticket_questions import Candidates
from wellkept_sdk.hooks.tickets import TicketDraftPatch

NAMES = ["ants", "bees", "cats", "dogs", "eels", "foxes"]


class Opens(Plugin, TicketHooks):
    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: Any) -> None: ...


class OpensAndCloses(Opens):
    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: Any) -> None: ...

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: Any) -> None: ...


KINDS = [Plugin, Opens, OpensAndCloses]


class TestPlan:
    @given(
        kinds=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(KINDS), min_size=1),
        wishes=st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES), max_size=2)),
        active=st.sets(st.sampled_from(NAMES)),
        hook=st.sampled_from(["ticket_opened", "ticket_transitioned", "ticket_logged"]),
    )
    def test_is_what_pluggy_would_call(
        self, kinds: dict[str, type[Plugin]], wishes: dict[str, set[str]], active: set[str], hook: str
    ) -> None:
        host = Host.of([named(kind, name, after=tuple(wishes.get(name, ()))) for name, kind in kinds.items()])
        registry = pluggy.PluginManager(PROJECT)
        registry.add_hookspecs(TicketHooks)
        for name in reversed(list(host.plugins)):
            registry.register(host.plugins[name], name=name)
        inactive = [plugin for name, plugin in host.plugins.items() if name not in active]
        reference = registry.subset_hook_caller(hook, inactive).get_hookimpls()

        plan = host.plans.of(hook, frozenset(active))

        assert [call.plugin for call in plan] == [found.plugin_name for found in reversed(reference)]
        assert [call.function for call in plan] == [found.function for found in reversed(reference)]

    def test_is_made_once_for_each_set_of_plugins(self) -> None:
        host = Host.of([named(Opens, "ants"), named(Opens, "bees")])

        first = host.plans.of("ticket_opened", frozenset({"ants"}))

        assert host.plans.of("ticket_opened", frozenset({"ants"})) is first
        assert host.plans.of("ticket_opened", frozenset({"ants", "bees"}))[0] is first[0]

    def test_of_an_unknown_hook_is_empty(self) -> None:
        assert Host.of().plans.of("rain_begun", frozenset()) == ()


class TestReplyTypes:
    def test_are_those_of_the_specification(self) -> None:
        assert reply_types(TicketHooks.ticket_opening) == (Veto, TicketDraftPatch)
        assert reply_types(TicketHooks.ticket_candidates) == (Candidates,)
        assert reply_types(CustomerHooks.customer_created) == ()
