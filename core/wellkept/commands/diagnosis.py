"""The checks of `wellkept doctor`."""

import os
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path

import click

from wellkept.commands.deployment import Deployment, opened
from wellkept.commands.findings import Finding
from wellkept.commands.plugins.findings import plugin_findings
from wellkept.platform.delivery.queries import dead_letters
from wellkept.platform.jobs.queries import dead_timers, job_standings
from wellkept.platform.migrations.difference import schema_difference
from wellkept.platform.migrations.runner import pending
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.plugin_host.lifecycle.remains import tables_of_others
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import typed
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import WellkeptError
from wellkept_sdk.now import now

GIVEN_UP_SHOWN_MAX = 100
# Workers compare leases of two seconds with their own clocks.
CLOCK_SECONDS_OFF_MAX = 1.0
PROBE = b"wellkept doctor"

Check = Callable[[Deployment], Awaitable[tuple[bool, str]]]


async def diagnose(settings: Settings) -> list[Finding]:
    """Return what every check found; those that need the database are left out if it does not answer."""
    try:
        async with opened(settings) as deployment:
            found = [await _checked(name, check, deployment) for name, check in _CHECKS.items()]
    except (WellkeptError, OSError, click.ClickException) as error:
        found = [Finding(check="database", healthy=False, detail=str(error))]
    return [_data_folder(settings), *found]


def _data_folder(settings: Settings) -> Finding:
    folder = Path(settings.data_dir)
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    return Finding(check="data folder", healthy=writable, detail=str(folder.resolve()))


async def _checked(name: str, check: Check, deployment: Deployment) -> Finding:
    try:
        healthy, detail = await check(deployment)
    except (WellkeptError, OSError) as error:
        healthy, detail = False, str(error)
    return Finding(check=name, healthy=healthy, detail=detail)


async def _database(_: Deployment) -> tuple[bool, str]:
    sql = "SELECT sqlite_version() AS version" if _is_sqlite() else "SELECT version() AS version"
    row = await database().fetch_one(sql)
    return row is not None, f"{database().dialect} {row and row['version']}"


async def _migrations(deployment: Deployment) -> tuple[bool, str]:
    missing = await pending(deployment.database, apps_of(deployment.host))
    return not missing, ", ".join(missing) or "all have run"


async def _schema(deployment: Deployment) -> tuple[bool, str]:
    others = await tables_of_others(deployment.host.plugins)
    differences = await schema_difference(deployment.database, apps_of(deployment.host), leaving_out=others)
    return not differences, "; ".join(differences) or "as declared"


async def _clock(_: Deployment) -> tuple[bool, str]:
    if _is_sqlite():
        return True, "one machine"
    row = await database().fetch_one(f"SELECT {typed('now()', 'timestamptz', name='moment')}")
    assert row is not None, "a select without a table has one row"
    seconds = abs((row["moment"] - now()).total_seconds())
    return seconds <= CLOCK_SECONDS_OFF_MAX, f"{seconds:.1f} seconds from the database's"


async def _store(deployment: Deployment) -> tuple[bool, str]:
    stored = await deployment.store.put(BytesIO(PROBE))
    content = b"".join([piece async for piece in await deployment.store.read(stored.sha256)])
    return content == PROBE, "written and read back"


async def _admin(_: Deployment) -> tuple[bool, str]:
    row = await database().fetch_one("SELECT id FROM user_account WHERE role = 'admin' AND active LIMIT 1")
    return (
        row is not None,
        "there is an active admin" if row else "no active admin; `wellkept run` or `serve` makes one",
    )


async def _background_work(_: Deployment) -> tuple[bool, str]:
    deliveries = await dead_letters(limit=GIVEN_UP_SHOWN_MAX)
    timers = await dead_timers(limit=GIVEN_UP_SHOWN_MAX)
    if not deliveries and not timers:
        return True, "nothing was given up"
    return False, f"{len(deliveries)} deliveries and {len(timers)} timers were given up; see `wellkept backlog list`"


async def _plugins(deployment: Deployment) -> tuple[bool, str]:
    found = [finding for finding in await plugin_findings(deployment.host) if not finding.healthy]
    wrong = "; ".join(f"{finding.check}: {finding.detail}" for finding in found)
    return not found, wrong or f"{len(deployment.host.plugins)} active; `wellkept plugins list` shows all"


async def _periodic_jobs(_: Deployment) -> tuple[bool, str]:
    failing = [f"{job.name}: {job.last_error}" for job in await job_standings() if job.last_error is not None]
    return not failing, "; ".join(failing) or "none has failed since it last succeeded"


def _is_sqlite() -> bool:
    return database().dialect is Dialect.SQLITE


_CHECKS: dict[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "schema": _schema,
    "clock": _clock,
    "attachments": _store,
    "admin": _admin,
    "background work": _background_work,
    "periodic jobs": _periodic_jobs,
    "plugins": _plugins,
}
