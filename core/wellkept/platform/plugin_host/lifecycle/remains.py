"""What a plugin has left in the database, found by its name alone, so that its code need not be there any more."""

from collections.abc import Collection, Iterable
from functools import cache

from msgspec import Struct

from wellkept.platform.installed_plugins import installed_names, owner_of
from wellkept.platform.migrations.apps import CORE, core_app
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.table_shape import shape_of
from wellkept_sdk.db.database import Dialect


class Remains(Struct, frozen=True, kw_only=True):
    """Tables, sequences and functions by name, and how many rows of Wellkept's own tables belong to the plugin."""

    tables: tuple[str, ...]
    sequences: tuple[str, ...]
    functions: tuple[str, ...]
    migrations: int
    timers: int
    deliveries: int
    jobs: int
    failures: int

    def __bool__(self) -> bool:
        """Return whether there is anything at all."""
        return any(getattr(self, field) for field in self.__struct_fields__)

    def __str__(self) -> str:
        rows = ("migrations", "timers", "deliveries", "jobs", "failures")
        counted = [f"{name}: {getattr(self, name)}" for name in rows if getattr(self, name)]
        named = [f"tables: {', '.join(self.tables)}"] if self.tables else []
        named += [f"sequences: {', '.join(self.sequences)}"] if self.sequences else []
        named += [f"functions: {', '.join(self.functions)}"] if self.functions else []
        return "; ".join([*named, *counted]) or "nothing"


async def remains_of(plugin: str) -> Remains:
    """Return what there is of a plugin in the bound database."""
    known = {plugin, *installed_names(), *await names_in_migrations()}
    tables, sequences = await _relations()
    core = _core_tables()
    counts = {name: await _count(table, condition, plugin) for name, (table, condition) in _ROWS.items()}
    return Remains(
        tables=_owned(plugin, (name for name in tables if name not in core), known=known),
        sequences=_owned(plugin, sequences, known=known),
        functions=_owned(plugin, await _functions(), known=known),
        **counts,
    )


async def names_in_migrations() -> frozenset[str]:
    """Return the plugins whose migrations have run on the bound database, installed or not."""
    rows = await database().fetch("SELECT DISTINCT app_name FROM migration WHERE app_name <> ?", CORE)
    return frozenset(row["app_name"] for row in rows)


async def tables_of_others(active: Collection[str]) -> frozenset[str]:
    """Return the tables of plugins that are not active but have left theirs in the bound database."""
    known = {*installed_names(), *await names_in_migrations(), *active}
    tables, _ = await _relations()
    owners = {name: owner_of(name, known) for name in tables if name not in _core_tables()}
    return frozenset(name for name, owner in owners.items() if owner is not None and owner not in active)


async def names_in_work() -> frozenset[str]:
    """Return the plugins for which timers or deliveries wait, installed or not; core is not among them."""
    timers = await database().fetch("SELECT DISTINCT plugin FROM timer WHERE plugin <> ?", CORE)
    subscribers = await database().fetch("SELECT DISTINCT subscriber FROM event_delivery")
    owners = {row["subscriber"].partition(".")[0] for row in subscribers} - {CORE}
    return frozenset({row["plugin"] for row in timers} | owners)


async def cancel_work(plugin: str) -> None:
    """Delete what waits to be done for a plugin: timers, deliveries, periodic jobs."""
    for name in ("timers", "deliveries", "jobs"):
        await _delete(name, plugin)


async def drop_everything(plugin: str, remains: Remains) -> None:
    """Drop what a plugin has made, and delete every row of Wellkept's own tables that belongs to it."""
    if remains.tables:
        await _drop_tables(remains.tables)
    for sequence in remains.sequences:
        await database().execute(f'DROP SEQUENCE IF EXISTS "{sequence}"')
    for function in remains.functions:
        await database().execute(f'DROP FUNCTION IF EXISTS "{function}"')
    for name in _ROWS:
        await _delete(name, plugin)


@cache
def _core_tables() -> frozenset[str]:
    return frozenset(shape_of(table).name for table in core_app().tables)


def _owned(plugin: str, names: Iterable[str], *, known: Collection[str]) -> tuple[str, ...]:
    """Return what belongs to a plugin and not to one with a longer name: `sla_plus_note` is none of `sla`'s."""
    return tuple(sorted(name for name in names if owner_of(name, known) == plugin))


async def _relations() -> tuple[list[str], list[str]]:
    if database().dialect is Dialect.SQLITE:
        # The shadows of a virtual table come and go with it.
        tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
        return await _names(tables), []
    return (
        await _names("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"),
        await _names("SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'"),
    )


async def _functions() -> list[str]:
    """Return the functions of triggers, which outlive their tables; SQLite has none."""
    if database().dialect is Dialect.SQLITE:
        return []
    return await _names(
        "SELECT proname AS name FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype"
    )


async def _names(sql: str) -> list[str]:
    return [row["name"] for row in await database().fetch(sql)]


async def _drop_tables(tables: Collection[str]) -> None:
    if database().dialect is Dialect.POSTGRES:
        # In one statement, because they may refer to each other in any order.
        quoted = [f'"{table}"' for table in tables]
        await database().execute(f"DROP TABLE {', '.join(quoted)}")
        return
    left = {table: await _referred_to(table) for table in tables}
    while left:
        referred = {target for table, targets in left.items() for target in targets - {table}}
        # Where tables refer to each other in a circle, none can be first: then the database says whether it minds.
        for table in sorted(left.keys() - referred) or sorted(left)[:1]:
            await database().execute(f'DROP TABLE "{table}"')
            del left[table]


async def _referred_to(table: str) -> set[str]:
    """Return the tables that foreign keys of one name, on SQLite."""
    return {row["table"] for row in await database().fetch(f'PRAGMA foreign_key_list("{table}")')}


async def _count(table: str, condition: str, plugin: str) -> int:
    row = await database().fetch_one(
        f"SELECT COUNT(*) AS count FROM {table} WHERE {condition}", *_values(condition, plugin)
    )
    assert row is not None, "a count has one row"
    return row["count"]


async def _delete(name: str, plugin: str) -> None:
    table, condition = _ROWS[name]
    await database().execute(f"DELETE FROM {table} WHERE {condition}", *_values(condition, plugin))


def _values(condition: str, plugin: str) -> tuple[object, ...]:
    prefix = f"{plugin}."
    return (len(prefix), prefix) if condition.startswith("substr") else (plugin,)


_ROWS = {
    "migrations": ("migration", "app_name = ?"),
    "timers": ("timer", "plugin = ?"),
    "deliveries": ("event_delivery", "substr(subscriber, 1, ?) = ?"),
    "jobs": ("job", "substr(name, 1, ?) = ?"),
    "failures": ("plugin_failure", "plugin = ?"),
}
