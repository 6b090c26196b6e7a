"""The plugins of a deployment with everything that core gives them: made here for the server and for commands."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

from wellkept.activation.queries.default_plan import default_plan, use_default_plan
from wellkept.activation.resolver import ActivationResolver
from wellkept.platform.access.records import bind_partner_scope
from wellkept.platform.access.roles import grant
from wellkept.platform.labels import words as labels
from wellkept.platform.outbox import confidential
from wellkept.platform.outbox import subscriptions as outbox
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.plugin_host import current
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.seams.reactions import subscriptions_of
from wellkept.platform.plugin_host.seams.visibility import partner_scope
from wellkept.platform.settings import Settings
from wellkept.tickets.service.for_plugins import AttachmentsSeen, TicketVerbs
from wellkept_sdk.plugin import Plugin


def hosted(
    settings: Settings, *, plugins: Sequence[Plugin] | None = None, subscriptions: Sequence[Subscription] = ()
) -> Host:
    """
    Return the plugins of the deployment, bound: what happens from now on in this process is told to them.

    Args:
        settings: which installed plugins may be active, and with which settings.
        plugins: exactly these instead of the installed ones; for tests.
        subscriptions: who wants to hear of events beside the plugins.

    Raises:
        PluginsError: a plugin without which the deployment must not start is not active.
    """
    host = Host.installed(settings) if plugins is None else Host.of(plugins, settings=settings)
    host.resolver = ActivationResolver()
    host.tickets_verbs = TicketVerbs
    host.attachments_of = AttachmentsSeen
    use(host, plan=settings.default_plan, subscriptions=listening(host, subscriptions))
    return host


def use(host: Host, *, plan: str, subscriptions: Iterable[Subscription]) -> None:
    """
    Make a host the one of this process, in place of any other.

    Args:
        host: with everything that core gives it.
        plan: the code of the deployment's default plan.
        subscriptions: everybody who hears of events, the plugins among them.
    """
    plugins = host.plugins.values()
    current.bind_host(host)
    bind_partner_scope(partner_scope if plugins else None)
    grant(permission for plugin in plugins for permission in plugin.permissions)
    labels.know(plugins)
    use_default_plan(plan)
    outbox.subscribe_all(subscriptions)
    confidential.declare(event for plugin in plugins for event in plugin.events)


def listening(host: Host, subscriptions: Sequence[Subscription] = ()) -> list[Subscription]:
    """Return everybody who hears of events: the plugins by their reactions, and the others named."""
    reactions = [reaction for plugin in host.plugins.values() for reaction in subscriptions_of(plugin)]
    return [*reactions, *subscriptions]


@contextmanager
def bindings_restored() -> Generator[None]:
    """Use again at the end what the process uses now, whatever is bound in between; for tests."""
    host, plan, subscriptions = current.host(), default_plan(), outbox.subscriptions()
    try:
        yield
    finally:
        use(host, plan=plan, subscriptions=subscriptions)
