"""What the deployment offers to plans and contracts: its active plugins, seen without the host."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from wellkept_sdk.terms import Terms


class Offer(Struct, frozen=True, kw_only=True):
    """
    One plugin that is active in the deployment, or `core`.

    Args:
        terms: the struct of its terms.
        bottom: its default terms overlaid with the deployment's settings, as JSON values: what counts where neither
            plan nor contract says anything.
        requires: the plugins at contract level without which it cannot work.
        per_contract: whether plans and contracts decide on it; `core` counts as such.
    """

    terms: type[Terms]
    bottom: Mapping[str, Any]
    requires: tuple[str, ...] = ()
    per_contract: bool = True


class Catalogue(Struct, frozen=True, kw_only=True):
    """All offers by name, those of plugins in their call order."""

    core: str
    offers: Mapping[str, Offer]

    def per_contract(self, name: str) -> Offer | None:
        """Return the offer of a plugin that plans may name, if there is one."""
        offer = self.offers.get(name)
        return offer if offer is not None and offer.per_contract else None
