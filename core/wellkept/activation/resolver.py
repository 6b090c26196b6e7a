"""Activation as the plugin host asks for it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from wellkept.activation import queries
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.resolver import Resolver
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.records.references import RecordName


class ActivationResolver(Resolver):
    """Answers from plans, contracts and what tickets have pinned."""

    async def of(self, name: RecordName, record_id: UUID) -> ActiveSet:
        """
        Return what serves one record.

        Raises:
            NotFound: there is no such record.
        """
        return await queries.of_record(name, record_id)

    async def of_many(self, name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, ActiveSet]:
        """Return what serves each of the records that exist; a fixed number of statements."""
        return await queries.of_many(name, ids)

    def nowhere(self) -> ActiveSet:
        """Return what serves deployment routes, jobs and commands: every active plugin, with its default terms."""
        return queries.everything()

    def tickets_with(self, plugin: str, column: str) -> Clause:
        """Return the condition that a column names a ticket for which the plugin is active."""
        return queries.tickets_with(plugin, column, per_contract=host().is_contract_level(plugin))
