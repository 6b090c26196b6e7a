"""Where in a plan or a contract the faults are that plugins find in their merged terms."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from wellkept.activation.rules.composition import Composition, Override, PlanPlugins
from wellkept.activation.rules.merging import Source
from wellkept.platform.http.pointers import child, printable
from wellkept_sdk.errors import FieldError

_PLUGINS = "/plugins"
_OVERRIDES = "/overrides"
_PLAN_CODE = "/plan_code"


def faults_in_plan(plugin: str, faults: Iterable[FieldError], *, outcome: Composition) -> Iterator[FieldError]:
    """Yield faults of a plugin's terms at their places in a plan; plugins that no plan names have none of their own."""
    for fault in faults:
        if plugin in outcome.active:
            yield replace(fault, pointer=f"{child(_PLUGINS, plugin)}{_inside(fault)}")
        else:
            yield _elsewhere(fault, _PLUGINS, plugin=plugin)


def faults_in_contract(
    plugin: str,
    faults: Iterable[FieldError],
    *,
    outcome: Composition,
    plan: PlanPlugins,
    overrides: Mapping[str, Override],
) -> Iterator[FieldError]:
    """Yield faults of a plugin's terms at the overrides that they stem from, all others at the plan."""
    place = child(_OVERRIDES, plugin)
    # A plugin that the contract puts in has its defaults from there too.
    otherwise = place if plugin in overrides and plugin not in plan else _PLAN_CODE
    sources: Mapping[str, Source] = outcome.active[plugin].sources if plugin in outcome.active else {}
    for fault in faults:
        inside = _inside(fault)
        if _is_decided_by_contract(inside, sources):
            yield replace(fault, pointer=f"{place}/terms{inside}")
        else:
            yield _elsewhere(fault, otherwise, plugin=plugin)


def _inside(fault: FieldError) -> str:
    """Return a pointer as it may follow another; one that is none stands for the terms as a whole."""
    return printable(fault.pointer) if fault.pointer.startswith("/") else ""


def _is_decided_by_contract(pointer: str, sources: Mapping[str, Source]) -> bool:
    """Return whether an override has decided a place, something above it or something below it."""
    return any(
        source is Source.CONTRACT
        and (f"{pointer}/".startswith(f"{decided}/") or f"{decided}/".startswith(f"{pointer}/"))
        for decided, source in sources.items()
    )


def _elsewhere(fault: FieldError, pointer: str, *, plugin: str) -> FieldError:
    """Return a fault at a place of the request where it does not stand itself; the message says where it does."""
    inside = _inside(fault)
    where = f"the terms of {plugin}, at {inside}" if inside else f"the terms of {plugin}"
    return replace(fault, pointer=pointer, message=f"In {where}: {fault.message}")
