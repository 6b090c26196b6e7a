"""Which contract and plan count, with literal days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from wellkept.activation.rules.resolution import (
    ContractRevisionFacts,
    Known,
    Place,
    PlanRevisionFacts,
    Rule,
    choose,
    in_force,
)
from wellkept_sdk.ids import ContractId, ServicePlanId

CUSTOMER, TYPE, PROJECT = UUID(int=1), UUID(int=2), UUID(int=3)
GOLD, SILVER, BRONZE = (ServicePlanId(UUID(int=number)) for number in (11, 12, 13))
PLACE = Place(customer_id=CUSTOMER, customer_type_id=TYPE, project_id=PROJECT, time_zone="Asia/Shanghai")
WRITTEN = datetime(2025, 12, 1, tzinfo=UTC)
NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)


def plan(plan_id: ServicePlanId, *, revision: int = 1, effective_from: datetime = WRITTEN) -> PlanRevisionFacts:
    return PlanRevisionFacts(
        id=UUID(int=plan_id.int * 100 + revision),
        plan_id=plan_id,
        code=f"PLAN-{plan_id.int}",
        revision=revision,
        plugins={},
        effective_from=effective_from,
    )


def contract(  # noqa: PLR0913 - a row
    number: str,
    *,
    plan_id: ServicePlanId = GOLD,
    project_id: UUID | None = None,
    starts_on: date = date(2026, 1, 1),
    ends_on: date | None = None,
    revision: int = 1,
    effective_from: datetime = WRITTEN,
) -> ContractRevisionFacts:
    return ContractRevisionFacts(
        id=UUID(int=hash((number, revision)) & 0xFFFF),
        contract_id=ContractId(UUID(int=int(number))),
        number=number,
        customer_id=CUSTOMER,
        project_id=project_id,
        starts_on=starts_on,
        revision=revision,
        plan_id=plan_id,
        overrides={},
        ends_on=ends_on,
        effective_from=effective_from,
    )


def known(
    *contracts: ContractRevisionFacts,
    plans: Sequence[PlanRevisionFacts] = (plan(GOLD), plan(SILVER), plan(BRONZE)),
    of_type: ServicePlanId | None = None,
    default: ServicePlanId | None = None,
) -> Known:
    return Known(
        contracts=contracts,
        plans={plan_id: [each for each in plans if each.plan_id == plan_id] for plan_id in (GOLD, SILVER, BRONZE)},
        type_plans={} if of_type is None else {TYPE: of_type},
        default_plan=default,
    )


class TestChoose:
    def test_takes_the_contract_of_the_project_first(self) -> None:
        both = known(contract("1", plan_id=SILVER), contract("2", project_id=PROJECT), of_type=BRONZE, default=BRONZE)

        choice = choose(both, PLACE, at=NOON)

        assert (choice.rule, choice.contract and choice.contract.number) == (Rule.PROJECT_CONTRACT, "2")
        assert choice.plan == plan(GOLD)

    def test_takes_the_contract_of_the_customer_for_its_other_projects(self) -> None:
        of_another = contract("2", project_id=UUID(int=99))

        choice = choose(known(contract("1", plan_id=SILVER), of_another), PLACE, at=NOON)

        assert (choice.rule, choice.plan) == (Rule.CUSTOMER_CONTRACT, plan(SILVER))

    def test_takes_the_default_plan_of_the_type_where_no_contract_covers_the_day(self) -> None:
        over = contract("1", ends_on=date(2026, 5, 4))

        choice = choose(known(over, of_type=BRONZE, default=SILVER), PLACE, at=NOON)

        assert (choice.rule, choice.contract, choice.plan) == (Rule.CUSTOMER_TYPE_PLAN, None, plan(BRONZE))

    def test_takes_the_default_plan_of_the_deployment_last(self) -> None:
        choice = choose(known(default=SILVER), PLACE, at=NOON)

        assert (choice.rule, choice.plan) == (Rule.DEPLOYMENT_PLAN, plan(SILVER))

    def test_takes_nothing_where_there_is_nothing(self) -> None:
        choice = choose(known(), PLACE, at=NOON)

        assert (choice.rule, choice.plan, choice.key) == (Rule.NONE, None, (None, None))
        assert [(each.rule, each.matched) for each in choice.considered] == [
            (Rule.PROJECT_CONTRACT, False),
            (Rule.CUSTOMER_CONTRACT, False),
            (Rule.CUSTOMER_TYPE_PLAN, False),
            (Rule.DEPLOYMENT_PLAN, False),
        ]

    @pytest.mark.parametrize(
        ("at", "number"),
        [
            pytest.param(datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC), "1", id="23:59:59 in Shanghai"),
            pytest.param(datetime(2026, 6, 30, 16, 0, tzinfo=UTC), "2", id="midnight in Shanghai"),
            pytest.param(datetime(2026, 6, 30, 16, 30, tzinfo=UTC), "2", id="July in Shanghai, June in UTC"),
        ],
    )
    def test_changes_contracts_at_the_customers_midnight(self, at: datetime, number: str) -> None:
        first = contract("1", starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1))
        second = contract("2", starts_on=date(2026, 7, 1))

        choice = choose(known(first, second), PLACE, at=at)

        assert choice.contract is not None
        assert choice.contract.number == number

    def test_follows_the_contract_as_it_was_written_then(self) -> None:
        shortened_at = datetime(2026, 5, 4, 5, tzinfo=UTC)
        long = contract("1")
        short = contract("1", revision=2, ends_on=date(2026, 3, 1), effective_from=shortened_at)

        before = choose(known(long, short), PLACE, at=NOON)
        after = choose(known(long, short), PLACE, at=shortened_at)

        assert (before.rule, after.rule) == (Rule.CUSTOMER_CONTRACT, Rule.NONE)

    def test_takes_the_later_one_where_an_earlier_had_not_been_shortened_yet(self) -> None:
        shortened = contract("1", revision=2, ends_on=date(2026, 3, 1), effective_from=datetime(2026, 6, 1, tzinfo=UTC))
        successor = contract("2", starts_on=date(2026, 3, 1))

        choice = choose(known(contract("1"), shortened, successor), PLACE, at=NOON)

        assert choice.contract is not None
        assert choice.contract.number == "2"

    def test_follows_the_plan_as_it_is_at_the_instant(self) -> None:
        new = plan(GOLD, revision=2, effective_from=NOON)

        choices = [
            choose(known(contract("1"), plans=[plan(GOLD), new]), PLACE, at=at)
            for at in (datetime(2026, 5, 4, 3, 59, 59, tzinfo=UTC), NOON)
        ]

        assert [choice.plan and choice.plan.revision for choice in choices] == [1, 2]


class TestInForce:
    def test_gives_the_first_revision_no_lower_bound(self) -> None:
        assert in_force([plan(GOLD)], at=datetime(1999, 1, 1, tzinfo=UTC)) == plan(GOLD)

    def test_takes_the_last_of_those_that_begin_together(self) -> None:
        revisions = [
            plan(GOLD),
            plan(GOLD, revision=2, effective_from=NOON),
            plan(GOLD, revision=3, effective_from=NOON),
        ]

        assert in_force(revisions, at=NOON) == revisions[2]
