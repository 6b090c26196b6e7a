"""Structured logs: one line for each event, the request id on every line of a request."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

from wellkept.platform.settings import LogFormat, LogLevel


def _without_terminal_colours(_: object, __: str, event: EventDict) -> EventDict:
    """Leave out the second copy of its message that uvicorn keeps for terminals."""
    event.pop("color_message", None)
    return event


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    _without_terminal_colours,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Our own access log says the same with the route and the request id; piccolo and httpx speak of every statement.
_QUIETED = {
    "uvicorn.access": logging.WARNING,
    "httpx": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "piccolo": logging.WARNING,
}


def configure(*, log_format: LogFormat, log_level: LogLevel) -> None:
    """Send everything that this process logs, our own and the libraries', to standard error in one shape."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,  # first, so that a line that nobody wants costs nothing more
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(log_format)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(log_level.upper())
    for name, level in _QUIETED.items():
        logging.getLogger(name).setLevel(max(level, root.level))


def _renderers(log_format: LogFormat) -> list[Processor]:
    # Never the local variables of a traceback: a key or a customer's text could be among them.
    if log_format is LogFormat.JSON:
        tracebacks = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
        return [tracebacks, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
