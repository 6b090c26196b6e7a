"""Asking plugins whether they can keep the terms that a plan or a contract is about to give them."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from wellkept.activation.queries import activations
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.rules.composition import Composition, PlanPlugins, composition
from wellkept.activation.rules.faults import faults_in_contract, faults_in_plan
from wellkept.activation.service.agreements import Agreement, values_of_plugins
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.calling.hearing import is_implemented
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import current_unit, unit_of_work
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Reply
from wellkept_sdk.errors import FieldError, Invalid
from wellkept_sdk.hooks.contracts import ContractHooks, TermsChecking, TermsFaults
from wellkept_sdk.records.references import RecordRef


async def require_plan_terms(plugins: PlanPlugins, *, actor: Actor, at: datetime) -> None:
    """
    Ask the plugins of a plan about the terms that it alone gives them; where nobody looks, nothing is done.

    Raises:
        Invalid: one of them finds faults; those of all at once.
        PluginFailed: one that has to answer has failed.
    """
    if not is_implemented(ContractHooks.terms_checking):
        return
    outcome = composition(catalogue(), plan=plugins, overrides={})
    replies = await _asked(outcome, actor=actor, at=at, record=None)
    _refuse([fault for each in replies for fault in faults_in_plan(each.plugin, each.value.items, outcome=outcome)])


async def require_contract_terms(agreement: Agreement, *, actor: Actor, at: datetime) -> None:
    """
    Ask the plugins of a contract about the terms that it gives them with its plan; where nobody looks, nothing is done.

    Raises:
        Invalid: one of them finds faults; those of all at once.
        PluginFailed: one that has to answer has failed.
    """
    if not is_implemented(ContractHooks.terms_checking):
        return
    outcome, wish = agreement.outcome, agreement.wish
    replies = await _asked(outcome, actor=actor, at=at, record=wish.record)
    plan, overrides = agreement.plan.plugins, wish.overrides
    found = [
        fault
        for each in replies
        for fault in faults_in_contract(each.plugin, each.value.items, outcome=outcome, plan=plan, overrides=overrides)
    ]
    _refuse(found)


async def _asked(
    outcome: Composition, *, actor: Actor, at: datetime, record: RecordRef | None
) -> Sequence[Reply[TermsFaults]]:
    active = activations.active_set(outcome, activation_id=None)
    occasion = Occasion(actor=actor, at=at, active=active, record=record)
    asked = TermsChecking(plugins=values_of_plugins(outcome))
    # A preview of a plan has no unit; with one, a plugin that writes all the same leaves nothing when it fails.
    async with unit_of_work() if current_unit() is None else nullcontext():
        return await calls.collect(ContractHooks.terms_checking, occasion, asked)


def _refuse(faults: Sequence[FieldError]) -> None:
    if faults:
        raise Invalid(errors=faults)
