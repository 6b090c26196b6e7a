"""Traces, where the extra `otel` is installed and an exporter is configured by the usual `OTEL_…` variables."""

import os
from importlib.util import find_spec

from litestar.types import ASGIApp, Receive, Scope, Send

from wellkept.platform.http.asgi import method_of, route_of
from wellkept.platform.http.entry import UNROUTED
from wellkept.platform.plugin_host.calling import spans

EXPORTER_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT"


def is_wanted() -> bool:
    """Return whether traces are to be sent: an endpoint is named and the extra is installed."""
    return EXPORTER_VARIABLE in os.environ and find_spec("opentelemetry.sdk") is not None


def configure() -> None:
    """Send the spans of this process to the configured endpoint, if traces are wanted."""
    if not is_wanted():
        return
    from opentelemetry import trace  # noqa: PLC0415 - the extra may be absent
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": "wellkept"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    spans.trace_with(trace.get_tracer("wellkept"))


def traced(app: ASGIApp) -> ASGIApp:
    """Return the app with one span for each request, named by its route template and joined to the caller's trace."""
    if not is_wanted():
        return app
    from opentelemetry import propagate, trace  # noqa: PLC0415 - the extra may be absent

    tracer = trace.get_tracer("wellkept")

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        kind = trace.SpanKind.SERVER
        with tracer.start_as_current_span("request", context=propagate.extract(headers), kind=kind) as span:
            await app(scope, receive, send)
            method, route = method_of(scope), route_of(scope) or UNROUTED
            span.update_name(f"{method} {route}")
            span.set_attributes({"http.request.method": method, "http.route": route})

    return stage
