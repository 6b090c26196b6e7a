"""Traces, where they are wanted."""

from collections.abc import Iterator

import httpx
import pytest
from litestar.types import ASGIApp
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api import Api
from wellkept.app import Wellkept
from wellkept.platform.observability import traces
from wellkept.platform.plugin_host.calling import spans as hook_spans

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name an endpoint, as an operator would."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")


@pytest.fixture
def spans(wanted: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Return what keeps the spans of one test."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


class TestTraced:
    async def test_makes_one_span_for_each_request_in_the_trace_of_the_caller(
        self, spans: InMemorySpanExporter, app: Wellkept, admin: Api
    ) -> None:
        ticket = await admin.ticket()
        client = httpx.AsyncClient(transport=traced_transport(app), base_url="http://wellkept")

        answer = await client.get(f"/v1/tickets/{ticket['id']}", headers={"traceparent": CALLER})

        [span] = spans.get_finished_spans()
        assert answer.status_code == 401
        assert span.name == "GET (none)"
        assert span.context is not None
        assert f"{span.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"

    async def test_names_the_span_by_the_route(self, spans: InMemorySpanExporter, app: Wellkept) -> None:
        client = httpx.AsyncClient(transport=traced_transport(app), base_url="http://wellkept")

        await client.get("/health/live")

        [span] = spans.get_finished_spans()
        assert span.name == "GET /health/live"
        assert dict(span.attributes or {}) == {"http.request.method": "GET", "http.route": "/health/live"}

    def test_leaves_the_app_alone_where_no_endpoint_is_named(self, app: Wellkept) -> None:
        assert traces.traced(app.litestar) is app.litestar


class TestConfigure:
    def test_sends_spans_to_the_endpoint(self, wanted: None, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[TracerProvider] = []
        monkeypatch.setattr(trace, "set_tracer_provider", made.append)
        monkeypatch.setattr(hook_spans, "tracer", None)

        traces.configure()

        [provider] = made
        assert provider.resource.attributes["service.name"] == "wellkept"
        assert hook_spans.tracer is not None
        provider.shutdown()

    def test_does_nothing_where_no_endpoint_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[TracerProvider] = []
        monkeypatch.setattr(trace, "set_tracer_provider", made.append)

        traces.configure()

        assert made == []


def traced_transport(app: ASGIApp) -> httpx.ASGITransport:
    return httpx.ASGITransport(traces.traced(app))  # pyright: ignore[reportArgumentType] - two names for ASGI
