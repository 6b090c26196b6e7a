"""Tables, columns and statements: the names of Piccolo that a plugin may use, and the database that `ctx` carries."""

from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from wellkept_sdk.db.clauses import FALSE, TRUE, Clause, all_of, one_of
from wellkept_sdk.db.database import Database, Dialect, Row
from wellkept_sdk.db.expressions import new_ids, typed
from wellkept_sdk.db.filters import begins, contains, equal, given, since
from wellkept_sdk.db.indexes import Check, Index, index, unique_index
from wellkept_sdk.db.listing import ListDeclaration, Sort
from wellkept_sdk.db.numbering import Numbering, padded
from wellkept_sdk.db.storing import replacing, store
from wellkept_sdk.db.tables import TableSet, core_table

__all__ = [
    "FALSE",
    "TRUE",
    "Check",
    "Clause",
    "Database",
    "Dialect",
    "Index",
    "LazyTableReference",
    "ListDeclaration",
    "Numbering",
    "OnDelete",
    "Row",
    "Sort",
    "Table",
    "TableSet",
    "all_of",
    "begins",
    "contains",
    "core_table",
    "equal",
    "given",
    "index",
    "new_ids",
    "one_of",
    "padded",
    "replacing",
    "since",
    "store",
    "typed",
    "unique_index",
]
