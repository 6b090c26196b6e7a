"""Numbers for Prometheus at `/metrics`: requests by route, work by lane."""

from collections.abc import Iterable

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from wellkept.platform.access.gate import anonymous
from wellkept.platform.http.entry import RequestSummary
from wellkept.platform.jobs.attempt import outcomes

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


registry.register(_WorkCollector())


def observe(request: RequestSummary) -> None:
    """Count one finished request."""
    _requests.labels(request.method, request.route, str(request.status)).observe(request.seconds)


@get("/metrics", opt=anonymous(), include_in_schema=False, sync_to_thread=False)
def metrics() -> Response[bytes]:
    """Return the numbers of this process in Prometheus' text format; routes and lanes only, nothing of a record."""
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


ROUTES = [metrics]
