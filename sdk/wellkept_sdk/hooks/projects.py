"""Hooks in the life of projects."""

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.hooks.phases import Veto, apply, collect, decide
from wellkept_sdk.hooks.record_changes import Change, Created, Deleted, Draft, Removal, Updated
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.records.projects import ProjectRecord


class ProjectHooks:
    """What a plugin may do about projects."""

    @decide(since="1.0")
    async def project_creating(self, ctx: Ctx, event: Draft) -> Veto | None:
        """Veto the making of a project."""

    @apply(since="1.0")
    async def project_created(self, ctx: Ctx, event: Created[ProjectRecord]) -> None:
        """Write what belongs to a new record: it exists if and only if the record does."""

    @decide(since="1.0")
    async def project_updating(self, ctx: Ctx, event: Change[ProjectRecord]) -> Veto | None:
        """Veto a change."""

    @apply(since="1.0")
    async def project_updated(self, ctx: Ctx, event: Updated[ProjectRecord]) -> None:
        """Follow a change."""

    @decide(since="1.0")
    async def project_deleting(self, ctx: Ctx, event: Removal[ProjectRecord]) -> Veto | None:
        """Veto a deletion."""

    @apply(since="1.0")
    async def project_deleted(self, ctx: Ctx, event: Deleted[ProjectRecord]) -> None:
        """Follow a deletion."""

    @collect(since="1.0")
    def project_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        """Return which projects the partner may see, among those for which the plugin is active."""
