"""
The tree of a project, changed so that every path always equals the chain of parents.

Whoever moves a subtree owns the project's row, whoever hangs a new item under a parent shares it. So nobody reads a
path that is about to change, and two moves can never make a cycle together. The project's row is locked before any
row of its equipment, so nobody waits in a circle. SQLite has one writer, who needs no locks.
"""

from uuid import UUID

from wellkept.equipment import queries
from wellkept.equipment.errors import PARENT, ParentCycle, ParentOfOtherProject, ParentTooDeep
from wellkept.equipment.rules.placement import Obstacle, Place, obstacle_to_hanging, obstacle_to_moving
from wellkept.equipment.rules.tree import parent_path
from wellkept.platform.access import records
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode
from wellkept.projects.queries import PROJECT
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.errors import Invalid, unknown_reference

_AMONG_ROOTS = ""
_ERRORS: dict[Obstacle, type[Invalid]] = {
    Obstacle.OTHER_PROJECT: ParentOfOtherProject,
    Obstacle.CYCLE: ParentCycle,
    Obstacle.TOO_DEEP: ParentTooDeep,
}


async def share(project_id: UUID, *, actor: Actor) -> bool:
    """Keep the project's tree as it is until the transaction ends; return whether the caller may see the project."""
    visible = await records.scope(PROJECT, actor)
    sql = f"SELECT id FROM project WHERE id = ? AND {visible.sql}{_locked('FOR SHARE')}"
    return await database().fetch_one(sql, project_id, *visible.args) is not None


async def own(equipment_id: UUID) -> None:
    """Keep everybody else from changing the tree that the item stands in until the transaction ends."""
    # An item never changes its project, so its row need not be locked to read which one it is.
    project_id = "(SELECT project_id FROM equipment WHERE id = ?)"
    sql = f"SELECT id FROM project WHERE id = {project_id}{_locked('FOR NO KEY UPDATE')}"
    await database().fetch_one(sql, equipment_id)


async def place(parent_id: UUID | None, *, project_id: UUID, actor: Actor) -> Place | None:
    """Return where the children of this parent hang, without a parent the roots; nothing if it is unknown."""
    if parent_id is None:
        return Place(project_id=project_id, path=_AMONG_ROOTS)
    visible = await records.scope(queries.EQUIPMENT, actor)
    sql = f"SELECT project_id, path FROM equipment WHERE id = ? AND {visible.sql}{_locked('FOR KEY SHARE')}"
    row = await database().fetch_one(sql, parent_id, *visible.args)
    return None if row is None else decode(row, Place)


def hanging_mistakes(wanted: Place | None, *, project_id: UUID) -> list[Invalid]:
    """Return what is wrong with the place that a new item of this project is to have."""
    if wanted is None:
        return [unknown_reference(PARENT, "equipment")]
    return _mistakes(obstacle_to_hanging(wanted, project_id=project_id))


async def moving_mistakes(wanted: Place | None, *, item: Row) -> list[Invalid]:
    """Return what is wrong with the place that an item, with all below it, is to have."""
    if wanted is None:
        return [unknown_reference(PARENT, "equipment")]
    longest = await queries.longest_path(item["path"])
    return _mistakes(obstacle_to_moving(wanted, project_id=item["project_id"], path=item["path"], longest_path=longest))


async def rewrite_paths(item: Row, *, wanted: Place) -> None:
    """Give the item and all below it the paths that they have in their new place."""
    subtree = queries.subtree(item["path"])
    kept_from = len(parent_path(item["path"])) + 1
    sql = f"UPDATE equipment SET path = ? || substr(path, ?) WHERE {subtree.sql}"
    await database().execute(sql, wanted.path, kept_from, *subtree.args)


def _mistakes(obstacle: Obstacle | None) -> list[Invalid]:
    return [] if obstacle is None else [_ERRORS[obstacle]()]


def _locked(strength: str) -> str:
    return f" {strength}" if database().dialect is Dialect.POSTGRES else ""
