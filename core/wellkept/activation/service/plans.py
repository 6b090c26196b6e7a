"""Making, revising, renaming and deleting service plans."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wellkept.activation.errors import EffectiveInPast, EffectiveOutOfOrder
from wellkept.activation.queries import plans as queries
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.queries.default_plan import default_plan
from wellkept.activation.rules.checking import plan_mistakes
from wellkept.activation.rules.composition import PlanPlugins
from wellkept.activation.schemas.plans import (
    ServicePlanCreate,
    ServicePlanPatch,
    ServicePlanRevisionCreate,
    terms_given,
)
from wellkept.activation.service.terms_questions import require_plan_terms
from wellkept.activation.tables import ServicePlan, ServicePlanRevision
from wellkept.platform import merge_patch
from wellkept.platform.audit.service import record_audit
from wellkept.platform.constraints import UniqueKey, unique, unreferenced
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import InUse, Invalid, refuse
from wellkept_sdk.events.activation import (
    ServicePlanCreated,
    ServicePlanDeleted,
    ServicePlanRevised,
    ServicePlanUpdated,
)
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import ServicePlanId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now

_CODE = UniqueKey("service_plan", ("code",), "/code")
_EFFECTIVE_FROM = "/effective_from"


async def create(draft: ServicePlanCreate, *, actor: Actor) -> Row:
    """
    Make a service plan with its first revision, which counts for the past too.

    Raises:
        Invalid: the plugins or their terms have mistakes.
        CodeTaken: another plan has this code.
        PluginFailed: a plugin that has to check its terms has failed.
    """
    refuse(_plugin_mistakes(draft.plugins))
    async with transaction():
        await require_plan_terms(_stored(draft.plugins), actor=actor, at=now())
        return await add(draft, actor=actor)


async def add(draft: ServicePlanCreate, *, actor: Actor) -> Row:
    """
    Store a service plan whose terms need no check, in the caller's transaction.

    Raises:
        CodeTaken: another plan has this code.
    """
    with unique(_CODE):
        plan = await rows.insert(ServicePlan, code=draft.code, name=draft.name)
    plan_id = ServicePlanId(plan["id"])
    revision = await _add_revision(plan_id, 1, plugins=_stored(draft.plugins), effective_from=now())
    after = {"code": draft.code, "name": draft.name, "plugins": draft.plugins}
    await _audit("created", plan_id, actor=actor, before=None, after=after)
    await emit(ServicePlanCreated(plan_id=plan_id, code=draft.code), actor=actor)
    return _with_revision(plan, revision)


async def revise(plan_id: ServicePlanId, *, draft: ServicePlanRevisionCreate, if_match: IfMatch, actor: Actor) -> Row:
    """
    Let a plan say something else from a moment on; tickets keep what they have pinned.

    Raises:
        NotFound: there is no such plan.
        Invalid: the plugins or their terms have mistakes, or the moment has passed or comes before the last revision's.
        PreconditionFailed: the plan has changed since the version that the caller has seen.
        PluginFailed: a plugin that has to check its terms has failed.
    """
    async with transaction():
        plan = rows.required(await rows.locked(ServicePlan, plan_id))
        last = await queries.plan(plan_id)
        at = now()
        plugins, effective_from = checked_revision(draft, last=last, at=at)
        if_match.require(plan["version"])
        await require_plan_terms(plugins, actor=actor, at=at)
        number: int = last["revision"] + 1
        revision = await _add_revision(plan_id, number, plugins=plugins, effective_from=effective_from)
        await rows.update(ServicePlan, plan_id, changes={})
        await _audit(
            "revised",
            plan_id,
            actor=actor,
            before={"revision": last["revision"], "plugins": terms_given(last["plugins"])},
            after={"revision": number, "plugins": draft.plugins, "effective_from": effective_from},
        )
        announced = ServicePlanRevised(
            plan_id=plan_id, code=plan["code"], revision=number, effective_from=effective_from
        )
        await emit(announced, actor=actor)
        return revision


async def update(plan_id: ServicePlanId, *, patch: ServicePlanPatch, if_match: IfMatch, actor: Actor) -> Row:
    """
    Rename a service plan; what stays as it was is neither written nor announced.

    Raises:
        NotFound: there is no such plan.
        PreconditionFailed: the plan has changed since the version that the caller has seen.
    """
    async with transaction():
        before = rows.required(await rows.locked(ServicePlan, plan_id))
        if_match.require(before["version"])
        changes = merge_patch.differing(merge_patch.given(patch), before=before)
        if changes:
            await rows.update(ServicePlan, plan_id, changes=changes)
            earlier = {name: before[name] for name in changes}
            await _audit("updated", plan_id, actor=actor, before=earlier, after=changes)
            announced = ServicePlanUpdated(plan_id=plan_id, code=before["code"], changed_fields=tuple(changes))
            await emit(announced, actor=actor)
        return await queries.plan(plan_id)


async def delete(plan_id: ServicePlanId, *, if_match: IfMatch, actor: Actor) -> None:
    """
    Delete a service plan that nothing refers to.

    Raises:
        NotFound: there is no such plan.
        PreconditionFailed: the plan has changed since the version that the caller has seen.
        InUse: contracts follow it or once did, or it is a default plan.
    """
    async with transaction():
        plan = rows.required(await rows.locked(ServicePlan, plan_id))
        if_match.require(plan["version"])
        if plan["code"] == default_plan() or await queries.is_default_of_types(plan_id):
            raise InUse
        with unreferenced():
            await rows.delete(ServicePlan, plan_id)
        before = {"code": plan["code"], "name": plan["name"]}
        await _audit("deleted", plan_id, actor=actor, before=before, after=None)
        await emit(ServicePlanDeleted(plan_id=plan_id, code=plan["code"]), actor=actor)


def checked_revision(draft: ServicePlanRevisionCreate, *, last: Row, at: datetime) -> tuple[PlanPlugins, datetime]:
    """
    Return what a revision keeps, and from when on it counts: from now on, if nothing is said.

    Raises:
        Invalid: the plugins or their terms have mistakes, or the moment has passed or comes before the last revision's.
    """
    given = draft.effective_from
    effective_from = at if given is None else as_utc(given, pointer=_EFFECTIVE_FROM)
    mistakes = _plugin_mistakes(draft.plugins)
    if effective_from < at:
        mistakes.append(EffectiveInPast.at(_EFFECTIVE_FROM))
    elif effective_from < last["effective_from"]:
        mistakes.append(EffectiveOutOfOrder.at(_EFFECTIVE_FROM))
    refuse(mistakes)
    return _stored(draft.plugins), effective_from


async def _add_revision(plan_id: ServicePlanId, number: int, *, plugins: PlanPlugins, effective_from: datetime) -> Row:
    return await rows.insert(
        ServicePlanRevision, plan_id=plan_id, revision=number, plugins=dict(plugins), effective_from=effective_from
    )


def _stored(plugins: Mapping[str, dict[str, Any]]) -> PlanPlugins:
    offers = catalogue().offers
    return {name: (offers[name].terms.version, terms) for name, terms in plugins.items()}


def _plugin_mistakes(plugins: dict[str, dict[str, Any]]) -> list[Invalid]:
    found = plan_mistakes(catalogue(), plugins)
    return [Invalid(errors=found)] if found else []


def _with_revision(plan: Row, revision: Row) -> Row:
    return {**plan, **{name: revision[name] for name in ("revision", "plugins", "effective_from")}}


async def _audit(
    verb: str,
    plan_id: ServicePlanId,
    *,
    actor: Actor,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    await record_audit(
        f"activation.plan.{verb}", subject=f"service-plans/{plan_id}", actor=actor, before=before, after=after
    )
