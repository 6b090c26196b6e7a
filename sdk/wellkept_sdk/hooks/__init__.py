"""
The hooks of core: one class of specifications for each kind of record, which a plugin inherits and overrides.

Every hook takes exactly `(ctx, event)`. Third parties declare hooks of their own in the same way.
"""

from wellkept_sdk.hooks.contracts import ContractHooks
from wellkept_sdk.hooks.customers import CustomerHooks
from wellkept_sdk.hooks.equipment import EquipmentHooks
from wellkept_sdk.hooks.phases import HookSpec, Phase, Veto, apply, collect, decide, hookimpl
from wellkept_sdk.hooks.projects import ProjectHooks
from wellkept_sdk.hooks.tickets import TicketHooks
from wellkept_sdk.hooks.visibility import VisibilityQuestion

__all__ = [
    "ContractHooks",
    "CustomerHooks",
    "EquipmentHooks",
    "HookSpec",
    "Phase",
    "ProjectHooks",
    "TicketHooks",
    "Veto",
    "VisibilityQuestion",
    "apply",
    "collect",
    "decide",
    "hookimpl",
]
