"""What a revision of a plan, or a contract, would change: checked like the change itself, but nothing is written."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from wellkept.activation.errors import ContractOverlap
from wellkept.activation.queries import contracts, known, plans
from wellkept.activation.queries.affected import affected_by_contract, affected_by_plan
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.queries.resolving import choose_many, composition_of
from wellkept.activation.rules.checking import override_mistakes
from wellkept.activation.rules.composition import Composition, PlanPlugins, composition
from wellkept.activation.rules.differences import differences
from wellkept.activation.schemas.contracts import ContractCreate
from wellkept.activation.schemas.explanations import PluginChange, PreviewConflict, PreviewRead
from wellkept.activation.schemas.plans import ServicePlanRevisionCreate
from wellkept.activation.service.agreements import Agreement, agreed, wish_of
from wellkept.activation.service.plans import checked_revision
from wellkept.activation.service.terms_questions import require_contract_terms, require_plan_terms
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.ids import ServicePlanId
from wellkept_sdk.now import now


async def of_revision(plan_id: ServicePlanId, draft: ServicePlanRevisionCreate, *, actor: Actor) -> PreviewRead:
    """
    Return what a revision of a plan would change.

    Raises:
        NotFound: there is no such plan.
        Invalid: the revision would be refused.
        PluginFailed: a plugin that has to check its terms has failed.
    """
    asked_at = now()
    plugins, at = checked_revision(draft, last=await plans.plan(plan_id), at=asked_at)
    await require_plan_terms(plugins, actor=actor, at=asked_at)
    before = await known.plan_in_force(plan_id, at=at)
    return PreviewRead(
        changes=_changes(_alone(before.plugins), _alone(plugins)),
        affected=await affected_by_plan(plan_id, at=at),
        conflicts=await _broken_contracts(plan_id, plugins, at=at),
    )


async def of_contract(draft: ContractCreate, *, actor: Actor) -> PreviewRead:
    """
    Return what a contract would change, on the first day that it covers or today.

    Raises:
        Invalid: the contract would be refused for what it says.
        PluginFailed: a plugin that has to check its terms has failed.
    """
    async with transaction():
        asked_at = now()
        agreement = await agreed(wish_of(draft), at=asked_at)
        await require_contract_terms(agreement, actor=actor, at=asked_at)
        at = _decisive(agreement, at=asked_at)
        (choice,) = await choose_many([(agreement.place, at)])
        return PreviewRead(
            changes=_changes(composition_of(choice), agreement.outcome),
            affected=await affected_by_contract(agreement.wish.scope, at=at),
            conflicts=await _conflicts(agreement),
        )


async def _broken_contracts(plan_id: ServicePlanId, plugins: PlanPlugins, *, at: datetime) -> list[PreviewConflict]:
    """Return the contracts whose overrides do not fit the plan any more; they would lose the plugins concerned."""
    return [
        PreviewConflict(code=mistake.code, message=mistake.message, contract_number=contract.number)
        for contract in await known.contracts_of_plan(plan_id, at=at)
        for mistake in override_mistakes(catalogue(), contract.overrides, plan=plugins)
    ]


async def _conflicts(agreement: Agreement) -> list[PreviewConflict]:
    wish = agreement.wish
    overlaps = [
        PreviewConflict(code=ContractOverlap.code, message=ContractOverlap(number).detail, contract_number=number)
        for number in await contracts.overlapping(wish.scope)
    ]
    if not await contracts.number_is_taken(wish.number):
        return overlaps
    taken = PreviewConflict(code=CodeTaken.code, message=CodeTaken.title(), contract_number=wish.number)
    return [*overlaps, taken]


def _decisive(agreement: Agreement, *, at: datetime) -> datetime:
    """Return now, or the beginning of the contract's first day where now lies outside its period."""
    wish, zone = agreement.wish, ZoneInfo(agreement.place.time_zone)
    today = at.astimezone(zone).date()
    if wish.starts_on <= today and (wish.ends_on is None or today < wish.ends_on):
        return at
    return datetime.combine(wish.starts_on, time(), zone).astimezone(UTC)


def _alone(plugins: PlanPlugins) -> Composition:
    return composition(catalogue(), plan=plugins, overrides={})


def _changes(before: Composition, after: Composition) -> list[PluginChange]:
    return msgspec.convert(differences(before, after), list[PluginChange], from_attributes=True)
