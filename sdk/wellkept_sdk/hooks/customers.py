"""Hooks in the life of customers."""

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.hooks.phases import Veto, apply, decide
from wellkept_sdk.hooks.record_changes import Change, Created, Deleted, Draft, Removal, Updated
from wellkept_sdk.records.customers import CustomerRecord


class CustomerHooks:
    """What a plugin may do about customers."""

    @decide(since="1.0")
    async def customer_creating(self, ctx: Ctx, event: Draft) -> Veto | None:
        """Veto the making of a customer."""

    @apply(since="1.0")
    async def customer_created(self, ctx: Ctx, event: Created[CustomerRecord]) -> None:
        """Write what belongs to a new record: it exists if and only if the record does."""

    @decide(since="1.0")
    async def customer_updating(self, ctx: Ctx, event: Change[CustomerRecord]) -> Veto | None:
        """Veto a change."""

    @apply(since="1.0")
    async def customer_updated(self, ctx: Ctx, event: Updated[CustomerRecord]) -> None:
        """Follow a change."""

    @decide(since="1.0")
    async def customer_deleting(self, ctx: Ctx, event: Removal[CustomerRecord]) -> Veto | None:
        """Veto a deletion."""

    @apply(since="1.0")
    async def customer_deleted(self, ctx: Ctx, event: Deleted[CustomerRecord]) -> None:
        """Follow a deletion."""
