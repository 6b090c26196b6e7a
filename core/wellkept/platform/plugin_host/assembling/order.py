"""The order in which plugins are called: after what they require, after what they ask to follow, then by name."""

from collections.abc import Collection, Mapping
from heapq import heapify, heappop, heappush

from wellkept_sdk.manifest import Manifest


def in_order(manifests: Mapping[str, Manifest]) -> list[str]:
    """Return the names of plugins in the order in which they are called; none of them may be part of a cycle."""
    waits_for = {name: _before(manifest, manifests) for name, manifest in manifests.items()}
    ready = [name for name, before in waits_for.items() if not before]
    heapify(ready)
    ordered: list[str] = []
    while ready:
        name = heappop(ready)
        ordered.append(name)
        for other, before in waits_for.items():
            if name in before:
                before.discard(name)
                if not before:
                    heappush(ready, other)
    return ordered


def cyclic(manifests: Mapping[str, Manifest]) -> dict[str, list[str]]:
    """Return the plugins that come, by way of others, before themselves, each with those others."""
    graph = {name: _before(manifest, manifests) for name, manifest in manifests.items()}
    reached = {name: _reachable(name, graph) for name in graph}
    return {
        name: sorted(other for other in found if name in reached[other])
        for name, found in reached.items()
        if name in found
    }


def _before(manifest: Manifest, present: Collection[str]) -> set[str]:
    return {name for name in (*manifest.requires, *manifest.after) if name in present}


def _reachable(start: str, graph: Mapping[str, Collection[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += graph[name]
    return reached
