"""What may be wrong with the plugins of a deployment, as `doctor` looks at it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from wellkept.activation.queries.named import plugins_named
from wellkept.commands.findings import Finding
from wellkept.platform.installed_plugins import installed_names
from wellkept.platform.migrations.runner import pending
from wellkept.platform.plugin_host.assembling.states import Found, PluginState
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.plugin_host.lifecycle.remains import names_in_migrations, names_in_work, remains_of
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import typed
from wellkept_sdk.errors import WellkeptError
from wellkept_sdk.now import now

FAILURES_SHOWN = timedelta(days=1)

Check = Callable[[Host], Awaitable[Sequence[str]]]


async def plugin_findings(host: Host) -> list[Finding]:
    """Return what every check of the plugins found in the bound database."""
    return [await _finding(name, check, host) for name, check in _CHECKS.items()]


def wanted_but_not_active(host: Host) -> list[Found]:
    """Return the plugins that the settings allow and that are not active all the same."""
    return [found for found in host.found if found.state not in {PluginState.ACTIVE, PluginState.DISABLED}]


def finding_of(name: str, mistakes: Sequence[str], *, healthy_detail: str) -> Finding:
    """Return the finding that some mistakes make, or that there are none."""
    return Finding(check=name, healthy=not mistakes, detail="; ".join(mistakes) or healthy_detail)


async def _finding(name: str, check: Check, host: Host) -> Finding:
    try:
        mistakes = await check(host)
    except (WellkeptError, ValueError) as error:
        mistakes = [str(error)]
    return finding_of(name, mistakes, healthy_detail="nothing")


async def _states(host: Host) -> Sequence[str]:
    return [f"{found.name} is {found.state}: {found.reason}" for found in wanted_but_not_active(host)]


async def _failing_hooks(_: Host) -> Sequence[str]:
    rows = await database().fetch(
        f"SELECT plugin, hook, COUNT(*) AS count, {typed('MAX(created_at)', 'timestamptz', name='last_at')} "
        "FROM plugin_failure WHERE created_at > ? GROUP BY plugin, hook ORDER BY plugin, hook",
        now() - FAILURES_SHOWN,
    )
    return [
        f"{row['plugin']}.{row['hook']} failed {row['count']} times within a day, last at {row['last_at']:%F %T}Z"
        for row in rows
    ]


async def _migrations(host: Host) -> Sequence[str]:
    missing = await pending(database(), apps_of(host))
    return [f"{len(missing)} have not run ({', '.join(missing)}); run `wellkept migrate`"] if missing else []


async def _plans(host: Host) -> Sequence[str]:
    return [
        f"{named.kind} {named.name} names {named.plugin}"
        for named in await plugins_named()
        if named.plugin not in host.plugins
    ]


async def _left_behind(_: Host) -> Sequence[str]:
    gone = (await names_in_migrations() | await names_in_work()) - installed_names()
    return [
        f"of {name}, which is no longer installed, there is {await remains_of(name)};"
        f" `wellkept plugins uninstall {name} --gone --data drop` removes it"
        for name in sorted(gone)
    ]


_CHECKS: dict[str, Check] = {
    "plugins that cannot be used": _states,
    "hooks that failed": _failing_hooks,
    "migrations of plugins": _migrations,
    "plans and contracts that name plugins which are not active": _plans,
    "what plugins left behind": _left_behind,
}
