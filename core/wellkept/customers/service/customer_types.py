"""Making, changing and deleting customer types."""

from wellkept.customers.events import CustomerTypeCreated, CustomerTypeDeleted, CustomerTypeUpdated
from wellkept.customers.schemas import CustomerTypeCreate, CustomerTypePatch
from wellkept.customers.tables import CustomerType
from wellkept.platform import merge_patch
from wellkept.platform.constraints import UniqueKey, unique, unreferenced
from wellkept.platform.outbox.service import emit
from wellkept.platform.preconditions import IfMatch
from wellkept.platform.storage import rows
from wellkept.platform.storage.connection import Row
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import CustomerTypeId

_CODE = UniqueKey("customer_type", ("code",), "/code")


async def create(draft: CustomerTypeCreate, *, actor: Actor) -> Row:
    """
    Make a customer type.

    Raises:
        CodeTaken: another type has this code.
    """
    async with transaction():
        with unique(_CODE):
            row = await rows.insert(CustomerType, code=draft.code, name=draft.name)
        await emit(CustomerTypeCreated(customer_type_id=row["id"], code=row["code"]), actor=actor)
        return row


async def update(customer_type_id: CustomerTypeId, *, patch: CustomerTypePatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change a customer type; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such type.
        PreconditionFailed: it has changed since the version that the caller has seen.
        CodeTaken: another type has this code.
    """
    async with transaction():
        before = await _locked(customer_type_id)
        if_match.require(before["version"])
        changes = merge_patch.differing(merge_patch.given(patch), before=before)
        if not changes:
            return before
        with unique(_CODE):
            row = await rows.update(CustomerType, customer_type_id, changes=changes)
        await emit(
            CustomerTypeUpdated(customer_type_id=customer_type_id, code=row["code"], changed_fields=tuple(changes)),
            actor=actor,
        )
        return row


async def delete(customer_type_id: CustomerTypeId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a customer type that no customer has.

    Raises:
        NotFound: there is no such type.
        PreconditionFailed: it has changed since the version that the caller has seen.
        InUse: customers have this type.
    """
    async with transaction():
        row = await _locked(customer_type_id)
        if_match.require(row["version"])
        with unreferenced():
            await rows.delete(CustomerType, customer_type_id)
        await emit(CustomerTypeDeleted(customer_type_id=customer_type_id, code=row["code"]), actor=actor)


async def _locked(customer_type_id: CustomerTypeId) -> Row:
    row = await rows.locked(CustomerType, customer_type_id)
    if row is None:
        raise NotFound
    return row
