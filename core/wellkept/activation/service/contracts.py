"""Making, changing and deleting contracts; those of a customer are written one after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wellkept.activation.errors import ContractOverlap
from wellkept.activation.queries import contracts as queries
from wellkept.activation.schemas.contracts import ContractCreate, ContractPatch
from wellkept.activation.service.agreements import Agreement, Wish, agreed, require_consent, wish_after, wish_of
from wellkept.activation.service.terms_questions import require_contract_terms
from wellkept.activation.tables import Contract, ContractRevision
from wellkept.platform import merge_patch
from wellkept.platform.audit.service import record_audit
from wellkept.platform.constraints import UniqueKey, existing, unique
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import InUse
from wellkept_sdk.events.activation import ContractCreated, ContractDeleted, ContractUpdated
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import ContractId
from wellkept_sdk.now import now

_NUMBER = UniqueKey("contract", ("number",), "/number")
_NAMED = ("number", "customer_id", "project_id")
#: Where neither changes nobody is asked about terms again: a contract can be ended whatever has become of them.
_DECIDES_TERMS = {"plan_code", "overrides"}
_AUDITED = (*_NAMED, "plan_code", "starts_on", "ends_on", "overrides")


async def create(draft: ContractCreate, *, actor: Actor) -> Row:
    """
    Make a contract.

    Raises:
        Invalid: a reference is unknown, the period empty, or the overrides have mistakes.
        ContractOverlap: another contract of the same customer and scope covers a part of the period.
        CodeTaken: another contract has this number.
        Vetoed: a plugin that it activates does not allow it.
    """
    async with transaction():
        at, wish = now(), wish_of(draft)
        agreement = await agreed(wish, at=at)
        await _require_free(wish)
        await require_contract_terms(agreement, actor=actor, at=at)
        await require_consent(agreement, contract_id=None, actor=actor, at=at)
        values = {name: getattr(wish, name) for name in (*_NAMED, "starts_on", "ends_on")}
        with unique(_NUMBER), existing("/customer_id", "customer"):
            row = await rows.insert(Contract, **values)
        await _add_revision(row["id"], 1, agreement, at=at)
        after = await queries.contract(row["id"])
        await _audit("created", after["id"], actor=actor, before=None, after=_audited(after))
        await emit(ContractCreated(**_named(after)), actor=actor)
        return after


async def update(contract_id: ContractId, *, patch: ContractPatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Change a contract from now on; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such contract.
        Invalid: the plan is unknown, the period empty, or the overrides have mistakes.
        PreconditionFailed: the contract has changed since the version that the caller has seen.
        ContractOverlap: another contract of the same customer and scope covers a part of the period.
        Vetoed: a plugin that it activates does not allow it.
    """
    async with transaction():
        before = await _standing_still(contract_id)
        at, wish = now(), wish_after(patch, before=before)
        agreement = await agreed(wish, at=at)
        if_match.require(before["version"])
        changes = merge_patch.differing(
            {"plan_code": wish.plan_code, "ends_on": wish.ends_on, "overrides": wish.overrides_stored}, before=before
        )
        if not changes:
            return before
        await _require_free(wish, besides=contract_id)
        if changes.keys() & _DECIDES_TERMS:
            await require_contract_terms(agreement, actor=actor, at=at)
        await require_consent(agreement, contract_id=contract_id, actor=actor, at=at)
        await _add_revision(contract_id, before["revision"] + 1, agreement, at=at)
        await rows.update(Contract, contract_id, changes={"ends_on": wish.ends_on})
        after = await queries.contract(contract_id)
        await _audit("updated", contract_id, actor=actor, before=_audited(before), after=_audited(after))
        announced = ContractUpdated(**_named(after), revision=after["revision"], changed_fields=tuple(changes))
        await emit(announced, actor=actor)
        return after


async def delete(contract_id: ContractId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a contract that no ticket has pinned, as if it had never been.

    Raises:
        NotFound: there is no such contract.
        PreconditionFailed: the contract has changed since the version that the caller has seen.
        InUse: a ticket has pinned it.
    """
    async with transaction():
        row = await _standing_still(contract_id)
        if_match.require(row["version"])
        if await queries.is_pinned(contract_id):
            raise InUse
        await rows.delete(Contract, contract_id)
        await _audit("deleted", contract_id, actor=actor, before=_audited(row), after=None)
        await emit(ContractDeleted(**_named(row)), actor=actor)


async def _standing_still(contract_id: ContractId) -> Row:
    """Return the contract as it is once nobody else can write contracts of its customer."""
    seen = await queries.contract(contract_id)
    await queries.customer_of_contracts(seen["customer_id"])
    return await queries.contract(contract_id)


async def _require_free(wish: Wish, *, besides: ContractId | None = None) -> None:
    for number in await queries.overlapping(wish.scope, besides=besides):
        raise ContractOverlap(number)


async def _add_revision(contract_id: ContractId, number: int, agreement: Agreement, *, at: datetime) -> None:
    await rows.insert(
        ContractRevision,
        contract_id=contract_id,
        revision=number,
        plan_id=agreement.plan.plan_id,
        overrides=agreement.wish.overrides_stored,
        ends_on=agreement.wish.ends_on,
        effective_from=at,
    )


def _named(row: Row) -> dict[str, Any]:
    return {"contract_id": row["id"], **{name: row[name] for name in _NAMED}}


def _audited(row: Row) -> dict[str, object]:
    return {name: row[name] for name in _AUDITED}


async def _audit(
    verb: str,
    contract_id: ContractId,
    *,
    actor: Actor,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    await record_audit(
        f"activation.contract.{verb}", subject=f"contracts/{contract_id}", actor=actor, before=before, after=after
    )
