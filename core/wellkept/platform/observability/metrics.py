"""Numbers for Prometheus at `/metrics`: requests by route, work by lane, calls of plugins by hook."""

from collections.abc import Iterable
from itertools import accumulate

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from wellkept.platform.http.entry import RequestSummary
from wellkept.platform.jobs.attempt import outcomes
from wellkept.platform.plugin_host.hooks import tallies
from wellkept_sdk.http.access import anonymous

SECONDS_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

registry = CollectorRegistry()
_requests = Histogram(
    "wellkept_request_seconds",
    "How long requests took, by route template.",
    ["method", "route", "status"],
    buckets=SECONDS_BUCKETS,
    registry=registry,
)


class _WorkCollector(Collector):
    """Reads the workers' own counts when they are asked for."""

    def collect(self) -> Iterable[Metric]:
        """Return how many tries of each lane ended how."""
        family = CounterMetricFamily("wellkept_work", "Tries of background work.", labels=["lane", "outcome"])
        for (lane, outcome), count in outcomes.items():
            family.add_metric([lane, outcome], count)
        return [family]


class _HookCollector(Collector):
    """Reads the plugin host's own counts when they are asked for."""

    def collect(self) -> Iterable[Metric]:
        """Return how calls of hooks ended, and how long those took that answered."""
        calls = CounterMetricFamily("wellkept_hook_calls", "Calls of hooks.", labels=["plugin", "hook", "outcome"])
        seconds = HistogramMetricFamily(
            "wellkept_hook_seconds", "How long answered calls of hooks took.", labels=["plugin", "hook"]
        )
        for (plugin, hook), tally in tallies.tallies.items():
            for outcome in tallies.Outcome:
                calls.add_metric([plugin, hook, outcome], tally.counted(outcome))
            edges = [*map(str, tallies.SECONDS_BUCKETS), "+Inf"]
            counts = list(accumulate(tally.all_buckets()))
            seconds.add_metric([plugin, hook], list(zip(edges, counts, strict=True)), sum_value=tally.seconds)
        return [calls, seconds]


registry.register(_WorkCollector())
registry.register(_HookCollector())


def observe(request: RequestSummary) -> None:
    """Count one finished request."""
    _requests.labels(request.method, request.route, str(request.status)).observe(request.seconds)


@get("/metrics", opt=anonymous(), include_in_schema=False, sync_to_thread=False)
def metrics() -> Response[bytes]:
    """Return the numbers of this process in Prometheus' text format; routes and lanes only, nothing of a record."""
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


ROUTES = [metrics]
