"""The application with plugins that extend records, and their tables on a database."""

from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory

from weather_plugin import DROPS, TABLES
from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored, listening, use
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind
from wellkept_sdk.plugin import Plugin


@contextmanager
def composed_with(plugins: Sequence[Plugin]) -> Generator[Wellkept]:
    """Compose the application with these plugins; afterwards the process has the host of before."""
    with TemporaryDirectory() as folder:
        with bindings_restored():
            app = build(Settings(data_dir=folder), plugins=plugins)
        yield app


@asynccontextmanager
async def serving(app: Wellkept, database: SqliteEngine | PgEngine) -> AsyncGenerator[None]:
    """Let a composed application serve on an empty database, with the tables of the plugins."""
    bind(database)
    for statement in TABLES:
        await database.execute(statement)
    with bindings_restored():
        use(app.host, plan=app.settings.default_plan, subscriptions=listening(app.host))
        try:
            yield
        finally:
            for statement in DROPS:
                await database.execute(statement)
