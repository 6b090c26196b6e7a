"""Wellkept with surveys, on every database that is there."""

from collections.abc import AsyncIterator

import pytest

from survey_house import survey_app
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with survey_app(dialect) as app:
        yield app
