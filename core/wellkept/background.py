"""The background work of a deployment: deliveries, timers and periodic jobs, of core and of the plugins."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wellkept.hosting import listening
from wellkept.imports.jobs import timer_handlers as import_timers
from wellkept.platform.auth.jobs import PERIODIC_JOBS as KEY_JOBS
from wellkept.platform.delivery.lanes import delivery_lanes
from wellkept.platform.idempotency import service as idempotency
from wellkept.platform.jobs.attempt import tell_of_failures
from wellkept.platform.jobs.periodic import PeriodicJob, Schedule
from wellkept.platform.jobs.timers import timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.outbox.retention import retention_jobs
from wellkept.platform.outbox.sequencer import number_events
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.plugin_host.calling import failures
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.seams.background import plugin_jobs, plugin_timers
from wellkept.platform.settings import Settings
from wellkept.platform.webhooks.fanning import fan_out
from wellkept.platform.webhooks.jobs import PERIODIC_JOBS as WEBHOOK_JOBS
from wellkept.platform.webhooks.lanes import webhook_lane
from wellkept.platform.webhooks.sending import Sender
from wellkept.tickets.jobs import TIMER_HANDLERS as TICKET_TIMERS


def worker_for(
    settings: Settings, *, host: Host, store: ObjectStore, subscriptions: Sequence[Subscription] = ()
) -> Worker:
    """Return what does the background work of a deployment: deliveries, timers and periodic jobs."""
    plugins = list(host.plugins.values())
    tell_of_failures(failures.record_failed_work)
    return Worker(
        lanes=[
            *delivery_lanes(listening(host, subscriptions)),
            webhook_lane(Sender(allowed=settings.called_networks)),
            *timer_lanes({**TICKET_TIMERS, **import_timers(settings, store=store), **plugin_timers(plugins)}),
            *Schedule([*_periodic_jobs(settings), *plugin_jobs(plugins)]).lanes(),
        ],
        chores=[number_events, fan_out],
    )


def _periodic_jobs(settings: Settings) -> list[PeriodicJob]:
    kept = timedelta(hours=settings.idempotency_hours)

    async def purge_answers(at: datetime) -> None:
        await idempotency.purge(at - kept)

    return [
        PeriodicJob(name="core.idempotency_purge", every=timedelta(hours=1), run=purge_answers),
        *KEY_JOBS,
        *retention_jobs(keep_days=settings.event_days_kept),
        *failures.PERIODIC_JOBS,
        *WEBHOOK_JOBS,
    ]
