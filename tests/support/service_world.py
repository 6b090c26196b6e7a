"""A small world of plans, contracts and tickets, drawn at random and built over the API, with what must follow."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from api import Api

PROBES = ("alpha", "beta")
Json = dict[str, Any]
#: By plugin, the level of the terms under which it is active.
Levels = Mapping[str, int]

#: Days from today at which a contract begins and ends: never near midnight of any zone.
PERIODS = ((-30, None), (-30, 30), (-30, -3), (3, None))
_terms = st.none() | st.integers(1, 9)


class Plan(Struct, frozen=True):
    """A service plan: its plugins with the level that it names; None is the default, 1."""

    plugins: dict[str, int | None]


class Deviation(Struct, frozen=True):
    """What a contract says about one plugin; None says nothing."""

    enabled: bool | None
    level: int | None


class Contract(Struct, frozen=True):
    """A contract: which plan for which period, with what it changes."""

    plan: int
    period: tuple[int, int | None]
    overrides: dict[str, Deviation]

    def rules_today(self) -> bool:
        """Return whether today lies in the period."""
        begin, end = self.period
        return begin < 0 and (end is None or end > 0)


class World(Struct, frozen=True, kw_only=True):
    """One customer with two projects: plan indexes are positions in `plans`."""

    plans: list[Plan]
    type_plan: int | None
    customer_contract: Contract | None
    project_contracts: list[Contract | None]
    revised: dict[int, Plan]
    ended: bool
    reactivated: list[bool]


plans = st.builds(Plan, st.dictionaries(st.sampled_from(PROBES), _terms))
deviations = st.builds(Deviation, st.none() | st.booleans(), _terms)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world."""
    drawn = draw(st.lists(plans, min_size=2, max_size=3))
    index = st.integers(0, len(drawn) - 1)
    contracts = st.none() | st.builds(
        Contract, index, st.sampled_from(PERIODS), st.dictionaries(st.sampled_from(PROBES), deviations)
    )
    return World(
        plans=drawn,
        type_plan=draw(st.none() | index),
        customer_contract=draw(contracts),
        project_contracts=draw(st.lists(contracts, min_size=2, max_size=2)),
        revised=draw(st.dictionaries(index, plans, max_size=2)),
        ended=draw(st.booleans()),
        reactivated=draw(st.lists(st.booleans(), min_size=2, max_size=2)),
    )


def levels(world: World, project: int, *, later: bool) -> Levels:
    """
    Return what serves a project, by rules 16 to 18 written down naively.

    Args:
        world: what was agreed.
        project: 0 or 1.
        later: after the plans were revised and, if the world says so, the customer's contract was ended.
    """
    present = [*world.plans]
    if later:
        for index, plan in world.revised.items():
            present[index] = plan
    for contract in (world.project_contracts[project], world.customer_contract):
        is_ended = later and world.ended and contract is world.customer_contract
        if contract is not None and contract.rules_today() and not is_ended:
            return _merged(present[contract.plan], contract.overrides)
    return {} if world.type_plan is None else _merged(present[world.type_plan], {})


def _merged(plan: Plan, overrides: Mapping[str, Deviation]) -> Levels:
    found: dict[str, int] = {}
    for name in PROBES:
        said = overrides.get(name, Deviation(None, None))
        if name in plan.plugins if said.enabled is None else said.enabled:
            found[name] = said.level or plan.plugins.get(name) or 1
    return found


class Built(Struct, frozen=True, kw_only=True):
    """The ids of what was built."""

    plans: list[Json]
    projects: list[Json]
    customer_contract: Json | None
    project_contracts: list[Json | None]


async def build_world(admin: Api, world: World, *, serial: str, today: date) -> Built:
    """Make plans, customer, projects and contracts over the API."""
    made = [
        await admin.created("/v1/service-plans", {"code": f"P{serial}-{n}", "name": "Plan", "plugins": plan_body(plan)})
        for n, plan in enumerate(world.plans)
    ]
    kind: Json = {"code": f"T{serial}", "name": "Type"}
    if world.type_plan is not None:
        kind["default_plan_code"] = made[world.type_plan]["code"]
    await admin.created("/v1/customer-types", kind)
    customer = await admin.created(
        "/v1/customers", {"code": f"C{serial}", "name": "Customer", "customer_type": kind["code"]}
    )
    projects = [await admin.project(customer_id=customer["id"]) for _ in world.project_contracts]

    async def agreed(contract: Contract | None, number: str, **scope: Any) -> Json | None:
        if contract is None:
            return None
        begin, end = contract.period
        body = {
            "number": number,
            "customer_id": customer["id"],
            "plan_code": made[contract.plan]["code"],
            "starts_on": str(today + timedelta(days=begin)),
            "overrides": {name: override_body(said) for name, said in contract.overrides.items()},
            **({} if end is None else {"ends_on": str(today + timedelta(days=end))}),
            **scope,
        }
        return await admin.created("/v1/contracts", body)

    return Built(
        plans=made,
        projects=projects,
        customer_contract=await agreed(world.customer_contract, f"K{serial}"),
        project_contracts=[
            await agreed(contract, f"K{serial}-{n}", project_id=projects[n]["id"])
            for n, contract in enumerate(world.project_contracts)
        ],
    )


async def change_world(admin: Api, world: World, built: Built, *, today: date) -> None:
    """Revise plans, and end the customer's contract."""
    for index, plan in world.revised.items():
        await admin.created(f"/v1/service-plans/{built.plans[index]['id']}/revisions", {"plugins": plan_body(plan)})
    contract = built.customer_contract
    if world.ended and contract is not None and contract["starts_on"] < str(today):
        ended = {"ends_on": str(today - timedelta(days=2))}
        answer = await admin.patch(f"/v1/contracts/{contract['id']}", ended)
        assert answer.status_code == 200, answer.text


def plan_body(plan: Plan) -> Json:
    """Return the plugins of a plan as the API takes them."""
    return {name: {} if level is None else {"level": level} for name, level in plan.plugins.items()}


def override_body(said: Deviation) -> Json:
    """Return what a contract says about a plugin as the API takes it."""
    return {
        **({} if said.enabled is None else {"enabled": said.enabled}),
        **({} if said.level is None else {"terms": {"level": said.level}}),
    }
