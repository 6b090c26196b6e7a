"""Fixtures of delivery."""

from collections.abc import Iterator

import pytest

from wellkept.platform.outbox.subscriptions import subscribe_all


@pytest.fixture(autouse=True)
def no_subscriptions_remain() -> Iterator[None]:
    """Forget who subscribed."""
    yield
    subscribe_all([])
