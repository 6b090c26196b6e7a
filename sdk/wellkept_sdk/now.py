"""The only reader of the system clock."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_retold: ContextVar[datetime | None] = ContextVar("retold", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC, with microseconds."""
    return _retold.get() or datetime.now(UTC)


@contextmanager
def retelling(at: datetime) -> Generator[None]:
    """
    Let the running task, and no other, take a moment of the past for the present.

    For stories such as the demo's, which are told through the verbs that serve requests: what they write down was
    written down then, and what was due then is judged as it was.

    Args:
        at: aware.
    """
    token = _retold.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _retold.reset(token)
