"""Plugins, plans and contracts of this domain's tests."""

from collections.abc import Iterator

import pytest

from made_plugins import plugins_bound
from plans_house import ALL
from wellkept.app import Wellkept
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind


@pytest.fixture
def host() -> Iterator[Host]:
    """Make `house`, `shelf` and `clock` the active plugins of this process."""
    with plugins_bound(*ALL) as present:
        yield present


@pytest.fixture
def app(composed_app: Wellkept, database: SqliteEngine | PgEngine) -> Iterator[Wellkept]:
    """Return the application on an empty database, with these plugins to be named by plans."""
    bind(database)
    with plugins_bound(*ALL):
        yield composed_app
