"""Fixtures that every test may ask for."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
import pytest
from hypothesis import settings

from api import Api, api_as
from measuring import unmeasured
from surroundings import postgres_server
from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored, listening, use
from wellkept.platform.migrations.apps import core_app
from wellkept.platform.migrations.files import files_of
from wellkept.platform.migrations.runner import create_all, migrate
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, engine_for
from wellkept.platform.storage.table_shape import shape_of
from wellkept_sdk.actor import Role
from wellkept_sdk.db.database import Dialect

# No example has a time limit: a busy machine is not a bug.
settings.register_profile("wellkept", deadline=None)
settings.load_profile("wellkept")

# Whose lines differ between the databases: both are measured.
_OF_DATABASES = (Path(__file__).parent / "core" / "platform", Path(__file__).parent / "sdk")

# Foreign keys are off while rows go; `migration` stays, because the schema does; tables that a test brought go with it.
EMPTY_ALL_TABLES = f"""
SET session_replication_role = replica;
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration' LOOP
        IF found.tablename = ANY ('{{{",".join(shape_of(table).name for table in core_app().tables)}}}') THEN
            EXECUTE format('DELETE FROM %I', found.tablename);
        ELSE
            EXECUTE format('DROP TABLE %I CASCADE', found.tablename);
        END IF;
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', found.sequencename);
    END LOOP;
END $$;
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: one that begins last would let the other processes wait for its end."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage look away where a test asks for it, or has told everything on SQLite already."""
    with unmeasured() if item.get_closest_marker("unmeasured") or _is_repeated(item) else nullcontext():
        return (yield)


def _is_repeated(item: pytest.Item) -> bool:
    """Tell whether this is a test's run on PostgreSQL, of lines that know no database."""
    called_with = getattr(item, "callspec", None)
    parameters = called_with.params.values() if called_with else ()
    return Dialect.POSTGRES in parameters and not any(map(item.path.is_relative_to, _OF_DATABASES))


@pytest.fixture(autouse=True)
def process_as_it_was() -> Iterator[None]:
    """Let no test leave its plugins, or what listens to them, to the test that comes after it."""
    with bindings_restored():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the schema once, as a file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    asyncio.run(make_schema(engine_for(f"sqlite:///{path}")))
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Make a PostgreSQL database of this process's own, with the schema, and drop it afterwards."""
    with postgres_database() as url:
        asyncio.run(make_schema(engine_for(url)))
        yield url


@pytest.fixture(scope="session")
def blank_postgres_url() -> Iterator[str]:
    """Make a PostgreSQL database of this process's own for tests that bring their own tables."""
    with postgres_database() as url:
        yield url


@pytest.fixture(params=list(Dialect), ids=str)
def schema_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database with the schema, which on PostgreSQL may hold rows of the test before."""
    if request.param is Dialect.POSTGRES:
        return request.getfixturevalue("postgres_url")
    path = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.sqlite")
    return f"sqlite:///{path}"


@pytest.fixture
async def database_url(schema_url: str) -> str:
    """Return the URL of an empty database with the schema."""
    if schema_url.startswith("postgresql"):
        await on_postgres(schema_url, EMPTY_ALL_TABLES)
    return schema_url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqliteEngine | PgEngine]:
    """Return an empty database with the schema, open and bound."""
    engine = engine_for(database_url)
    await engine.open()
    bind(engine)
    yield engine
    await engine.close()


@pytest.fixture(params=list(Dialect), ids=str)
def blank_schema_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without the schema, which on PostgreSQL may hold tables of the test before."""
    if request.param is Dialect.POSTGRES:
        return request.getfixturevalue("blank_postgres_url")
    return f"sqlite:///{tmp_path / 'blank.sqlite'}"


@pytest.fixture
async def blank_url(blank_schema_url: str) -> str:
    """Return the URL of a database without any table."""
    if blank_schema_url.startswith("postgresql"):
        await on_postgres(blank_schema_url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return blank_schema_url


@contextmanager
def postgres_database() -> Generator[str]:
    """Make a database on the server that stands around, or skip the test; drop it at the end."""
    server = postgres_server()
    name = f"wellkept_test_{uuid4().hex}"
    asyncio.run(on_postgres(server, f"CREATE DATABASE {name}"))
    try:
        asyncio.run(on_postgres(server, f"ALTER DATABASE {name} SET synchronous_commit = off"))
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        asyncio.run(on_postgres(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def make_schema(engine: SqliteEngine | PgEngine) -> None:
    """Migrate; while core has no migrations yet, make its tables as they are declared."""
    app = core_app()
    await (migrate(engine, [app]) if files_of(app) else create_all(engine, [app]))


async def on_postgres(url: str, sql: str) -> None:
    """Run SQL on a connection of its own."""
    connection = await cast("Any", asyncpg).connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def composed_app(tmp_path_factory: pytest.TempPathFactory) -> Wellkept:
    """Compose the application once: what it is made of does not depend on the database."""
    folder = tmp_path_factory.mktemp("data")
    with bindings_restored():
        return build(Settings(data_dir=str(folder), plugins=[]))


@pytest.fixture
def app(composed_app: Wellkept, database: SqliteEngine | PgEngine) -> Wellkept:
    """Return the application on an empty database, its worker at rest."""
    bind(database)
    use(composed_app.host, plan=composed_app.settings.default_plan, subscriptions=listening(composed_app.host))
    return composed_app


@pytest.fixture
async def admin(app: Wellkept) -> Api:
    """Return a client with an admin's key."""
    return await api_as(app, Role.ADMIN)


@pytest.fixture
def as_actor(app: Wellkept) -> Callable[..., Awaitable[Api]]:
    """Return what makes a client of a role: `await as_actor(Role.CUSTOMER, customer_ids=[…])`."""
    return partial(api_as, app)
