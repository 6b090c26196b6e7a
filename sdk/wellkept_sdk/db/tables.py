"""What a plugin stores: its tables, and how they refer to a record of core."""

from msgspec import Struct
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from wellkept_sdk.db.indexes import Check, Index

CORE_APP = "core"


class TableSet(Struct, frozen=True, kw_only=True):
    """
    The tables of a plugin; every table's name is `<plugin>_…`.

    Args:
        tables: in any order.
        migrations: the package whose modules are the plugin's migrations, such as `wellkept_sla.migrations`.
        indexes: those beside the columns' own.
        checks: rules of the tables.
        sequences: statements that make sequences, for PostgreSQL only.
        by_hand: tables, columns (`table.column`) and indexes that migrations make by hand, for one of the databases or
            of a kind that cannot be declared; no comparison of schemas looks at them.
    """

    tables: tuple[type[Table], ...]
    migrations: str
    indexes: tuple[Index, ...] = ()
    checks: tuple[Check, ...] = ()
    sequences: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


def core_table(name: str) -> LazyTableReference:
    """Return a core table (`Customer`, `Project`, `Equipment`, `Ticket`) for a foreign key, by its class name."""
    return LazyTableReference(table_class_name=name, app_name=CORE_APP)
