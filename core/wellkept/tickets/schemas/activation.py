"""What serves a ticket, before and after it was resolved again."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept.activation.schemas.explanations import PluginChange
from wellkept.platform.plugin_host.active_set import CORE, ActiveSet
from wellkept.platform.plugin_host.current import host
from wellkept_sdk.terms import Terms
from wellkept_sdk.text import LongText


class Reactivate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wish that a ticket be served as its contract says now."""

    note: LongText | None = None


class PinnedTerms(Struct, frozen=True, kw_only=True):
    """The terms of one plugin, every field stated."""

    terms_version: int
    terms: dict[str, Any]


class PinnedActivation(Struct, frozen=True, kw_only=True):
    """What a ticket has pinned; plugins that serve every record are not listed."""

    activation_id: UUID | None
    contract_id: UUID | None
    hash: str
    plugins: dict[str, PinnedTerms]

    @classmethod
    def of(cls, active: ActiveSet, *, contract_id: UUID | None) -> "PinnedActivation":
        """Return a set of plugins as the API shows it."""
        return cls(
            activation_id=active.id,
            contract_id=contract_id,
            hash=active.activation.hash,
            plugins={name: _shown(terms) for name, terms in decided_terms(active).items()},
        )


class ReactivationRead(Struct, frozen=True, kw_only=True):
    """What serves the ticket now and what served it before; pointers lie within each plugin's terms."""

    before: PinnedActivation
    after: PinnedActivation
    changes: list[PluginChange]


def decided_terms(active: ActiveSet) -> dict[str, Terms]:
    """Return the terms of `core` and of the plugins about which plans and contracts decide."""
    return {
        name: terms
        for name, terms in active.terms.items()
        if isinstance(terms, Terms) and (name == CORE or host().is_contract_level(name))
    }


def _shown(terms: Terms) -> PinnedTerms:
    return PinnedTerms(terms_version=terms.version, terms=msgspec.to_builtins(terms))
