"""What the routes say about why a record is served as it is, and about what a change would do."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from wellkept.activation.rules.merging import Source
from wellkept.activation.rules.resolution import Rule
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.ids import ActivationId, ContractId


class ChosenRead(Struct, frozen=True, kw_only=True):
    """What decides: by which rule, by which contract and plan."""

    rule: Rule
    contract_id: ContractId | None
    contract_number: str | None
    plan_code: str | None
    plan_revision: int | None

    def without_contract(self) -> "ChosenRead":
        """Return the rule alone."""
        return ChosenRead(rule=self.rule, contract_id=None, contract_number=None, plan_code=None, plan_revision=None)


class ConsideredRead(Struct, frozen=True, kw_only=True):
    """One rule that was asked, in order."""

    rule: Rule
    matched: bool
    reason: str


class PluginExplained(Struct, frozen=True, kw_only=True):
    """The terms of an active plugin; `sources` names by pointer who decided each value."""

    terms_version: int
    terms: dict[str, Any]
    sources: dict[str, Source]


class ActivationExplained(Struct, frozen=True, kw_only=True):
    """
    Why a record is served as it is.

    `activation_id` is null while no ticket and no call has needed this set of plugins and terms. Plugins that serve
    every record are not listed. Customers and partners see which plugins serve, not their terms or why.
    """

    activation_id: ActivationId | None
    hash: str
    pinned: bool
    at: datetime
    chosen: ChosenRead
    considered: list[ConsideredRead]
    plugins: dict[str, PluginExplained]
    inactive: dict[str, str]

    def for_actor(self, actor: Actor) -> "ActivationExplained":
        """
        Return what the actor may know of it: who is outside learns which plugins serve a record, to build a front end.

        Terms name what our own house and other parties have promised; a partner learns nothing of the contract either.
        """
        if not actor.is_outside:
            return self
        bare = {
            name: PluginExplained(terms_version=plugin.terms_version, terms={}, sources={})
            for name, plugin in self.plugins.items()
        }
        chosen = self.chosen if actor.role is Role.CUSTOMER else self.chosen.without_contract()
        return replace(self, chosen=chosen, considered=[], plugins=bare, inactive=dict.fromkeys(self.inactive, ""))


class FieldChange(Struct, frozen=True, kw_only=True):
    """One value of a plugin's terms before and after; null where there is none."""

    pointer: str
    before: Any
    after: Any


class PluginChange(Struct, frozen=True, kw_only=True):
    """What would become of one plugin; pointers lie within its terms."""

    plugin: str
    kind: Literal["enabled", "disabled", "terms_changed"]
    fields: list[FieldChange]


class Affected(Struct, frozen=True, kw_only=True):
    """How many records are concerned; the open tickets keep the terms that they have pinned."""

    customers: int
    projects: int
    equipment: int
    open_tickets_pinned: int


class PreviewConflict(Struct, frozen=True, kw_only=True):
    """Something that the change would break, or that would forbid it."""

    code: str
    message: str
    contract_number: str | None


class PreviewRead(Struct, frozen=True, kw_only=True):
    """What would change, without anything having been changed."""

    changes: list[PluginChange]
    affected: Affected
    conflicts: list[PreviewConflict]
