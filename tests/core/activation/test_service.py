"""Plans and contracts as verbs: what HTTP does not show."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from made_plugins import plugins_bound
from plans_house import CLOCK, HOUSE
from wellkept.activation import queries
from wellkept.activation.queries.contracts import Scope, overlapping
from wellkept.activation.queries.plans import plan, plan_id_of
from wellkept.activation.schemas.contracts import ContractCreate, ContractPatch, OverrideWrite
from wellkept.activation.schemas.plans import ServicePlanCreate, ServicePlanRevisionCreate
from wellkept.activation.service import contracts, plans
from wellkept.activation.service.default_plan import ensure_default_plan
from wellkept.activation.tables import ContractRevision
from wellkept.customers.tables import Customer, CustomerType
from wellkept.platform.storage import rows
from wellkept.platform.storage.database import Database
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import Invalid
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import ContractId, ServicePlanId

pytestmark = pytest.mark.usefixtures("host", "database")

ANY = IfMatch()


async def customer_in(time_zone: str, code: str = "C") -> dict[str, Any]:
    kind = await rows.insert(CustomerType, code=code, name=code, default_plan_id=None)
    return await rows.insert(
        Customer, code=code, name=code, customer_type_id=kind["id"], locale="zh-CN", time_zone=time_zone
    )


def place_of(customer: dict[str, Any]) -> queries.Place:
    return queries.Place(
        customer_id=customer["id"],
        customer_type_id=customer["customer_type_id"],
        project_id=None,
        time_zone=customer["time_zone"],
    )


class TestEnsureDefaultPlan:
    async def test_names_every_contract_level_plugin_with_its_default_terms(self) -> None:
        made = await ensure_default_plan("default")

        plan_id = await plan_id_of("default")
        assert made
        assert plan_id is not None
        row = await plan(plan_id)
        assert {name: terms for name, (_, terms) in row["plugins"].items()} == {"shelf": {}, "clock": {}}

    async def test_leaves_a_plan_alone_that_is_there(self) -> None:
        await plans.create(ServicePlanCreate(code="default", name="Ours", plugins={}), actor=SYSTEM)

        assert not await ensure_default_plan("default")


class TestRevise:
    async def test_changes_what_counts_from_its_moment_on(self) -> None:
        customer = await customer_in("Asia/Shanghai")
        made = await plans.create(ServicePlanCreate(code="default", name="D", plugins={"shelf": {}}), actor=SYSTEM)
        coming = ServicePlanRevisionCreate(plugins={}, effective_from=datetime(2999, 1, 1, tzinfo=UTC))
        await plans.revise(ServicePlanId(made["id"]), draft=coming, if_match=ANY, actor=SYSTEM)

        instants = [datetime(2998, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)]
        found = await queries.resolve_many([(place_of(customer), at) for at in instants])

        assert [each.active.plugins for each in found] == [{"house", "shelf"}, {"house"}]


class TestUpdate:
    async def test_keeps_the_terms_version_of_overrides_that_it_does_not_touch(self, database: Database) -> None:
        customer = await customer_in("Asia/Shanghai")
        await plans.create(ServicePlanCreate(code="P", name="P", plugins={"shelf": {}}), actor=SYSTEM)
        draft = ContractCreate(
            number="K-1",
            customer_id=customer["id"],
            plan_code="P",
            starts_on=date(2026, 1, 1),
            overrides={"shelf": OverrideWrite(terms={"articles_max": 3})},
        )
        made = await contracts.create(draft, actor=SYSTEM)
        old = {"shelf": {"enabled": None, "terms": {"articles": 5}, "version": 1}}
        first = await database.fetch("SELECT id FROM contract_revision")
        await rows.update(ContractRevision, first[0]["id"], changes={"overrides": old})

        patch = ContractPatch(ends_on=date(2030, 1, 1))
        changed = await contracts.update(ContractId(made["id"]), patch=patch, if_match=ANY, actor=SYSTEM)

        assert changed["overrides"] == old
        found = await queries.resolve(place_of(customer), at=datetime(2026, 5, 4, tzinfo=UTC))
        assert getattr(found.active.terms["shelf"], "articles_max", None) == 5


class TestAgreed:
    async def test_tells_of_a_plan_whose_plugin_has_lost_what_it_requires(self) -> None:
        customer = await customer_in("Asia/Shanghai")
        both: dict[str, dict[str, Any]] = {"shelf": {}, "clock": {}}
        await plans.create(ServicePlanCreate(code="P", name="P", plugins=both), actor=SYSTEM)
        draft = ContractCreate(
            number="K-1",
            customer_id=customer["id"],
            plan_code="P",
            starts_on=date(2026, 1, 1),
            overrides={"shelf": OverrideWrite()},
        )

        with plugins_bound(HOUSE), pytest.raises(Invalid) as refusal:
            await contracts.create(draft, actor=SYSTEM)

        assert [(each.pointer, each.code) for each in refusal.value.errors] == [
            ("/overrides/shelf", "activation.plugin.unknown")
        ]
        assert CLOCK.manifest.requires == ("shelf", "house")


class TestOverlapping:
    async def test_compares_half_open_periods_of_one_scope(self) -> None:
        customer, other = await customer_in("Asia/Shanghai"), await customer_in("Europe/Berlin", "D")
        await plans.create(ServicePlanCreate(code="P", name="P", plugins={}), actor=SYSTEM)
        draft = ContractCreate(
            number="K-1",
            customer_id=customer["id"],
            plan_code="P",
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 6, 1),
        )
        await contracts.create(draft, actor=SYSTEM)

        def scope(starts_on: date, ends_on: date | None, whose: dict[str, Any] = customer) -> Scope:
            return Scope(customer_id=whose["id"], project_id=None, starts_on=starts_on, ends_on=ends_on)

        assert await overlapping(scope(date(2026, 1, 1), date(2026, 3, 1))) == []
        assert await overlapping(scope(date(2026, 6, 1), None)) == []
        assert await overlapping(scope(date(2026, 1, 1), None, other)) == []
        assert await overlapping(scope(date(2026, 1, 1), date(2026, 3, 2))) == ["K-1"]
        assert await overlapping(scope(date(2026, 5, 31), None)) == ["K-1"]
        assert await overlapping(scope(date(2026, 1, 1), None)) == ["K-1"]
