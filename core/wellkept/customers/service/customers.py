"""Making, changing and deleting customers."""

from collections.abc import Iterable
from typing import Any

from wellkept.activation.queries import Place, resolve
from wellkept.customers import queries
from wellkept.customers.schemas import CustomerCreate, CustomerPatch, stored_contacts
from wellkept.customers.tables import Customer
from wellkept.platform import merge_patch
from wellkept.platform.constraints import UniqueKey, existing, unique, unreferenced
from wellkept.platform.metadata import merged_document
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.seams.record_plugins import RecordPlugins, Say
from wellkept.platform.settings import Settings
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.events.customers import CustomerCreated, CustomerDeleted, CustomerUpdated
from wellkept_sdk.hooks.customers import CustomerHooks
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import CustomerId
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.now import now
from wellkept_sdk.records.customers import CustomerRecord
from wellkept_sdk.time_zones import time_zone_mistakes

_PLUGINS = RecordPlugins(
    queries.CUSTOMER_RECORD,
    record=CustomerRecord,
    hooks=CustomerHooks,
    events=(CustomerCreated, CustomerUpdated, CustomerDeleted),
)
_DECIDES_WHO_SERVES = {"customer_type_id", "time_zone"}
_CODE = UniqueKey("customer", ("code",), "/code")
_TYPE = ("/customer_type", "customer type")


async def create(draft: CustomerCreate, *, settings: Settings, actor: Actor) -> Row:
    """
    Make a customer; without a locale or time zone it gets the deployment's.

    Raises:
        Invalid: the type or time zone is unknown, or the metadata too long.
        CodeTaken: another customer has this code.
        Vetoed: a plugin does not allow it.
    """
    values: dict[str, Any] = {
        "locale": settings.default_locale,
        "time_zone": settings.default_time_zone,
        **merge_patch.given(draft),
        "contacts": stored_contacts(draft.contacts),
    }
    type_code = values.pop("customer_type")
    values.pop("extensions", None)
    async with transaction():
        customer_type_id, mistakes = await _type_of(type_code)
        refuse([*mistakes, *_mistakes(values)] if mistakes else [])
        values["customer_type_id"] = customer_type_id
        say = await _say_of_new(values, actor=actor)
        await say.prepare(draft.extensions)
        refuse([*_mistakes(values), *say.mistakes])
        await say.creating(values)
        with unique(_CODE), existing(*_TYPE):
            row = await rows.insert(Customer, **values)
        await say.created(row)
        await emit(CustomerCreated(customer_id=row["id"], code=row["code"]), actor=actor, active=say.active)
        return {**row, "customer_type": type_code}


async def _say_of_new(values: dict[str, Any], *, actor: Actor) -> Say[CustomerRecord]:
    """Return what plugins say of a new customer: it has no contract yet, but its type may have a default plan."""
    mistaken = bool(_mistakes(values))
    if mistaken or not _PLUGINS.are_concerned():
        return _PLUGINS.with_set(None, actor=actor)
    place = Place(
        customer_id=None, customer_type_id=values["customer_type_id"], project_id=None, time_zone=values["time_zone"]
    )
    return _PLUGINS.with_set((await resolve(place, at=now())).active, actor=actor)


async def update(customer_id: CustomerId, *, patch: CustomerPatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change a customer; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such customer.
        Invalid: the type or time zone is unknown, or the metadata too long.
        PreconditionFailed: the customer has changed since the version that the caller has seen.
        CodeTaken: another customer has this code.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        before = rows.required(await rows.locked(Customer, customer_id))
        values, mistakes = await _patched(patch, before=before)
        say = await _PLUGINS.on(customer_id, actor=actor)
        await say.prepare(patch.extensions, record_id=customer_id)
        refuse([*mistakes, *_mistakes(values), *say.mistakes])
        if_match.require(before["version"])
        changes = merge_patch.differing(values, before=before)
        changed = (*_announced(changes), *say.changed_fields)
        if changed:
            await say.updating(before, changes)
            with unique(_CODE), existing(*_TYPE):
                row = await rows.update(Customer, customer_id, changes=changes)
            await say.updated(before, row, changed, moved=not _DECIDES_WHO_SERVES.isdisjoint(changes))
            updated = CustomerUpdated(customer_id=customer_id, code=row["code"], changed_fields=changed)
            await emit(updated, actor=actor, active=say.active)
        return await queries.customer(customer_id, actor=actor)


async def delete(customer_id: CustomerId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a customer that nothing refers to.

    Raises:
        NotFound: there is no such customer.
        PreconditionFailed: the customer has changed since the version that the caller has seen.
        InUse: projects or other records belong to this customer.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        row = rows.required(await rows.locked(Customer, customer_id))
        if_match.require(row["version"])
        say = await _PLUGINS.on(customer_id, actor=actor)
        await say.deleting(row)
        with unreferenced():
            await rows.delete(Customer, customer_id)
        await say.deleted(row)
        await emit(CustomerDeleted(customer_id=customer_id, code=row["code"]), actor=actor, active=say.active)


async def _patched(patch: CustomerPatch, *, before: Row) -> tuple[dict[str, Any], list[Invalid]]:
    """Return the column values that the patch asks for, and what is wrong with its references."""
    values = merge_patch.given(patch)
    values.pop("extensions", None)
    mistakes: list[Invalid] = []
    if "customer_type" in values:
        values["customer_type_id"], mistakes = await _type_of(values.pop("customer_type"))
    if "contacts" in values:
        values["contacts"] = stored_contacts(values["contacts"])
    if "metadata" in values:
        values["metadata"] = merged_document(before["metadata"], values["metadata"])
    return values, mistakes


def _announced(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the API for changed columns."""
    return tuple("customer_type" if column == "customer_type_id" else column for column in columns)


async def _type_of(code: str) -> tuple[Any, list[Invalid]]:
    customer_type_id = await queries.customer_type_id(code)
    missing = customer_type_id is None
    return customer_type_id, [unknown_reference(*_TYPE)] if missing else []


def _mistakes(values: dict[str, Any]) -> list[Invalid]:
    return [
        *time_zone_mistakes(values.get("time_zone"), pointer="/time_zone"),
        *document_mistakes(values.get("metadata", {}), pointer="/metadata"),
    ]
