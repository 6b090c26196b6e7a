"""Coverage that looks away: measured, a test of many seconds takes many times as long."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from coverage import Coverage

#: By these coverage starts in the processes that a test starts.
VARIABLES: Final = ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")


@contextmanager
def unmeasured() -> Generator[None]:
    """Run something, with all processes that it starts, without coverage."""
    running = Coverage.current()
    hidden = {name: os.environ.pop(name) for name in VARIABLES if name in os.environ}
    if running is not None:
        running.stop()
    try:
        yield
    finally:
        os.environ.update(hidden)
        if running is not None:
            running.start()
