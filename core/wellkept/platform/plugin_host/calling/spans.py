"""A span for each call of a hook, where traces are wanted; who sends them says so with `trace_with`."""

from collections.abc import Coroutine
from typing import Any

#: OpenTelemetry's tracer, or None where nobody wants traces: then a call pays for one comparison.
tracer: Any = None


def trace_with(chosen: object) -> None:
    """Make a span of this tracer for each call from now on; None makes none."""
    global tracer  # noqa: PLW0603 - a process has one tracer
    tracer = chosen


async def spanned(coroutine: Coroutine[Any, Any, object], *, plugin: str, hook: str) -> object:
    """Return what the call of a hook answers, with a span around it."""
    with tracer.start_as_current_span(f"{plugin}.{hook}") as span:
        span.set_attributes({"wellkept.plugin": plugin, "wellkept.hook": hook})
        return await coroutine
