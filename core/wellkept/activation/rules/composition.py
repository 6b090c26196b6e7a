"""What a plan with a contract's overrides makes of the catalogue: which plugins are active, with which terms."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.activation.rules.catalogue import Catalogue, Offer
from wellkept.activation.rules.hashing import activation_hash, json_values
from wellkept.activation.rules.merging import Layered, Source, layered
from wellkept_sdk.terms import Terms

#: Of a plan revision: `{plugin: [terms_version, terms as given]}`.
PlanPlugins = Mapping[str, tuple[int, dict[str, Any]]]

#: What decoding stored terms may raise: anything, for `migrated` is a plugin's own code.
UNREADABLE = (Exception,)


class Override(Struct, frozen=True, kw_only=True):
    """What a contract revision says about one plugin; `version` is that of its terms when it was written."""

    enabled: bool | None = None
    terms: dict[str, Any] = {}
    version: int = 1


class Composed(Struct, frozen=True, kw_only=True):
    """One active plugin with its terms, and who decided what."""

    terms: Terms
    values: dict[str, Any]
    sources: Mapping[str, Source]


class Composition(Struct, frozen=True, kw_only=True):
    """
    The outcome for one pair of plan and overrides.

    Args:
        active: the plugins, `core` among them, in call order.
        inactive: why each other contract-level plugin that is named or offered is out.
    """

    active: Mapping[str, Composed]
    inactive: Mapping[str, str]

    @property
    def stored(self) -> dict[str, tuple[int, dict[str, Any]]]:
        """What the activation stores."""
        return {name: (composed.terms.version, composed.values) for name, composed in self.active.items()}

    @property
    def hash(self) -> str:
        """The hash of what the activation stores."""
        return activation_hash(self.stored)


def composition(
    catalogue: Catalogue, *, plan: PlanPlugins, overrides: Mapping[str, Override], has_plan: bool = True
) -> Composition:
    """Return which plugins are active with which terms; what cannot be read any more is out, with the reason."""
    active: dict[str, Composed] = {}
    inactive: dict[str, str] = {
        name: "The plugin is not active in this deployment."
        for name in (*plan, *overrides)
        if name not in catalogue.offers
    }
    for name, offer in catalogue.offers.items():
        if not offer.per_contract:
            continue
        reason = None if name == catalogue.core else switched_off(name, plan=plan, override=overrides.get(name))
        if reason is not None:
            inactive[name] = reason if has_plan else "Neither a contract nor a default plan applies."
            continue
        try:
            active[name] = composed(offer, plan=plan.get(name), override=overrides.get(name))
        except UNREADABLE as unreadable:
            if name == catalogue.core:
                active[name] = composed(offer, plan=None, override=None)
            inactive[name] = f"The stored terms cannot be read: {unreadable}"
    return without_unmet(Composition(active=active, inactive=inactive), offers=catalogue.offers)


def composed(offer: Offer, *, plan: tuple[int, dict[str, Any]] | None, override: Override | None) -> Composed:
    """
    Return the merged terms of one plugin, decoded.

    Raises:
        msgspec.ValidationError: they do not fit the plugin's terms.
    """
    merged = merged_terms(offer, plan=plan, override=override)
    terms = msgspec.convert(merged.document, offer.terms)
    return Composed(terms=terms, values=json_values(terms), sources=merged.sources)


def restored(offer: Offer, values: dict[str, Any], *, version: int) -> Composed:
    """
    Return one plugin as an activation has stored it: nothing is merged again, whatever has changed since.

    Raises:
        msgspec.ValidationError: the values do not fit the plugin's terms any more.
    """
    terms = msgspec.convert(present(offer.terms, values, version=version), offer.terms)
    return Composed(terms=terms, values=values, sources={})


def merged_terms(offer: Offer, *, plan: tuple[int, dict[str, Any]] | None, override: Override | None) -> Layered:
    """Return the merged terms of one plugin, not decoded yet."""
    layers: dict[Source, Mapping[str, Any]] = {}
    if plan is not None:
        layers[Source.PLAN] = present(offer.terms, plan[1], version=plan[0])
    if override is not None:
        layers[Source.CONTRACT] = present(offer.terms, override.terms, version=override.version)
    return layered(offer.bottom, layers, terms=offer.terms)


def present(terms: type[Terms], document: dict[str, Any], *, version: int) -> dict[str, Any]:
    """Return stored terms as the present version of the plugin writes them."""
    return terms.migrated(dict(document), from_version=version) if version < terms.version else document


def switched_off(name: str, *, plan: PlanPlugins, override: Override | None) -> str | None:
    """Return why a plugin is off, or None if plan and contract want it."""
    if override is not None and override.enabled is not None:
        return None if override.enabled else "The contract switches it off."
    return None if name in plan else "The service plan does not name it."


def without_unmet(found: Composition, *, offers: Mapping[str, Offer]) -> Composition:
    """Return the composition without the plugins that lack one they require, and those that lack these in turn."""
    active, inactive = dict(found.active), dict(found.inactive)
    for name, missing in unmet(active, lambda name: offers[name].requires):
        inactive[name] = f"It requires {missing}, which is not active here."
        del active[name]
    return Composition(active=active, inactive=inactive)


def unmet(names: Mapping[str, object], requires: Callable[[str], tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield each plugin that lacks one it requires, with the missing one, until all that are left are met."""
    left = dict.fromkeys(names)
    while lacking := [(name, need) for name in left for need in requires(name)[:] if need not in left]:
        for name, need in dict(lacking).items():
            del left[name]
            yield name, need
