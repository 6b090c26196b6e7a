"""From a place to the activation that serves it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from made_plugins import plugins_bound
from plans_house import ClockTerms, ShelfTerms
from wellkept.activation import queries
from wellkept.activation.queries import Place
from wellkept.activation.rules.resolution import Rule
from wellkept.activation.schemas.contracts import ContractCreate, OverrideWrite
from wellkept.activation.schemas.plans import ServicePlanCreate
from wellkept.activation.service import contracts, plans
from wellkept.activation.tables import ActivationRow
from wellkept.customers.tables import Customer, CustomerType
from wellkept.platform.storage import rows
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.projects.tables import Project
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.references import RecordName

pytestmark = pytest.mark.usefixtures("host")

NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)

MakePlan = Callable[..., Awaitable[Any]]


async def plan(code: str, **plugins: dict[str, Any]) -> None:
    await plans.create(ServicePlanCreate(code=code, name=code, plugins=plugins), actor=SYSTEM)


async def contract(customer: dict[str, Any], number: str, **values: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"plan_code": "GOLD", "starts_on": date(2026, 1, 1), **values}
    return await contracts.create(ContractCreate(number=number, customer_id=customer["id"], **said), actor=SYSTEM)


@pytest.fixture
async def customer(database: Database) -> dict[str, Any]:
    """Return a customer in Shanghai; the plan `default` has the shelf, GOLD both plugins."""
    assert database.statements >= 0
    await plan("default", shelf={})
    await plan("GOLD", shelf={}, clock={"respond_hours": 4})
    kind = await rows.insert(CustomerType, code="T", name="T", default_plan_id=None)
    return await rows.insert(
        Customer, code="C", name="C", customer_type_id=kind["id"], locale="zh-CN", time_zone="Asia/Shanghai"
    )


async def project_of(customer: dict[str, Any], code: str = "P") -> dict[str, Any]:
    return await rows.insert(Project, code=code, name=code, customer_id=customer["id"], kind="plant")


def place_of(customer: dict[str, Any], project: dict[str, Any] | None = None) -> Place:
    return Place(
        customer_id=customer["id"],
        customer_type_id=customer["customer_type_id"],
        project_id=None if project is None else project["id"],
        time_zone=customer["time_zone"],
    )


class TestResolve:
    async def test_falls_back_to_the_default_plan_of_the_deployment(self, customer: dict[str, Any]) -> None:
        found = await queries.resolve(place_of(customer), at=NOON)

        assert (found.choice.rule, found.contract_id) == (Rule.DEPLOYMENT_PLAN, None)
        assert found.active.plugins == {"house", "shelf"}
        assert found.active.terms["shelf"] == ShelfTerms()

    async def test_takes_the_default_plan_of_the_customer_type(self, customer: dict[str, Any]) -> None:
        gold = await plans.create(ServicePlanCreate(code="TYPE", name="T", plugins={}), actor=SYSTEM)
        changes = {"default_plan_id": gold["id"]}
        await rows.update(CustomerType, customer["customer_type_id"], changes=changes)

        found = await queries.resolve(place_of(customer), at=NOON)

        assert (found.choice.rule, found.active.plugins) == (Rule.CUSTOMER_TYPE_PLAN, {"house"})

    async def test_merges_settings_plan_and_contract(self, customer: dict[str, Any]) -> None:
        override = OverrideWrite(terms={"by_grade": {"3": 9}, "respond_hours": None})
        made = await contract(customer, "K-1", overrides={"clock": override})

        found = await queries.resolve(place_of(customer), at=NOON)

        assert (found.choice.rule, found.contract_id) == (Rule.CUSTOMER_CONTRACT, made["id"])
        assert found.active.terms["clock"] == ClockTerms(respond_hours=24, by_grade={"1": 2, "2": 4, "3": 9})

    async def test_leaves_the_core_alone_where_there_is_nothing(self, database: Database) -> None:
        nobody = Place(customer_id=None, customer_type_id=None, project_id=None, time_zone="UTC")

        found = await queries.resolve(nobody, at=NOON)

        assert database.statements == 3
        assert (found.choice.rule, found.active.plugins) == (Rule.NONE, {"house"})
        assert queries.core_terms(found.active).auto_close_after_days == 10

    async def test_reads_twice_and_stores_once(self, customer: dict[str, Any], database: Database) -> None:
        project = await project_of(customer)
        await contract(customer, "K-1")

        before = database.statements
        first = await queries.resolve(place_of(customer), at=NOON)
        cold, before = database.statements - before, database.statements
        again = await queries.resolve(place_of(customer, project), at=NOON)
        warm = database.statements - before

        assert (cold, warm) == (3, 2)
        assert again.active is first.active

    async def test_gives_equal_results_one_activation(self, customer: dict[str, Any], database: Database) -> None:
        await plan("SAME", clock={"respond_hours": 4}, shelf={"articles_max": 10})
        project = await project_of(customer)
        await contract(customer, "K-1")
        await contract(customer, "K-2", plan_code="SAME", project_id=project["id"])

        gold = await queries.resolve(place_of(customer), at=NOON)
        same = await queries.resolve(place_of(customer, project), at=NOON)

        assert gold.active.id == same.active.id
        assert len(await database.fetch("SELECT id FROM activation")) == 1

    async def test_keeps_nothing_of_a_rolled_back_insert(self, customer: dict[str, Any], database: Database) -> None:
        async def resolve_and_fail() -> None:
            async with transaction():
                await queries.resolve(place_of(customer), at=NOON)
                raise LookupError

        with pytest.raises(LookupError):
            await resolve_and_fail()

        found = await queries.resolve(place_of(customer), at=NOON)

        assert [row["id"] for row in await database.fetch("SELECT id FROM activation")] == [found.active.id]
        assert (await queries.of_ticket(found.active.id)).terms == found.active.terms

    async def test_is_stored_once_by_twenty_at_once(self, customer: dict[str, Any], database: Database) -> None:
        async def resolved() -> Any:
            async with transaction():
                return (await queries.resolve(place_of(customer), at=NOON)).active.id

        found = await asyncio.gather(*(resolved() for _ in range(20)))

        assert len(set(found)) == 1
        assert [row["id"] for row in await database.fetch("SELECT id FROM activation")] == found[:1]


class TestResolveMany:
    async def test_needs_as_many_statements_for_a_hundred_as_for_one(
        self, customer: dict[str, Any], database: Database
    ) -> None:
        projects = [await project_of(customer, f"P-{number}") for number in range(100)]
        await contract(customer, "K-1", project_id=projects[0]["id"])
        before = database.statements

        found = await queries.resolve_many([(place_of(customer, each), NOON) for each in projects])

        assert database.statements - before == 3
        assert [each.active.plugins for each in found[:2]] == [{"house", "shelf", "clock"}, {"house", "shelf"}]

    async def test_answers_for_each_instant(self, customer: dict[str, Any]) -> None:
        await contract(customer, "K-1", ends_on=date(2026, 7, 1))
        instants = [datetime(2026, 6, 30, 15, 59, tzinfo=UTC), datetime(2026, 6, 30, 16, 30, tzinfo=UTC)]

        found = await queries.resolve_many([(place_of(customer), at) for at in instants])

        assert [each.choice.rule for each in found] == [Rule.CUSTOMER_CONTRACT, Rule.DEPLOYMENT_PLAN]

    @pytest.mark.usefixtures("database")
    async def test_asks_nothing_for_nobody(self) -> None:
        assert await queries.resolve_many([]) == []


class TestOfTicket:
    async def test_reads_a_stored_activation_once(self, customer: dict[str, Any], database: Database) -> None:
        found = await queries.resolve(place_of(customer), at=NOON)
        before = database.statements

        first = await queries.of_ticket(found.active.id)
        cold = database.statements - before
        again = await queries.of_ticket(found.active.id)

        assert (cold, database.statements - before) == (1, 1)
        assert again is first
        assert (first.activation, first.terms) == (found.active.activation, found.active.terms)

    async def test_leaves_out_what_has_gone_from_the_deployment(self, customer: dict[str, Any]) -> None:
        await contract(customer, "K-1")
        found = await queries.resolve(place_of(customer), at=NOON)

        with plugins_bound():
            left = await queries.of_ticket(found.active.id)

        assert (left.plugins, left.activation.hash) == (frozenset(), found.active.activation.hash)

    @pytest.mark.usefixtures("database")
    async def test_leaves_out_what_cannot_be_read_any_more_and_what_needs_that(self) -> None:
        plugins: dict[str, Any] = {"core": [1, {}], "shelf": [2, {"articles_max": "many"}], "clock": [1, {}]}
        stored = await rows.insert(ActivationRow, hash="0" * 64, plugins=plugins)

        assert (await queries.of_ticket(stored["id"])).plugins == {"house"}

    @pytest.mark.usefixtures("database")
    async def test_reads_terms_of_an_older_version(self) -> None:
        stored = await rows.insert(ActivationRow, hash="0" * 64, plugins={"shelf": [1, {"articles": 7}]})

        found = await queries.of_ticket(stored["id"])

        assert found.terms["shelf"] == ShelfTerms(articles_max=7)

    @pytest.mark.usefixtures("database")
    async def test_has_deployment_level_plugins_without_an_activation(self) -> None:
        assert (await queries.of_ticket(None)).plugins == {"house"}
        assert (await queries.of_ticket(uuid7())).plugins == {"house"}


class TestOfRecord:
    async def test_resolves_projects_now(self, customer: dict[str, Any]) -> None:
        project = await project_of(customer)
        await contract(customer, "K-1", project_id=project["id"])

        of_project = await queries.of_record(RecordName.PROJECT, project["id"])
        of_customer = await queries.of_record(RecordName.CUSTOMER, customer["id"])

        assert (of_project.plugins, of_customer.plugins) == ({"house", "shelf", "clock"}, {"house", "shelf"})

    @pytest.mark.parametrize("name", list(RecordName))
    @pytest.mark.usefixtures("database")
    async def test_refuses_what_is_not_there(self, name: RecordName) -> None:
        with pytest.raises(NotFound):
            await queries.of_record(name, uuid7())


class TestOfMany:
    async def test_needs_a_fixed_number_of_statements(self, customer: dict[str, Any], database: Database) -> None:
        projects = [await project_of(customer, f"P-{number}") for number in range(50)]
        await queries.of_record(RecordName.CUSTOMER, customer["id"])
        before = database.statements

        found = await queries.of_many(RecordName.PROJECT, [*(each["id"] for each in projects), uuid7()])

        assert database.statements - before == 3
        assert set(found) == {each["id"] for each in projects}
        assert len({active.id for active in found.values()}) == 1
