"""Fixtures of the tests that kill, cut and lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from servers import Deployment


@pytest.fixture
def deployment(tmp_path: Path, blank_url: str) -> Iterator[Deployment]:
    """Return a deployment on an empty database; whatever it has started is dead afterwards."""
    deployment = Deployment(tmp_path, database_url=blank_url)
    yield deployment
    deployment.end()
