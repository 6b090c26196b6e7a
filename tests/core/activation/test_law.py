"""Resolution equals rules 16 to 18 of the specification, written here once more, naively, for the plugins of tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from plans_house import ALL, host_of
from wellkept.activation.queries.catalogue import catalogue_of
from wellkept.activation.rules.composition import Composition, Override, composition
from wellkept.activation.rules.resolution import (
    Choice,
    ContractRevisionFacts,
    Known,
    Place,
    PlanRevisionFacts,
    choose,
)
from wellkept_sdk.ids import ContractId, ServicePlanId

Json = dict[str, Any]

CATALOGUE = catalogue_of(host_of(*ALL))
CUSTOMER, TYPE, PROJECT = UUID(int=1), UUID(int=2), UUID(int=3)
PLACE = Place(customer_id=CUSTOMER, customer_type_id=TYPE, project_id=PROJECT, time_zone="Asia/Shanghai")
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2026, 1, 1)
CLOCK_BOTTOM: Json = {
    "respond_hours": 24,
    "by_grade": {"1": 2, "2": 4},
    "warn_at": [50, 80],
    "pause": {"kind": "never"},
    "calendar": None,
}
HOURS = st.none() | st.integers(1, 50)

clocks = st.fixed_dictionaries(
    {},
    optional={
        "respond_hours": HOURS,
        "by_grade": st.none() | st.dictionaries(st.sampled_from(["1", "2", "3"]), HOURS),
        "warn_at": st.none() | st.lists(st.integers(1, 99), max_size=2),
        "pause": st.sampled_from([None, {"kind": "never"}, {"kind": "reasons", "reasons": ["parts"]}]),
        "calendar": st.sampled_from([None, "CN"]),
    },
)
shelves = st.fixed_dictionaries({}, optional={"articles_max": st.none() | st.integers(0, 20)})
instants = st.integers(0, 24 * 20).map(lambda hours: BEGINNING + timedelta(hours=hours))
days = st.integers(0, 20).map(lambda number: FIRST_DAY + timedelta(days=number))
# Often both, because the clock needs the shelf.
saids = st.fixed_dictionaries({"clock": clocks, "shelf": shelves}) | st.fixed_dictionaries(
    {}, optional={"clock": clocks, "shelf": shelves}
)
overridings = st.fixed_dictionaries(
    {},
    optional={
        "clock": st.tuples(st.sampled_from([None, True, False]), clocks),
        "shelf": st.tuples(st.sampled_from([None, True, False]), shelves),
    },
)


class Revision(Struct, frozen=True):
    """What a plan says, or a contract, from a moment on."""

    since: datetime
    plugins: Json = {}
    plan: int = 0
    overrides: Json = {}
    ends_on: date | None = None


class Agreed(Struct, frozen=True):
    """A contract of the naive world."""

    of_project: bool
    starts_on: date
    revisions: list[Revision]


class World(Struct, frozen=True):
    """Three plans, some contracts, and which plans are defaults."""

    plans: list[list[Revision]]
    contracts: list[Agreed]
    of_type: int | None
    of_deployment: int | None


def in_order(revisions: list[Revision]) -> list[Revision]:
    return sorted(revisions, key=lambda each: each.since)


plans = st.lists(st.builds(Revision, instants, saids), min_size=1, max_size=3).map(in_order)
contracts = st.builds(
    Agreed,
    st.booleans(),
    days,
    st.lists(
        st.builds(Revision, instants, st.just({}), st.integers(0, 2), overridings, st.none() | days),
        min_size=1,
        max_size=3,
    ).map(in_order),
)
worlds = st.builds(
    World,
    st.lists(plans, min_size=3, max_size=3),
    st.lists(contracts, max_size=4),
    st.sampled_from([None, 0, 1]),
    st.sampled_from([2, None]),
)


# --- the rules, naively ---------------------------------------------------------------------------------------------


def naive(world: World, at: datetime) -> Json:
    """Return the plugins with their terms that serve the place at an instant."""
    day = (at + timedelta(hours=8)).date()
    plan, overrides = naive_choice(world, day, at)
    if plan is None:
        return {}
    said = naive_in_force(world.plans[plan], at).plugins
    result: Json = {}
    for name in ("shelf", "clock"):
        enabled, terms = overrides.get(name, (None, {}))
        if enabled or (enabled is None and name in said):
            result[name] = naive_merge(name, [said.get(name, {}), terms])
    if "shelf" not in result:
        result.pop("clock", None)
    return result


def naive_choice(world: World, day: date, at: datetime) -> tuple[int | None, Json]:
    for of_project in (True, False):
        covering: list[tuple[date, int, Revision]] = []
        for number, contract in enumerate(world.contracts):
            revision = naive_in_force(contract.revisions, at)
            if contract.of_project is not of_project or day < contract.starts_on:
                continue
            if revision.ends_on is None or day < revision.ends_on:
                covering.append((contract.starts_on, number, revision))
        if covering:
            *_, revision = max(covering, key=lambda each: each[:2])
            return revision.plan, revision.overrides
    return (world.of_deployment if world.of_type is None else world.of_type), {}


def naive_in_force(revisions: list[Revision], at: datetime) -> Revision:
    found = revisions[0]
    for revision in revisions:
        if revision.since <= at:
            found = revision
    return found


def naive_merge(name: str, layers: list[Json]) -> Json:
    if name == "shelf":
        result: Json = {"articles_max": 10}
        for layer in layers:
            result |= {key: 10 if value is None else value for key, value in layer.items()}
        return result
    result = {**CLOCK_BOTTOM, "by_grade": dict(CLOCK_BOTTOM["by_grade"])}
    for layer in layers:
        for key, value in layer.items():
            if value is None:
                result[key] = dict(CLOCK_BOTTOM[key]) if key == "by_grade" else CLOCK_BOTTOM[key]
            elif key == "by_grade":
                merged = {**result[key], **value}
                result[key] = {grade: hours for grade, hours in merged.items() if hours is not None}
            else:
                result[key] = value
    return result


# --- the same world as rows -----------------------------------------------------------------------------------------


def plan_id(number: int) -> ServicePlanId:
    return ServicePlanId(UUID(int=100 + number))


def known(world: World) -> Known:
    return Known(
        contracts=[
            ContractRevisionFacts(
                id=UUID(int=1000 + 10 * index + number),
                contract_id=ContractId(UUID(int=500 + index)),
                number=f"K-{index}",
                customer_id=CUSTOMER,
                project_id=PROJECT if contract.of_project else None,
                starts_on=contract.starts_on,
                revision=number,
                plan_id=plan_id(revision.plan),
                overrides={
                    name: Override(enabled=enabled, terms=terms, version=2 if name == "shelf" else 1)
                    for name, (enabled, terms) in revision.overrides.items()
                },
                ends_on=revision.ends_on,
                effective_from=revision.since,
            )
            for index, contract in enumerate(world.contracts)
            for number, revision in enumerate(contract.revisions, start=1)
        ],
        plans={
            plan_id(index): [
                PlanRevisionFacts(
                    id=UUID(int=2000 + 10 * index + number),
                    plan_id=plan_id(index),
                    code=f"PLAN-{index}",
                    revision=number,
                    plugins={name: (2 if name == "shelf" else 1, terms) for name, terms in revision.plugins.items()},
                    effective_from=revision.since,
                )
                for number, revision in enumerate(revisions, start=1)
            ]
            for index, revisions in enumerate(world.plans)
        },
        type_plans={} if world.of_type is None else {TYPE: plan_id(world.of_type)},
        default_plan=None if world.of_deployment is None else plan_id(world.of_deployment),
    )


def resolved(world: World, at: datetime) -> Composition:
    return composed(choose(known(world), PLACE, at=at))


def composed(choice: Choice) -> Composition:
    return composition(
        CATALOGUE,
        plan=choice.plan.plugins if choice.plan else {},
        overrides=choice.contract.overrides if choice.contract else {},
    )


def turned(value: Any) -> Any:
    """Return the same JSON with the keys of every object the other way round."""
    match value:
        case dict():
            members = cast("Json", value)
            return {key: turned(members[key]) for key in reversed(list(members))}
        case list() | tuple():
            return [turned(each) for each in cast("list[Any]", value)]
        case _:
            return value


class TestResolution:
    @settings(max_examples=400)
    @given(worlds, instants)
    def test_equals_the_rules_written_naively(self, world: World, at: datetime) -> None:
        found = resolved(world, at)

        assert {name: each.values for name, each in found.active.items() if name != "core"} == naive(world, at)

    @given(worlds, instants, worlds, instants)
    def test_gives_equal_results_equal_hashes_and_others_others(
        self, world: World, at: datetime, other: World, later: datetime
    ) -> None:
        one, two = resolved(world, at), resolved(other, later)

        assert (one.hash == two.hash) == (naive(world, at) == naive(other, later))

    @given(worlds, instants)
    def test_does_not_depend_on_the_order_of_keys(self, world: World, at: datetime) -> None:
        again = msgspec.convert(turned(msgspec.to_builtins(world, builtin_types=(datetime, date))), World)

        assert resolved(again, at).hash == resolved(world, at).hash
