"""Deciding how parts are replenished."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec

from wellkept_inventory.errors import (
    LocationArchived,
    LocationNotIssuable,
    PartNotActive,
    PolicyInvalid,
    PolicyNotFound,
    PolicyTaken,
    QuantityNotWhole,
)
from wellkept_inventory.queries import policies as queries
from wellkept_inventory.queries.names import Names, PartName, locked_names
from wellkept_inventory.rules.alerts import StockAlert
from wellkept_inventory.rules.policies import PolicyFigures, contradictions
from wellkept_inventory.schemas.policies import (
    QUANTITIES,
    InventoryPolicyCreate,
    InventoryPolicyPatch,
    InventoryPolicyRead,
)
from wellkept_inventory.service.forecasting import renew
from wellkept_inventory.service.order_checks import require_supplier
from wellkept_inventory.tables import InventoryPolicy
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_sdk.quantity import MILLI_PER_UNIT, milli_of
from wellkept_sdk.services.stock import PartStatus

#: Of these there is none, where they are given, that is zero.
_MORE_THAN_ZERO = ("order_multiple", "order_minimum")


async def create(ctx: Ctx, draft: InventoryPolicyCreate) -> InventoryPolicyRead:
    """
    Decide how a part is replenished at a place, and forecast for it at once.

    Raises:
        Invalid: the part, the place or the supplier is unknown, or the figures are not such.
        Conflict: the part or the place is not in use any more, or the supplier is blocked.
        PolicyTaken: the part has a policy for this place.
    """
    policy_id, columns = uuid7(), columns_of(draft)
    async with ctx.db.transaction():
        names = await locked_names(ctx, part_ids=[draft.part_id], location_ids=[draft.location_id])
        _require_named(draft, names)
        refuse([*_mistakes(columns, names.parts[draft.part_id])])
        if draft.party_id is not None:
            await require_supplier(ctx, draft.party_id)
        if await queries.known(ctx, part_id=draft.part_id, location_id=draft.location_id):
            raise PolicyTaken.at("/location_id")
        await ctx.db.insert(InventoryPolicy, id=policy_id, alert=StockAlert.NONE.value, **columns)
        await ctx.audit("inventory.policy.created", subject=_subject(policy_id), after=columns)
        await renew(ctx, policy_id)
        return await queries.policy(ctx, policy_id)


async def update(ctx: Ctx, policy_id: UUID, patch: InventoryPolicyPatch, *, if_match: IfMatch) -> InventoryPolicyRead:
    """
    Change a policy by JSON merge patch, and forecast for it at once; what stays as it was is not written.

    Raises:
        PolicyNotFound: there is no such policy.
        PreconditionFailed: the policy has changed since the version that the caller has seen.
        Invalid: the supplier is unknown, or the figures are not such.
        Conflict: the supplier is blocked.
    """
    async with ctx.db.transaction():
        # A policy keeps its part; the part is locked before it, as by everybody who moves stock.
        names = await locked_names(ctx, part_ids=[(await queries.policy(ctx, policy_id)).part_id])
        row = await ctx.db.locked(InventoryPolicy, policy_id)
        if row is None:
            raise PolicyNotFound
        if_match.require(row["version"])
        changes = {name: value for name, value in columns_of(patch).items() if row[name] != value}
        refuse([*_mistakes({**row, **changes}, names.parts[row["part_id"]])])
        if changes.get("party_id") is not None:
            await require_supplier(ctx, changes["party_id"])
        if changes:
            await ctx.db.update(InventoryPolicy, policy_id, changes=changes)
            before = {name: row[name] for name in changes}
            await ctx.audit("inventory.policy.updated", subject=_subject(policy_id), before=before, after=changes)
            await renew(ctx, policy_id)
        return await queries.policy(ctx, policy_id)


def columns_of(said: InventoryPolicyCreate | InventoryPolicyPatch) -> dict[str, Any]:
    """Return the columns that a body fills; what it leaves out is not among them."""
    given: dict[str, Any] = msgspec.to_builtins(said, builtin_types=(UUID,))
    quantities = {
        f"{name}_milli": None if given[name] is None else milli_of(given[name]) for name in QUANTITIES if name in given
    }
    plain = {name: value for name, value in given.items() if name not in QUANTITIES}
    return {**plain, **quantities}


def _require_named(draft: InventoryPolicyCreate, names: Names) -> None:
    part, place = names.parts.get(draft.part_id), names.places.get(draft.location_id)
    if part is None:
        # Places are read with the part, so that nothing can be said of the place.
        raise unknown_reference("/part_id", "part")
    if place is None:
        raise unknown_reference("/location_id", "location")
    if not place.kind.is_issuable:
        raise LocationNotIssuable.at("/location_id")
    if place.archived_at is not None:
        raise LocationArchived.at("/location_id")
    if part.status is PartStatus.ARCHIVED:
        raise PartNotActive.at("/part_id")


def _mistakes(columns: Mapping[str, Any], part: PartName) -> Iterator[Invalid]:
    for name in QUANTITIES:
        milli = columns[f"{name}_milli"]
        if milli is None:
            continue
        if milli < (1 if name in _MORE_THAN_ZERO else 0):
            yield invalid(f"/{name}", "too_small", "Is less than there can be.")
        elif part.whole_units and milli % MILLI_PER_UNIT:
            yield QuantityNotWhole.at(f"/{name}")
    for name in contradictions(msgspec.convert(columns, PolicyFigures)):
        yield PolicyInvalid.at(f"/{name}")


def _subject(policy_id: UUID) -> str:
    return f"inventory/policies/{policy_id}"
