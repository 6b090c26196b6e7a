"""The application with the plugins that a test names, and a resolver that serves records as the test says."""

from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from uuid import UUID

from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.resolver import Resolver
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.db.clauses import FALSE, TRUE, Clause
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.records.activation import Activation
from wellkept_sdk.records.references import RecordName


class Serving(Resolver):
    """Serves every record by the plugins in `plugins`, with their default terms, whatever plans and contracts say."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.plugins: set[str] = set(host.plugins)
        self.asked: list[tuple[RecordName, UUID]] = []

    async def of(self, name: RecordName, record_id: UUID) -> ActiveSet:
        self.asked.append((name, record_id))
        return self.set_of(self.plugins)

    async def of_many(self, name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, ActiveSet]:
        return {record_id: self.set_of(self.plugins) for record_id in ids}

    def nowhere(self) -> ActiveSet:
        return self.set_of(self.host.plugins)

    def tickets_with(self, plugin: str, column: str) -> Clause:
        return TRUE if plugin in self.plugins else FALSE

    def set_of(self, names: Collection[str]) -> ActiveSet:
        activation = Activation(id=None, hash="", plugins=frozenset(names))
        return ActiveSet(activation=activation, terms={name: self.host.plugins[name].terms() for name in names})


@contextmanager
def plugin_app(database: SqliteEngine | PgEngine | None, plugins: Sequence[Plugin]) -> Generator[Wellkept]:
    """
    Compose the application of exactly these plugins; afterwards the process has the plugins that it had before.

    Without a database the application has one of its own, which nobody opens: enough for its document.
    """
    with bindings_restored(), TemporaryDirectory() as folder:
        yield build(Settings(data_dir=folder), database=database, plugins=plugins)


@contextmanager
def served_app(database: SqliteEngine | PgEngine, plugins: Sequence[Plugin]) -> Generator[tuple[Wellkept, Serving]]:
    """Compose the application of these plugins, with a resolver that a test tells which of them serve records."""
    with plugin_app(database, plugins) as app:
        serving = app.host.resolver = Serving(app.host)
        yield app, serving
