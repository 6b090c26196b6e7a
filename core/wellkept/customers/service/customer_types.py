"""Making, changing and deleting customer types."""

from wellkept.activation.queries.plans import plan_id_of
from wellkept.customers import queries
from wellkept.customers.schemas import CustomerTypeCreate, CustomerTypePatch
from wellkept.customers.tables import CustomerType
from wellkept.platform import merge_patch
from wellkept.platform.constraints import UniqueKey, unique, unreferenced
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import unknown_reference
from wellkept_sdk.events.customers import CustomerTypeCreated, CustomerTypeDeleted, CustomerTypeUpdated
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import CustomerTypeId, ServicePlanId

_CODE = UniqueKey("customer_type", ("code",), "/code")
_PLAN_CODE = "default_plan_code"


async def create(draft: CustomerTypeCreate, *, actor: Actor) -> Row:
    """
    Make a customer type.

    Raises:
        Invalid: the default plan is unknown.
        CodeTaken: another type has this code.
    """
    async with transaction():
        plan_id = await _plan_of(draft.default_plan_code)
        with unique(_CODE):
            row = await rows.insert(CustomerType, code=draft.code, name=draft.name, default_plan_id=plan_id)
        await emit(CustomerTypeCreated(customer_type_id=row["id"], code=row["code"]), actor=actor)
        return {**row, "default_plan_code": draft.default_plan_code}


async def update(customer_type_id: CustomerTypeId, *, patch: CustomerTypePatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change a customer type; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such type.
        Invalid: the default plan is unknown.
        PreconditionFailed: it has changed since the version that the caller has seen.
        CodeTaken: another type has this code.
    """
    async with transaction():
        before = rows.required(await rows.locked(CustomerType, customer_type_id))
        values = merge_patch.given(patch)
        if _PLAN_CODE in values:
            values["default_plan_id"] = await _plan_of(values.pop(_PLAN_CODE))
        if_match.require(before["version"])
        changes = merge_patch.differing(values, before=before)
        if changes:
            with unique(_CODE):
                row = await rows.update(CustomerType, customer_type_id, changes=changes)
            fields = tuple(_PLAN_CODE if name == "default_plan_id" else name for name in changes)
            await emit(
                CustomerTypeUpdated(customer_type_id=customer_type_id, code=row["code"], changed_fields=fields),
                actor=actor,
            )
        return await queries.customer_type(customer_type_id)


async def delete(customer_type_id: CustomerTypeId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a customer type that no customer has.

    Raises:
        NotFound: there is no such type.
        PreconditionFailed: it has changed since the version that the caller has seen.
        InUse: customers have this type.
    """
    async with transaction():
        row = rows.required(await rows.locked(CustomerType, customer_type_id))
        if_match.require(row["version"])
        with unreferenced():
            await rows.delete(CustomerType, customer_type_id)
        await emit(CustomerTypeDeleted(customer_type_id=customer_type_id, code=row["code"]), actor=actor)


async def _plan_of(code: str | None) -> ServicePlanId | None:
    if code is None:
        return None
    plan_id = await plan_id_of(code)
    if plan_id is None:
        raise unknown_reference(f"/{_PLAN_CODE}", "service plan")
    return plan_id
