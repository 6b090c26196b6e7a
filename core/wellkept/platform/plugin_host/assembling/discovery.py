"""Finding plugins: what is installed, what is allowed, and the objects behind the names that are."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint
from threading import Thread
from typing import Any

from msgspec import Struct

from wellkept.platform.plugin_host.assembling.names import FIRST_PARTY, is_ours
from wellkept.platform.plugin_host.assembling.states import Found, PluginState
from wellkept_sdk.plugin import Plugin

#: How long the modules of one plugin may take to be imported.
IMPORT_SECONDS_MAX = 30.0


class Source(Struct, frozen=True, kw_only=True):
    """A place where a plugin comes from: the name it claims, who brings it, and how to get the object."""

    name: str
    distribution: str | None
    load: Callable[[], object]


class Candidate(Struct, frozen=True, kw_only=True):
    """A plugin that may be active, as far as one can tell without looking at it."""

    name: str
    distribution: str | None
    offered: Any


def sources_of(entry_points: Iterable[EntryPoint]) -> list[Source]:
    """Return the sources that entry points name; nothing is imported."""
    return [
        Source(
            name=found.name, distribution=None if found.dist is None else found.dist.metadata["Name"], load=found.load
        )
        for found in entry_points
    ]


def sources_from(plugins: Iterable[Plugin]) -> list[Source]:
    """Return plugins that are there already as sources, as if they came with core."""
    return [Source(name=_name_of(plugin), distribution=FIRST_PARTY, load=_giver(plugin)) for plugin in plugins]


def discover(sources: Sequence[Source], *, allowed: Sequence[str] | None) -> tuple[list[Candidate], list[Found]]:
    """
    Import what is allowed, and nothing else.

    Args:
        sources: everything that is installed.
        allowed: the names of plugins that may be active; None allows those that come with core.

    Returns:
        The plugins whose objects are there, and what became of the others.
    """
    refused: list[Found] = []
    wanted: list[Source] = []
    for source in sources:
        refusal = _refusal(source, allowed=allowed)
        if refusal is None:
            wanted.append(source)
        else:
            refused.append(refusal)
    times = Counter(source.name for source in wanted)
    refused += [_found(each, PluginState.DUPLICATE, _CLAIMED_TWICE) for each in wanted if times[each.name] > 1]
    candidates: list[Candidate] = []
    for source in wanted:
        if times[source.name] == 1:
            result = _loaded(source)
            (candidates if isinstance(result, Candidate) else refused).append(result)  # pyright: ignore[reportArgumentType] - the type of the list follows that of the result
    return candidates, refused + _missing(sources, allowed=allowed or ())


_CLAIMED_TWICE = "Several installed packages bring a plugin of this name; none of them is taken."
_NOT_ALLOWED = "The setting `plugins` does not name it."
_NOT_OURS = "Its name belongs to Wellkept, but another package brings it."
_NOT_INSTALLED = "It is named in the setting `plugins`, but is not installed."


def _refusal(source: Source, *, allowed: Sequence[str] | None) -> Found | None:
    comes_with_core = source.distribution == FIRST_PARTY
    if not (comes_with_core if allowed is None else source.name in allowed):
        return _found(source, PluginState.DISABLED, _NOT_ALLOWED)
    if not comes_with_core and is_ours(source.name):
        return _found(source, PluginState.DENIED, _NOT_OURS)
    return None


def _missing(sources: Sequence[Source], *, allowed: Sequence[str]) -> list[Found]:
    installed = {source.name for source in sources}
    return [
        Found(name=name, distribution=None, plugin=None, state=PluginState.UNMET, reason=_NOT_INSTALLED)
        for name in sorted(set(allowed) - installed)
    ]


def _loaded(source: Source) -> Candidate | Found:
    """
    Return the object behind a source, or why there is none.

    The import runs in a thread of its own: one that never ends, or ends the interpreter, must not take us with it.
    """
    result: list[object] = []
    failure: list[BaseException] = []

    def load() -> None:
        try:
            result.append(source.load())
        except BaseException as error:  # noqa: BLE001 - `sys.exit` in a module is one of the things that happen
            failure.append(error)

    thread = Thread(target=load, name=f"import of {source.name}", daemon=True)
    thread.start()
    thread.join(IMPORT_SECONDS_MAX)
    if result:
        return Candidate(name=source.name, distribution=source.distribution, offered=result[0])
    reason = f"Its import took longer than {IMPORT_SECONDS_MAX:g} s."
    if failure:
        reason = f"Its import failed: {type(failure[0]).__name__}: {failure[0]}"
    return _found(source, PluginState.IMPORT_FAILED, reason)


def _found(source: Source, state: PluginState, reason: str) -> Found:
    return Found(name=source.name, distribution=source.distribution, plugin=None, state=state, reason=reason)


def _name_of(plugin: object) -> str:
    manifest = getattr(plugin, "manifest", None)
    return str(getattr(manifest, "name", None) or getattr(plugin, "__name__", type(plugin).__name__))


def _giver(plugin: object) -> Callable[[], object]:
    return lambda: plugin
