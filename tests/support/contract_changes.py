"""What changed between two contracts of the SDK, and whether the version says so."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

Document = dict[str, Any]
Leaves = Mapping[str, object]

_NOT_CONTRACT = ("released", "api_version")


def refusals(old: Document, new: Document) -> list[str]:
    """Return why the new contract may not take the place of a released one, and what to do; empty if it may."""
    if not old["released"]:
        return []
    breaking, additions = changes(old, new)
    (old_major, old_minor), (new_major, new_minor) = _version(old), _version(new)
    if breaking and new_major == old_major:
        return [
            "These changes break plugins. Undo them, or raise the major number of API_VERSION:",
            *(f"  {line}" for line in breaking),
        ]
    if additions and (new_major, new_minor) == (old_major, old_minor):
        return [
            "The contract has grown. Raise the minor number of API_VERSION:",
            *(f"  {line}" for line in additions),
        ]
    return []


def changes(old: Document, new: Document) -> tuple[list[str], list[str]]:
    """Return what breaks those who use the old contract, and what was added, one line each."""
    before, after = dict(_leaves(_promised(old))), dict(_leaves(_promised(new)))
    removed = [f"- {path}: {value}" for path, value in before.items() if path not in after]
    shared = [path for path in before if path in after]
    changed = [f"! {path}: {before[path]} -> {after[path]}" for path in shared if before[path] != after[path]]
    added = [path for path in after if path not in before]
    demanded = [path for path in added if _demands(path, before=before, after=after)]
    return (
        [*removed, *changed, *(f"+ {path}: {after[path]} (callers must now give it)" for path in demanded)],
        [f"+ {path}: {after[path]}" for path in added if path not in demanded],
    )


def _demands(path: str, *, before: Leaves, after: Leaves) -> bool:
    """Tell whether an added leaf asks old callers for more: a required field, or a parameter without a default."""
    owner, _, rest = path.partition("/required/")
    if rest:
        return any(known.startswith(f"{owner}/properties/") for known in before)
    owner, _, rest = path.partition("/parameters/")
    parameter, _, told = rest.partition("/")
    is_new = not any(known.startswith(f"{owner}/parameters/{parameter}/") for known in before)
    has_default = f"{owner}/parameters/{parameter}/default" in after
    return told == "kind" and is_new and not has_default and f"{owner}/returns" in before


def _promised(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in _NOT_CONTRACT}


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for name, member in cast("Document", value).items():
            yield from _leaves(member, f"{path}/{name}" if path else name)
    else:
        yield path, value


def _version(document: Document) -> tuple[int, int]:
    major, minor = document["api_version"].split(".")
    return int(major), int(minor)
