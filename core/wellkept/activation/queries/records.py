"""Which place a record of core is at, and what serves it: tickets from what they have pinned, others from now."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from wellkept.activation.queries import activations
from wellkept.activation.queries.resolving import resolve_many
from wellkept.activation.rules.resolution import Place
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.db.clauses import TRUE, Clause
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import NotFound
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName

_SELECT = "SELECT {record}.id, customer.id AS customer_id, customer.customer_type_id, customer.time_zone, {project}"
_PLACES: Mapping[RecordName, str] = {
    RecordName.CUSTOMER: _SELECT.format(record="customer", project="NULL AS project_id") + " FROM customer",
    RecordName.PROJECT: _SELECT.format(record="project", project="project.id AS project_id")
    + " FROM project JOIN customer ON customer.id = project.customer_id",
    RecordName.EQUIPMENT: _SELECT.format(record="equipment", project="project.id AS project_id")
    + " FROM equipment JOIN project ON project.id = equipment.project_id"
    " JOIN customer ON customer.id = project.customer_id",
    RecordName.TICKET: _SELECT.format(record="ticket", project="ticket.project_id")
    + " FROM ticket JOIN customer ON customer.id = ticket.customer_id",
}


async def of_ticket(activation_id: UUID | None) -> ActiveSet:
    """Return what a ticket has pinned; without any, the deployment-level plugins and the default terms of `core`."""
    return activations.nothing() if activation_id is None else await activations.of_id(activation_id)


async def of_record(name: RecordName, record_id: UUID) -> ActiveSet:
    """
    Return what serves a record: a ticket from what it has pinned, any other as resolved now.

    Raises:
        NotFound: there is no such record.
    """
    found = await of_many(name, [record_id])
    if record_id not in found:
        raise NotFound
    return found[record_id]


async def of_many(name: RecordName, ids: Collection[UUID]) -> dict[UUID, ActiveSet]:
    """Return what serves each of the records that exist; a fixed number of statements."""
    if name is RecordName.TICKET:
        return await _of_tickets(ids)
    places = await places_of(name, ids)
    at = now()
    # Most records of a list share few places: each is resolved once.
    distinct = {_key(place): place for place in places.values()}
    resolved = await resolve_many([(place, at) for place in distinct.values()])
    by_key = {key: each.active for key, each in zip(distinct, resolved, strict=True)}
    return {record_id: by_key[_key(place)] for record_id, place in places.items()}


async def places_of(name: RecordName, ids: Collection[UUID]) -> dict[UUID, Place]:
    """Return the place of each record that exists; one statement."""
    if not ids:
        return {}
    wanted = any_of(f"{name}.id", ids)
    found = await database().fetch(f"{_PLACES[name]} WHERE {wanted.sql}", *wanted.args)
    return {row["id"]: msgspec.convert(row, Place) for row in found}


def tickets_with(plugin: str, column: str, *, per_contract: bool) -> Clause:
    """
    Return the condition that a column names a ticket for which a plugin is active.

    Args:
        plugin: its name.
        column: of a ticket's id.
        per_contract: False where the plugin is active for every record.
    """
    if not per_contract:
        return TRUE
    has = (
        "jsonb_exists(plugins, ?)"
        if database().dialect is Dialect.POSTGRES
        else "json_type(plugins, '$.' || ?) IS NOT NULL"
    )
    return Clause(
        f"{column} IN (SELECT id FROM ticket WHERE activation_id IN (SELECT id FROM activation WHERE {has}))",
        (plugin,),
    )


async def pinned_by(ticket_id: UUID) -> tuple[UUID | None, datetime]:
    """
    Return the activation that a ticket has pinned, and the instant for which it was resolved.

    That is when the ticket was received, or when it was last resolved again on request.

    Raises:
        NotFound: there is no such ticket.
    """
    row = await database().fetch_one(
        "SELECT ticket.activation_id, ticket.received_at, fact.recorded_at FROM ticket"
        " LEFT JOIN ticket_fact fact ON fact.ticket_id = ticket.id AND fact.kind = 'activation'"
        " WHERE ticket.id = ? ORDER BY fact.position DESC LIMIT 1",
        ticket_id,
    )
    if row is None:
        raise NotFound
    return row["activation_id"], row["recorded_at"] or row["received_at"]


async def _of_tickets(ids: Collection[UUID]) -> dict[UUID, ActiveSet]:
    wanted = any_of("id", ids)
    found = await database().fetch(f"SELECT id, activation_id FROM ticket WHERE {wanted.sql}", *wanted.args)
    sets = await activations.of_ids({row["activation_id"] for row in found if row["activation_id"] is not None})
    without = activations.nothing()
    return {row["id"]: sets.get(row["activation_id"], without) for row in found}


def _key(place: Place) -> tuple[UUID | None, UUID | None]:
    return place.project_id, place.customer_id
