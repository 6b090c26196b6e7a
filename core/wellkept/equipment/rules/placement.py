"""Whether an item of equipment may hang where somebody wants it."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept.equipment.rules.tree import DEPTH_MAX, depth, is_within


class Obstacle(StrEnum):
    """Why an item cannot hang there."""

    OTHER_PROJECT = "other_project"  #: The parent belongs to another project.
    CYCLE = "cycle"  #: The parent is the item itself or stands below it.
    TOO_DEEP = "too_deep"  #: The tree would have too many levels.


class Place(Struct, frozen=True, kw_only=True):
    """Where items can hang: under the item of this path, or with an empty path among the project's roots."""

    project_id: UUID
    path: str


def obstacle_to_hanging(place: Place, *, project_id: UUID) -> Obstacle | None:
    """Return what keeps a new item of the project from hanging there, if anything does."""
    if place.project_id != project_id:
        return Obstacle.OTHER_PROJECT
    return Obstacle.TOO_DEEP if depth(place.path) >= DEPTH_MAX else None


def obstacle_to_moving(place: Place, *, project_id: UUID, path: str, longest_path: str) -> Obstacle | None:
    """
    Return what keeps an item, with all below it, from moving there, if anything does.

    Args:
        place: where the item is to hang.
        project_id: the item's project.
        path: the item's own.
        longest_path: the longest among those of the item and all below it.
    """
    if place.project_id != project_id:
        return Obstacle.OTHER_PROJECT
    if is_within(place.path, of=path):
        return Obstacle.CYCLE
    levels = depth(longest_path) - depth(path) + 1
    return Obstacle.TOO_DEEP if depth(place.path) + levels > DEPTH_MAX else None
