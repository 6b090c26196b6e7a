"""What the host asks of activation, which lies above it: which plugins serve which records."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from uuid import UUID

from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.records.references import RecordName


class Resolver(ABC):
    """Tells which plugins serve a record; tickets answer from their pinned activation, other records from now."""

    @abstractmethod
    async def of(self, name: RecordName, record_id: UUID) -> ActiveSet:
        """
        Return what serves one record.

        Raises:
            NotFound: there is no such record.
        """

    @abstractmethod
    async def of_many(self, name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, ActiveSet]:
        """Return what serves each of the records that exist; a fixed number of statements."""

    @abstractmethod
    def nowhere(self) -> ActiveSet:
        """Return what serves deployment routes, jobs and commands: every active plugin, with its default terms."""

    @abstractmethod
    def tickets_with(self, plugin: str, column: str) -> Clause:
        """Return the condition that a column names a ticket for which the plugin is active."""
