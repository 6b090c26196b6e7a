"""The catalogue of the bound host: what plans and contracts may name, as the rules see it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.activation.rules.catalogue import Catalogue, Offer
from wellkept.activation.rules.hashing import json_values
from wellkept.activation.terms import CoreTerms
from wellkept.platform.plugin_host.active_set import CORE
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.host import Host
from wellkept_sdk.terms import Terms

_CORE_OFFER = Offer(terms=CoreTerms, bottom=json_values(CoreTerms()))


class _Latest:
    """The catalogue of the host that was asked for last: a process has one, tests have several."""

    host: Host | None = None
    catalogue: Catalogue = Catalogue(core=CORE, offers={CORE: _CORE_OFFER})


def catalogue() -> Catalogue:
    """Return what the active plugins of this deployment offer."""
    present = host()
    if _Latest.host is not present:
        _Latest.catalogue = catalogue_of(present)
        _Latest.host = present
    return _Latest.catalogue


def catalogue_of(present: Host) -> Catalogue:
    """Return what the active plugins of a host offer, `core` first."""
    offers = {CORE: _CORE_OFFER}
    for name, plugin in present.plugins.items():
        offers[name] = Offer(
            terms=plugin.terms,
            bottom=_bottom(plugin.terms, present.settings_of(name)),
            requires=tuple(need for need in plugin.manifest.requires if present.is_contract_level(need)),
            per_contract=present.is_contract_level(name),
        )
    return Catalogue(core=CORE, offers=offers)


def _bottom(terms: type[Terms], settings: Struct) -> Mapping[str, Any]:
    """Return the default terms, overlaid with the settings that have the name of a term."""
    given = json_values(settings)
    names = {field.encode_name for field in msgspec.structs.fields(terms)}
    return json_values(terms()) | {name: value for name, value in given.items() if name in names}
