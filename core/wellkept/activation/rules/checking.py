"""Everything that is wrong with the plugins of a plan or the overrides of a contract, each mistake at its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from wellkept.activation.errors import (
    PLUGIN_ALWAYS_ON,
    PLUGIN_NOT_PER_CONTRACT,
    PLUGIN_REQUIRES,
    PLUGIN_UNKNOWN,
    mistake,
)
from wellkept.activation.rules.catalogue import Catalogue, Offer
from wellkept.activation.rules.composition import UNREADABLE, Override, PlanPlugins, merged_terms, switched_off
from wellkept.platform.http.collector import collect
from wellkept.platform.http.pointers import child
from wellkept_sdk.errors import FieldError

_ENABLED = "enabled"


def plan_mistakes(catalogue: Catalogue, plugins: Mapping[str, dict[str, Any]]) -> list[FieldError]:
    """Return what is wrong with the member `plugins` of a plan."""
    found: list[FieldError] = []
    for name, terms in plugins.items():
        place = child("/plugins", name)
        offer = catalogue.per_contract(name)
        if offer is None:
            found.append(_stranger(catalogue, name, place))
        elif name == catalogue.core and _ENABLED in terms:
            found.append(_always_on(child(place, _ENABLED)))
        else:
            found += _in_terms(offer, plan=(offer.terms.version, terms), override=None, place=place)
    known = {name: child("/plugins", name) for name in plugins if catalogue.per_contract(name)}
    return [*found, *_lacking(catalogue, known)]


def override_mistakes(
    catalogue: Catalogue, overrides: Mapping[str, Override], *, plan: PlanPlugins
) -> list[FieldError]:
    """Return what is wrong with the member `overrides` of a contract that follows a plan."""
    found: list[FieldError] = []
    for name, override in overrides.items():
        place = child("/overrides", name)
        offer = catalogue.per_contract(name)
        if offer is None:
            found.append(_stranger(catalogue, name, place))
            continue
        if name == catalogue.core and override.enabled is False:
            found.append(_always_on(child(place, _ENABLED)))
        found += _in_terms(offer, plan=plan.get(name), override=override, place=f"{place}/terms")
    active = {
        name: child("/overrides", name) if name in overrides else "/plan_code"
        for name, offer in catalogue.offers.items()
        if offer.per_contract and switched_off(name, plan=plan, override=overrides.get(name)) is None
    }
    return [*found, *_lacking(catalogue, active, overrides=overrides)]


def _in_terms(
    offer: Offer, *, plan: tuple[int, dict[str, Any]] | None, override: Override | None, place: str
) -> Iterator[FieldError]:
    try:
        merged = merged_terms(offer, plan=plan, override=override)
    except UNREADABLE as unreadable:
        yield mistake("/plan_code", "type", f"The plan's terms cannot be read any more: {unreadable}.")
        return
    for found in collect(merged.document, offer.terms):
        yield replace(found, pointer=f"{place}{found.pointer}")


def _stranger(catalogue: Catalogue, name: str, place: str) -> FieldError:
    if name in catalogue.offers:
        return mistake(place, PLUGIN_NOT_PER_CONTRACT, "This plugin serves every record; no plan decides on it.")
    return mistake(place, PLUGIN_UNKNOWN, "No active plugin has this name.")


def _always_on(place: str) -> FieldError:
    return mistake(place, PLUGIN_ALWAYS_ON, "The core is always on.")


def _lacking(
    catalogue: Catalogue, active: Mapping[str, str], *, overrides: Mapping[str, Override] | None = None
) -> Iterator[FieldError]:
    """Yield each plugin that would be without one that it requires; at the place that switches that one off, if any."""
    for name, place in active.items():
        for need in catalogue.offers[name].requires:
            if need not in active:
                blamed = child("/overrides", need) if overrides and need in overrides else place
                yield mistake(blamed, PLUGIN_REQUIRES, f"{name} requires {need}, which would not be active.")
