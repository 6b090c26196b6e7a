"""Names that two plugins claim; all are found together, and every plugin concerned is told of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wellkept.platform.plugin_host.hooks.specifications import CORE_HOOKS, offered_by, specified
from wellkept.platform.storage.table_shape import shape_of
from wellkept_sdk.plugin import Plugin

_CORE = "core"


def clashes(plugins: Mapping[str, Plugin]) -> dict[str, list[str]]:
    """Return the clashes of each plugin that has any, as sentences."""
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for kind in CORE_HOOKS:
        for hook in specified(kind):
            claims[f"the hook {hook}"].add(_CORE)
    for name, plugin in plugins.items():
        for claim in _claims_of(plugin):
            claims[claim].add(name)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for claim, claimants in sorted(claims.items()):
        if len(claimants) > 1:
            for name in claimants - {_CORE}:
                found[name].append(f"{_capitalised(claim)} is claimed by {' and '.join(sorted(claimants))}.")
    return dict(found)


def _claims_of(plugin: Plugin) -> Iterator[str]:
    named: dict[str, Iterable[object]] = {
        "the table": [shape_of(table).name for table in plugin.schema.tables] if plugin.schema else [],
        "the permission": [permission.name for permission in plugin.permissions],
        "the event": [event.type for event in plugin.events],
        "the error code": [error.code for error in plugin.errors],
        "the service": [provided.key for provided in plugin.services],
        "the hook": offered_by(plugin),
        "the schema": [
            kind.__name__
            for extension in plugin.extensions
            for kind in (extension.read, extension.write)
            if kind is not None
        ],
    }
    for what, names in named.items():
        yield from {f"{what} {name}" for name in names}


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
