"""Typed fields that a plugin adds to a record of core, under its own key of `extensions`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import Role
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.records.references import RecordName

ReadT = TypeVar("ReadT", bound=Struct)
WriteT = TypeVar("WriteT", bound=Struct)


class ExtensionFilter(Struct, frozen=True, kw_only=True):
    """
    A filter of the list: `?extensions.<plugin>.<name>=…`.

    Args:
        type: of the value in the query: bool, int, str, UUID, an enum, a date or an aware datetime.
        where: returns the condition for a value, over the record's table: `ticket.id IN (SELECT …)`.
        description: one sentence for the API's readers.
    """

    type: Any
    where: Callable[[Any], Clause]
    description: str


class ExtensionSort(Struct, frozen=True, kw_only=True):
    """
    A sort of the list: `?sort=extensions.<plugin>.<name>`; records without a value come last.

    Args:
        type: of the value: int, str, date or an aware datetime.
        expression: one scalar in SQL for a row of the record's table, such as
            `(SELECT due_at FROM … WHERE ticket_id = ticket.id)`.
    """

    type: type
    expression: str


class Extension(Struct, Generic[ReadT, WriteT], frozen=True, kw_only=True):
    """
    What a plugin adds to one kind of record.

    No field depends on the time of reading: `due_at`, never "minutes left", so that an unchanged record
    reads the same.

    Args:
        record: of which kind.
        read: what callers see; its name begins with the plugin's, in CamelCase.
        load: returns the values of many records, in at most one statement; a record may be absent, and is then not
            shown. The context is one of a set of records with equal activation.
        write: what callers may give, every field of it also a field of `read`; None where nothing can be written.
        store: writes the value of one record in the transaction of the change; None for the value clears it. It may
            raise `Invalid`, with pointers that begin at its own value, or `Conflict`: then the change is refused.
        filters: of the list, by name.
        sorts: of the list, by name.
        permission: what a caller needs to see or write it; None for nothing beyond the record's own.
        shown_outside: whether customers and partners see it.
        hidden_from: roles that do not see it all the same, nor choose records by it.
    """

    record: RecordName
    read: type[ReadT]
    load: Callable[[Ctx, Sequence[UUID]], Awaitable[Mapping[UUID, ReadT]]]
    write: type[WriteT] | None = None
    store: Callable[[Ctx, UUID, WriteT | None], Awaitable[None]] | None = None
    filters: Mapping[str, ExtensionFilter] = {}
    sorts: Mapping[str, ExtensionSort] = {}
    permission: str | None = None
    shown_outside: bool = False
    hidden_from: frozenset[Role] = frozenset()
