"""
The tree of a project's equipment, written into each item as its path.

A path holds the ids from the root down to the item itself, each followed by `/`. So an item's path begins with the
paths of all its ancestors, the length tells the depth, and "this item and all below it" is one range of text.
"""

from uuid import UUID

DEPTH_MAX = 32
_STEP = len(str(UUID(int=0))) + 1
_AFTER_SEPARATOR = "0"  # the character that follows "/" in ASCII, so it ends the range of one item's paths


def path_of(item_id: UUID, *, parent_path: str = "") -> str:
    """Return the path of an item, given its parent's; a root has none."""
    return f"{parent_path}{item_id}/"


def depth(path: str) -> int:
    """Return how many items the path names; a root has depth 1."""
    return len(path) // _STEP


def parent_path(path: str) -> str:
    """Return the path without its last item; a root's is empty."""
    return path[:-_STEP]


def is_within(path: str, *, of: str) -> bool:
    """Return whether the path leads to the item at `of` or to anything below it."""
    return path.startswith(of)


def range_end(path: str) -> str:
    """Return the text that ends the half-open range of the paths of an item and all below it."""
    return path[:-1] + _AFTER_SEPARATOR
