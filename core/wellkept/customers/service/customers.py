"""Making, changing and deleting customers."""

from typing import Any

from wellkept.customers import queries
from wellkept.customers.events import CustomerCreated, CustomerDeleted, CustomerUpdated
from wellkept.customers.schemas import CustomerCreate, CustomerPatch, stored_contacts
from wellkept.customers.tables import Customer
from wellkept.platform import merge_patch
from wellkept.platform.constraints import UniqueKey, existing, unique, unreferenced
from wellkept.platform.metadata import merged_document
from wellkept.platform.outbox.service import emit
from wellkept.platform.preconditions import IfMatch
from wellkept.platform.settings import Settings
from wellkept.platform.storage import rows
from wellkept.platform.storage.connection import Row
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.platform.time_zones import time_zone_mistakes
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Invalid, NotFound, refuse, unknown_reference
from wellkept_sdk.ids import CustomerId
from wellkept_sdk.json import document_mistakes

_CODE = UniqueKey("customer", ("code",), "/code")
_TYPE = ("/customer_type", "customer type")


async def create(draft: CustomerCreate, *, settings: Settings, actor: Actor) -> Row:
    """
    Make a customer; without a locale or time zone it gets the deployment's.

    Raises:
        Invalid: the type or time zone is unknown, or the metadata too long.
        CodeTaken: another customer has this code.
    """
    values: dict[str, Any] = {
        "locale": settings.default_locale,
        "time_zone": settings.default_time_zone,
        **merge_patch.given(draft),
        "contacts": stored_contacts(draft.contacts),
    }
    type_code = values.pop("customer_type")
    async with transaction():
        customer_type_id, mistakes = await _type_of(type_code)
        refuse([*mistakes, *_mistakes(values)])
        with unique(_CODE), existing(*_TYPE):
            row = await rows.insert(Customer, **values, customer_type_id=customer_type_id)
        await emit(CustomerCreated(customer_id=row["id"], code=row["code"]), actor=actor)
        return {**row, "customer_type": type_code}


async def update(customer_id: CustomerId, *, patch: CustomerPatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change a customer; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such customer.
        Invalid: the type or time zone is unknown, or the metadata too long.
        PreconditionFailed: the customer has changed since the version that the caller has seen.
        CodeTaken: another customer has this code.
    """
    async with transaction():
        before = await _locked(customer_id)
        values, mistakes = await _patched(patch, before=before)
        refuse([*mistakes, *_mistakes(values)])
        if_match.require(before["version"])
        changes = merge_patch.differing(values, before=before)
        if changes:
            with unique(_CODE), existing(*_TYPE):
                row = await rows.update(Customer, customer_id, changes=changes)
            changed = tuple("customer_type" if name == "customer_type_id" else name for name in changes)
            await emit(CustomerUpdated(customer_id=customer_id, code=row["code"], changed_fields=changed), actor=actor)
        return await queries.customer(customer_id, actor=actor)


async def delete(customer_id: CustomerId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a customer that nothing refers to.

    Raises:
        NotFound: there is no such customer.
        PreconditionFailed: the customer has changed since the version that the caller has seen.
        InUse: projects or other records belong to this customer.
    """
    async with transaction():
        row = await _locked(customer_id)
        if_match.require(row["version"])
        with unreferenced():
            await rows.delete(Customer, customer_id)
        await emit(CustomerDeleted(customer_id=customer_id, code=row["code"]), actor=actor)


async def _locked(customer_id: CustomerId) -> Row:
    row = await rows.locked(Customer, customer_id)
    if row is None:
        raise NotFound
    return row


async def _patched(patch: CustomerPatch, *, before: Row) -> tuple[dict[str, Any], list[Invalid]]:
    """Return the column values that the patch asks for, and what is wrong with its references."""
    values = merge_patch.given(patch)
    mistakes: list[Invalid] = []
    if "customer_type" in values:
        values["customer_type_id"], mistakes = await _type_of(values.pop("customer_type"))
    if "contacts" in values:
        values["contacts"] = stored_contacts(values["contacts"])
    if "metadata" in values:
        values["metadata"] = merged_document(before["metadata"], values["metadata"])
    return values, mistakes


async def _type_of(code: str) -> tuple[Any, list[Invalid]]:
    customer_type_id = await queries.customer_type_id(code)
    missing = customer_type_id is None
    return customer_type_id, [unknown_reference(*_TYPE)] if missing else []


def _mistakes(values: dict[str, Any]) -> list[Invalid]:
    return [
        *time_zone_mistakes(values.get("time_zone"), pointer="/time_zone"),
        *document_mistakes(values.get("metadata", {}), pointer="/metadata"),
    ]
