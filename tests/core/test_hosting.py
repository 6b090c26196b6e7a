"""What a process uses: the plugins, and all that they bring to it."""

from typing import Any

import pytest

from made_plugins import made_plugin
from wellkept.activation.queries.default_plan import default_plan
from wellkept.hosting import bindings_restored, hosted, listening, use
from wellkept.platform.access.roles import permissions_of
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.subscriptions import Subscription, subscriptions
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.settings import Settings
from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role
from wellkept_sdk.events.tickets import TicketOpened
from wellkept_sdk.reactions import subscribe


async def note(self: Any, ctx: Any, event: TicketOpened) -> None: ...


async def hear(event: Envelope, key: str) -> None: ...


PERMISSION = PluginPermission(name="bell:ring", description="Ring.", roles=frozenset({Role.VIEWER}))
BELL = made_plugin("bell", members={"permissions": (PERMISSION,), "note": subscribe(TicketOpened)(note)})
AUDITOR = Subscription(name="auditor", types=frozenset({TicketOpened.type}), handler=hear)


class TestHosted:
    def test_binds_all_that_plugins_bring(self) -> None:
        with bindings_restored():
            made = hosted(Settings(default_plan="gold"), plugins=[BELL], subscriptions=[AUDITOR])

            assert host() is made
            assert default_plan() == "gold"
            assert PERMISSION.name in permissions_of(Role.VIEWER)
            assert [subscription.plugin for subscription in subscriptions()] == ["bell", None]

    def test_leaves_nothing_of_the_plugins_before(self) -> None:
        with bindings_restored():
            hosted(Settings(), plugins=[BELL])
            hosted(Settings(), plugins=[])

            assert PERMISSION.name not in permissions_of(Role.VIEWER)
            assert subscriptions() == ()


class TestBindings:
    def test_are_restored_even_after_a_failure(self) -> None:
        with bindings_restored():
            before = hosted(Settings(default_plan="gold"), plugins=[BELL], subscriptions=[AUDITOR])
            heard = subscriptions()

            with pytest.raises(KeyError), bindings_restored():
                use(Host.of(), plan="silver", subscriptions=[])
                raise KeyError

            assert host() is before
            assert default_plan() == "gold"
            assert PERMISSION.name in permissions_of(Role.VIEWER)
            assert subscriptions() == heard


class TestListening:
    def test_are_the_plugins_by_their_reactions_and_the_others_named(self) -> None:
        assert [each.plugin for each in listening(Host.of([BELL]), [AUDITOR])] == ["bell", None]
