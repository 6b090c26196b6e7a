"""Periodic jobs and timers of plugins, as the worker takes them: called for records that the plugin serves, only."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from wellkept.platform.jobs.periodic import PeriodicJob
from wellkept.platform.jobs.timers import DueTimer, TimerHandlers
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk import background
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import NotFound
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.records.references import RecordName, RecordRef


def plugin_jobs(plugins: Iterable[Plugin]) -> list[PeriodicJob]:
    """Return the periodic jobs of plugins, named `<plugin>.<job>`."""
    return [
        PeriodicJob(name=f"{name}.{job.name}", every=job.every, run=partial(_run_job, name, job))
        for name, job in ((plugin.manifest.name, job) for plugin in plugins for job in plugin.jobs)
    ]


def plugin_timers(plugins: Iterable[Plugin]) -> TimerHandlers:
    """Return what the worker does when timers of plugins come due."""
    return {
        (plugin.manifest.name, kind.name): partial(_fire, plugin.manifest.name, kind)
        for plugin in plugins
        for kind in plugin.timers
    }


async def _run_job(plugin: str, job: background.Job, at: datetime) -> None:
    occasion = Occasion(actor=SYSTEM, at=at, active=host().resolver.nowhere(), record=None)
    await job.run(context_of(plugin, occasion))


async def _fire(plugin: str, kind: background.TimerKind, timer: DueTimer, at: datetime) -> None:
    """Call a timer's handler, unless the record is gone or served by others by now: then the timer is dropped."""
    active = await _serving(kind.record, timer)
    if active is None or plugin not in active.plugins:
        return
    occasion = Occasion(
        actor=SYSTEM,
        at=at,
        active=active,
        record=None if kind.record is None else RecordRef(kind.record, timer.record_id),
        idempotency_key=f"{plugin}.{kind.name}:{timer.record_id}:{timer.due_at.isoformat()}",
    )
    due = background.DueTimer(kind=timer.kind, record_id=timer.record_id, due_at=timer.due_at, payload=timer.payload)
    await kind.run(context_of(plugin, occasion), due)


async def _serving(name: RecordName | None, timer: DueTimer) -> ActiveSet | None:
    if name is None:
        return host().resolver.nowhere()
    try:
        return await host().resolver.of(name, timer.record_id)
    except NotFound:
        return None
