"""Which contract and plan count for a place at an instant (core.md, rule 16)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from wellkept.activation.rules.composition import Override, PlanPlugins
from wellkept_sdk.ids import ContractId, ServicePlanId
from wellkept_sdk.local_days import local_day


class Rule(StrEnum):
    """What chose the plan, in the order in which they are asked."""

    PROJECT_CONTRACT = "project_contract"  #: A contract of the project.
    CUSTOMER_CONTRACT = "customer_contract"  #: A contract of the customer, for all its projects.
    CUSTOMER_TYPE_PLAN = "customer_type_plan"  #: The default plan of the customer's type.
    DEPLOYMENT_PLAN = "deployment_plan"  #: The default plan of the deployment.
    NONE = "none"  #: Nothing: only `core` is active.


class Place(Struct, frozen=True, kw_only=True):
    """Where a record belongs, as far as it matters for plans and contracts; days begin in the customer's zone."""

    customer_id: UUID | None
    customer_type_id: UUID | None
    project_id: UUID | None
    time_zone: str


class ContractRevisionFacts(Struct, frozen=True, kw_only=True):
    """A contract as one of its revisions has it."""

    id: UUID
    contract_id: ContractId
    number: str
    customer_id: UUID
    project_id: UUID | None
    starts_on: date
    revision: int
    plan_id: ServicePlanId
    overrides: Mapping[str, Override]
    ends_on: date | None
    effective_from: datetime


class PlanRevisionFacts(Struct, frozen=True, kw_only=True):
    """What a plan says in one of its revisions."""

    id: UUID
    plan_id: ServicePlanId
    code: str
    revision: int
    plugins: PlanPlugins
    effective_from: datetime


class Known(Struct, frozen=True, kw_only=True):
    """
    The rows that decide.

    Args:
        contracts: revisions of the contracts of the customers and projects concerned.
        plans: revisions of every plan that may count, by plan.
        type_plans: the default plan of each customer type that has one.
        default_plan: the deployment's default plan, if there is one.
    """

    contracts: Sequence[ContractRevisionFacts]
    plans: Mapping[ServicePlanId, Sequence[PlanRevisionFacts]]
    type_plans: Mapping[UUID, ServicePlanId]
    default_plan: ServicePlanId | None


class Considered(Struct, frozen=True, kw_only=True):
    """One rule that was asked, and why it did or did not decide."""

    rule: Rule
    matched: bool
    reason: str


class Choice(Struct, frozen=True, kw_only=True):
    """What counts for a place at an instant."""

    rule: Rule
    contract: ContractRevisionFacts | None
    plan: PlanRevisionFacts | None
    considered: tuple[Considered, ...]

    @property
    def key(self) -> tuple[UUID | None, UUID | None]:
        """The plan revision and the contract revision, which together decide everything."""
        return (self.plan and self.plan.id, self.contract and self.contract.id)


def choose(known: Known, place: Place, *, at: datetime) -> Choice:
    """Return the first of project contract, customer contract, type's plan and deployment's plan that there is."""
    day = local_day(at, time_zone=place.time_zone)
    asked: list[Considered] = []
    for rule, candidates in _contract_rules(known, place):
        contract = contract_on(candidates, day=day, at=at)
        asked.append(_asked(rule, contract and f"Contract {contract.number} covers {day}.", f"None covers {day}."))
        if contract is not None:
            plan = in_force(known.plans.get(contract.plan_id, ()), at=at)
            return Choice(rule=rule, contract=contract, plan=plan, considered=tuple(asked))
    for rule, plan_id in _plan_rules(known, place):
        plan = in_force(known.plans.get(plan_id, ()), at=at) if plan_id is not None else None
        asked.append(_asked(rule, plan and f"It is plan {plan.code}.", "There is none."))
        if plan is not None:
            return Choice(rule=rule, contract=None, plan=plan, considered=tuple(asked))
    return Choice(rule=Rule.NONE, contract=None, plan=None, considered=tuple(asked))


def contract_on(revisions: Iterable[ContractRevisionFacts], *, day: date, at: datetime) -> ContractRevisionFacts | None:
    """
    Return the contract that covers a day, as its revision in force at the instant says.

    Seen from before a contract was shortened, its successor may cover the same day: then the one that starts later.
    """
    by_contract: dict[ContractId, list[ContractRevisionFacts]] = {}
    for revision in revisions:
        by_contract.setdefault(revision.contract_id, []).append(revision)
    present = (in_force(each, at=at) for each in by_contract.values())
    covering = [each for each in present if each and covers(each.starts_on, each.ends_on, day=day)]
    return max(covering, key=lambda each: (each.starts_on, each.contract_id), default=None)


RevisionT = TypeVar("RevisionT", ContractRevisionFacts, PlanRevisionFacts)


def in_force(revisions: Sequence[RevisionT], *, at: datetime) -> RevisionT | None:
    """Return the last revision that counts at an instant; the first has no lower bound."""
    begun = [each for each in revisions if each.revision == 1 or each.effective_from <= at]
    return max(begun, key=lambda each: each.revision, default=None)


def covers(starts_on: date, ends_on: date | None, *, day: date) -> bool:
    """Return whether a half-open period has a day."""
    return starts_on <= day and (ends_on is None or day < ends_on)


def _contract_rules(known: Known, place: Place) -> list[tuple[Rule, list[ContractRevisionFacts]]]:
    rules: list[tuple[Rule, Callable[[ContractRevisionFacts], bool]]] = []
    if place.project_id is not None:
        rules.append((Rule.PROJECT_CONTRACT, lambda each: each.project_id == place.project_id))
    if place.customer_id is not None:
        rules.append(
            (Rule.CUSTOMER_CONTRACT, lambda each: each.project_id is None and each.customer_id == place.customer_id)
        )
    return [(rule, [each for each in known.contracts if fits(each)]) for rule, fits in rules]


def _plan_rules(known: Known, place: Place) -> list[tuple[Rule, ServicePlanId | None]]:
    of_type = known.type_plans.get(place.customer_type_id) if place.customer_type_id is not None else None
    return [(Rule.CUSTOMER_TYPE_PLAN, of_type), (Rule.DEPLOYMENT_PLAN, known.default_plan)]


def _asked(rule: Rule, matched: str | None, otherwise: str) -> Considered:
    return Considered(rule=rule, matched=matched is not None, reason=matched or otherwise)
