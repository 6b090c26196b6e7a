"""Hooks in the life of equipment."""

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.hooks.phases import Veto, apply, collect, decide
from wellkept_sdk.hooks.record_changes import Change, Created, Deleted, Draft, Removal, Updated
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.records.equipment import EquipmentRecord


class EquipmentHooks:
    """What a plugin may do about equipment."""

    @decide(since="1.0")
    async def equipment_creating(self, ctx: Ctx, event: Draft) -> Veto | None:
        """Veto the making of an item."""

    @apply(since="1.0")
    async def equipment_created(self, ctx: Ctx, event: Created[EquipmentRecord]) -> None:
        """Write what belongs to a new record: it exists if and only if the record does."""

    @decide(since="1.0")
    async def equipment_updating(self, ctx: Ctx, event: Change[EquipmentRecord]) -> Veto | None:
        """Veto a change."""

    @apply(since="1.0")
    async def equipment_updated(self, ctx: Ctx, event: Updated[EquipmentRecord]) -> None:
        """Follow a change."""

    @decide(since="1.0")
    async def equipment_deleting(self, ctx: Ctx, event: Removal[EquipmentRecord]) -> Veto | None:
        """Veto a deletion."""

    @apply(since="1.0")
    async def equipment_deleted(self, ctx: Ctx, event: Deleted[EquipmentRecord]) -> None:
        """Follow a deletion."""

    @collect(since="1.0")
    def equipment_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Return which equipment the partner may see, among those for which the plugin is active."""
