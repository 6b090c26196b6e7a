"""What a contract is meant to say, checked against the customer, the plan and the plugins that are active."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from wellkept.activation.errors import PLUGIN_REQUIRES, EmptyPeriod, OtherCustomer
from wellkept.activation.queries import activations, contracts, plans
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.queries.known import plan_in_force
from wellkept.activation.rules.checking import override_mistakes
from wellkept.activation.rules.composition import Composition, Override, composition
from wellkept.activation.rules.resolution import Place, PlanRevisionFacts
from wellkept.activation.schemas.contracts import ContractCreate, ContractPatch, OverrideWrite
from wellkept.platform.plugin_host.active_set import CORE
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.hooks.contracts import ContractActivating, ContractHooks
from wellkept_sdk.ids import ContractId, CustomerId, ProjectId
from wellkept_sdk.records.references import RecordName, RecordRef

_NO_PLAN: Mapping[str, Any] = {}


class Wish(Struct, frozen=True, kw_only=True):
    """A contract as somebody wants it."""

    number: str
    customer_id: CustomerId
    project_id: ProjectId | None
    plan_code: str
    starts_on: date
    ends_on: date | None
    overrides: Mapping[str, Override]

    @property
    def scope(self) -> contracts.Scope:
        """Whose contract it is, and for which period."""
        return contracts.Scope(
            customer_id=self.customer_id, project_id=self.project_id, starts_on=self.starts_on, ends_on=self.ends_on
        )

    @property
    def record(self) -> RecordRef:
        """The project or customer that it is about."""
        if self.project_id is None:
            return RecordRef(RecordName.CUSTOMER, self.customer_id)
        return RecordRef(RecordName.PROJECT, self.project_id)

    @property
    def overrides_stored(self) -> dict[str, Any]:
        """The overrides as a revision keeps them."""
        return {
            name: {"enabled": override.enabled, "terms": override.terms, "version": override.version}
            for name, override in self.overrides.items()
        }


class Agreement(Struct, frozen=True, kw_only=True):
    """A wish that can be granted: where it holds, which plan it follows, and what comes of it."""

    wish: Wish
    place: Place
    plan: PlanRevisionFacts
    outcome: Composition


def wish_of(draft: ContractCreate) -> Wish:
    """Return the contract that a request to make one wants."""
    values = {name: getattr(draft, name) for name in Wish.__struct_fields__ if name != "overrides"}
    return Wish(**values, overrides={name: _override(name, given) for name, given in draft.overrides.items()})


def wish_after(patch: ContractPatch, *, before: Row) -> Wish:
    """Return the contract that a change wants; the override of a plugin is replaced whole, and null removes it."""
    overrides = msgspec.convert(before["overrides"], dict[str, Override])
    if patch.overrides is None:
        overrides = {}
    elif patch.overrides is not UNSET:
        written = {name: given and _override(name, given) for name, given in patch.overrides.items()}
        overrides = {name: override for name, override in {**overrides, **written}.items() if override is not None}
    return Wish(
        number=before["number"],
        customer_id=before["customer_id"],
        project_id=before["project_id"],
        starts_on=before["starts_on"],
        plan_code=before["plan_code"] if patch.plan_code is UNSET else patch.plan_code,
        ends_on=before["ends_on"] if patch.ends_on is UNSET else patch.ends_on,
        overrides=overrides,
    )


async def agreed(wish: Wish, *, at: datetime) -> Agreement:
    """
    Return the wish with everything that it refers to; the customer's contracts stand still from here on.

    Raises:
        Invalid: a reference is unknown, the period empty, or the overrides have mistakes; all of them at once.
    """
    customer = await contracts.customer_of_contracts(wish.customer_id)
    plan_id = await plans.plan_id_of(wish.plan_code)
    plan = None if plan_id is None else await plan_in_force(plan_id, at=at)
    mistakes = [
        *([] if customer else [unknown_reference("/customer_id", "customer")]),
        *await _project_mistakes(wish),
        *([] if plan else [unknown_reference("/plan_code", "service plan")]),
        *([EmptyPeriod.at("/ends_on")] if wish.ends_on is not None and wish.ends_on <= wish.starts_on else []),
        *_override_mistakes(wish, plan),
    ]
    refuse(mistakes)
    assert customer is not None
    assert plan is not None
    return Agreement(
        wish=wish,
        place=Place(
            customer_id=wish.customer_id,
            customer_type_id=customer["customer_type_id"],
            project_id=wish.project_id,
            time_zone=customer["time_zone"],
        ),
        plan=plan,
        outcome=composition(catalogue(), plan=plan.plugins, overrides=wish.overrides),
    )


async def require_consent(agreement: Agreement, *, contract_id: ContractId | None, actor: Actor, at: datetime) -> None:
    """
    Ask the plugins that the contract activates.

    Raises:
        Vetoed: one of them does not allow it.
        PluginFailed: one that has to answer has failed.
    """
    wish = agreement.wish
    active = activations.active_set(agreement.outcome, activation_id=None)
    event = ContractActivating(
        contract_id=contract_id,
        number=wish.number,
        customer_id=wish.customer_id,
        project_id=wish.project_id,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        plugins=values_of_plugins(agreement.outcome),
    )
    occasion = Occasion(actor=actor, at=at, active=active, record=wish.record)
    await calls.decide(ContractHooks.contract_activating, occasion, event)


def values_of_plugins(outcome: Composition) -> dict[str, Any]:
    """Return the terms of every plugin that would be active, as JSON values."""
    return {name: each.values for name, each in outcome.active.items() if name != CORE}


async def _project_mistakes(wish: Wish) -> list[Invalid]:
    if wish.project_id is None:
        return []
    customer_id = await contracts.customer_of_project(wish.project_id)
    if customer_id is None:
        return [unknown_reference("/project_id", "project")]
    return [] if customer_id == wish.customer_id else [OtherCustomer.at("/project_id")]


def _override_mistakes(wish: Wish, plan: PlanRevisionFacts | None) -> list[Invalid]:
    found = override_mistakes(catalogue(), wish.overrides, plan=_NO_PLAN if plan is None else plan.plugins)
    if plan is None:
        found = [mistake for mistake in found if mistake.code != PLUGIN_REQUIRES]  # the plan may well have it
    return [Invalid(errors=found)] if found else []


def _override(name: str, given: OverrideWrite) -> Override:
    offer = catalogue().per_contract(name)
    return Override(enabled=given.enabled, terms=given.terms, version=1 if offer is None else offer.terms.version)
